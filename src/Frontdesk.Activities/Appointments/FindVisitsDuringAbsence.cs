using System.Text.Json.Nodes;
using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Engine.Activities;
using NodaTime.Text;

namespace Frontdesk.Activities.Appointments;

/// <summary>Finds the booked visits that a practitioner's absence touches.</summary>
[Activity("Frontdesk", "Appointments", "Finds the booked visits that a practitioner's absence touches.", DisplayName = "Find visits during an absence")]
public sealed class FindVisitsDuringAbsence : CodeActivity
{
    /// <summary>The practitioner.</summary>
    [Input(DisplayName = "Practitioner", Description = "Who is away.", Source = PracticeSource.Practitioners, Required = true)]
    public Input<string> Practitioner { get; set; } = new();

    /// <summary>The first moment away (UTC, ISO 8601).</summary>
    [Input(DisplayName = "From", Description = "The first moment away, for example 2026-11-02T08:00:00-05:00.", Required = true)]
    public Input<string> From { get; set; } = new();

    /// <summary>The first moment back (UTC, ISO 8601).</summary>
    [Input(DisplayName = "Until", Description = "The first moment back, for example 2026-11-05T08:00:00-05:00.", Required = true)]
    public Input<string> Until { get; set; } = new();

    /// <summary>The visits' ids, soonest first.</summary>
    [Output(Description = "The visits' ids, soonest first.")]
    public Output<object>? Visits { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var from = InstantPattern.ExtendedIso.Parse(context.Get(From) ?? string.Empty).Value;
        var until = InstantPattern.ExtendedIso.Parse(context.Get(Until) ?? string.Empty).Value;
        var now = context.Now();
        var visits = await context.Records().FindByPractitionerAsync(new PractitionerId(context.Get(Practitioner) ?? string.Empty), from, until);
        JsonArray ids = [.. visits.Where(visit => visit.IsUpcoming(now)).Select(visit => (JsonNode)visit.Id.Value)];
        context.Set(Visits, ids, nameof(Visits));
    }
}

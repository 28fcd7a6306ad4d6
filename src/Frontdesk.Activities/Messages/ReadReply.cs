using System.Text.Json.Nodes;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Messages;

/// <summary>Understands a text that came in and finds the visits that it is about.</summary>
[Activity("Frontdesk", "Messages", "Understands a text that came in and finds the visits that it is about.", DisplayName = "Read a reply")]
[FlowNode("Yes", "Moved since", "Which visit", "Nothing asked", "Stop", "Stop or visit", "Start", "Help", "Another time", "Cannot come", "Wrong number", "Not understood", "Unknown number")]
public sealed class ReadReply : CodeActivity
{
    /// <summary>The number that it came from.</summary>
    [Input(DisplayName = "From", Description = "The number that the text came from, usually a variable.", Required = true)]
    public Input<string> From { get; set; } = new();

    /// <summary>What it says.</summary>
    [Input(DisplayName = "Text", Description = "What the text says, usually a variable.", Required = true)]
    public Input<string> Text { get; set; } = new();

    /// <summary>What the carrier did by itself.</summary>
    [Input(DisplayName = "Carrier's word", Description = "What the carrier did by itself: STOP, START or HELP. It counts although the words do not say it.")]
    public Input<string> CarrierWord { get; set; } = new();

    /// <summary>Visits that were asked about within so many hours compete for the reply.</summary>
    [Input(DisplayName = "Hours to look back", Description = "Visits that were asked about within so many hours compete for the reply.")]
    public Input<int> WindowHours { get; set; } = new(72);

    /// <summary>The visits that it is about, with the version that was asked about.</summary>
    [Output(Description = "The visits that it is about.")]
    public Output<object>? Visits { get; set; }

    /// <summary>The first of these visits.</summary>
    [Output(Description = "The id of the first visit that it is about.")]
    public Output<string>? Visit { get; set; }

    /// <summary>What a task about the reply is about: kind and id.</summary>
    [Output(Description = "What a task about the reply is about: kind and id.")]
    public Output<string>? Subject { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var reading = await new ReplyDesk(context.Records()).ReadAsync(
            context.Get(From) ?? string.Empty,
            context.Get(Text) ?? string.Empty,
            CarrierWords.Read(context.Get(CarrierWord)),
            Duration.FromHours(context.Get(WindowHours)),
            context.Now(),
            CancellationToken.None);
        JsonArray visits = AskedVisits.Write(reading.Visits);
        context.Set(Visits, visits, nameof(Visits));
        context.Set(Visit, reading.Visits.Count > 0 ? reading.Visits[0].Appointment.Value : null, nameof(Visit));
        context.Set(Subject, SubjectOf(reading), nameof(Subject));
        await context.CompleteActivityWithOutcomesAsync(PortOf(reading.Case));
    }

    private static string? SubjectOf(ReplyReading reading) =>
        reading.Visits.Count > 0 ? $"appointment/{reading.Visits[0].Appointment.Value}"
        : reading.Patients.Count > 0 ? $"patient/{reading.Patients[0].Value}"
        : null;

    private static string PortOf(ReplyCase what) => what switch
    {
        ReplyCase.Yes => "Yes",
        ReplyCase.MovedSince => "Moved since",
        ReplyCase.WhichVisit => "Which visit",
        ReplyCase.NothingAsked => "Nothing asked",
        ReplyCase.Stop => "Stop",
        ReplyCase.StopOrVisit => "Stop or visit",
        ReplyCase.Start => "Start",
        ReplyCase.Help => "Help",
        ReplyCase.AnotherTime => "Another time",
        ReplyCase.CannotCome => "Cannot come",
        ReplyCase.WrongNumber => "Wrong number",
        ReplyCase.UnknownNumber => "Unknown number",
        _ => "Not understood",
    };
}

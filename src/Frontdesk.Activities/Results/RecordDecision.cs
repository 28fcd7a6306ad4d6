using System.Text.Json.Nodes;
using Frontdesk.Activities.Safety;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>
/// Records what a provider directs about one version of the result. It is refused for another version, for whoever is no
/// provider, and when a message may not tell. The provider's own words are written on the result's page and never stand here.
/// </summary>
[Loses(Clearance.Approval, "Not possible")]
[Activity("Frontdesk", "Results", "Records what the provider directs about one version of the result.", DisplayName = "Record the decision")]
[FlowNode("Recorded", "Not possible")]
public sealed class RecordDecision : CodeActivity
{
    /// <summary>What the provider directs.</summary>
    [Input(DisplayName = "Decision", Description = "What the provider directs.", Choices = ["ApproveTemplate", "ApproveEdited", "ClinicianCalls", "Repeat", "Visit", "Hold"], Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>The version that the provider saw.</summary>
    [Input(DisplayName = "Version", Description = "The version that the provider saw, usually a variable.", Required = true)]
    public Input<int> ResultVersion { get; set; } = new();

    /// <summary>Who decided.</summary>
    [Input(DisplayName = "Who decided", Description = "The person who decided, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <summary>For a hold: reason and days.</summary>
    [Input(DisplayName = "Filled in", Description = "What the person filled in; to keep the result back, the reason and the number of days.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>The longest hold.</summary>
    [Input(DisplayName = "Longest hold", Description = "The most days for which a result may be kept back.")]
    public Input<int> LongestHoldDays { get; set; } = new((int)ResultDesk.UsualLongestHold.TotalDays);

    /// <summary>Why it is not possible.</summary>
    [Output(Description = "Why it is not possible, in a sentence.")]
    public Output<string>? Reason { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        var form = Values.ToJson(context.Get(Form)) as JsonObject;
        var days = form?["days"] is { } given && int.TryParse(given.ToString(), out var number) ? number : 0;
        try
        {
            if (DecisionWords.ReadOutcome(context.Get(Outcome)) is not { } outcome || ResultContext.Who(context.Get(By)) is not { } by)
                throw new DomainRuleException("result-decision", "A decision says what and who.");

            await new ResultDesk(context.Records()).DecideAsync(
                result.Id,
                new Direction(outcome, context.Get(ResultVersion), result.ContentHash, by)
                {
                    HoldReason = DecisionWords.ReadReason(form?["reason"]?.ToString()),
                    HoldUntil = days > 0 ? context.Now() + Duration.FromDays(days) : null,
                },
                Duration.FromDays(context.Get(LongestHoldDays)),
                context.Now());
            await context.CompleteActivityWithOutcomesAsync("Recorded");
        }
        catch (DomainRuleException refused)
        {
            // The provider reads why and is asked again: a refusal is an answer, not a fault of the process.
            context.Set(Reason, refused.Message, nameof(Reason));
            await context.CompleteActivityWithOutcomesAsync("Not possible");
        }
    }
}

using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Results;

/// <summary>Records whose a result is, as a person found out by two identifiers, or that it is about nobody of this practice.</summary>
[Activity("Frontdesk", "Results", "Records whose the result is, as a person found out, or that it is about nobody here.", DisplayName = "Match the result")]
[FlowNode("Matched", "Returned", "Not possible")]
public sealed class MatchResult : CodeActivity
{
    /// <summary>What the person found.</summary>
    [Input(Description = "What the person found: Found or Nobody here.", Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>What was filled in: the patient's id.</summary>
    [Input(Description = "What was filled in: the patient's id as 'patient'.")]
    public Input<object> Form { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        if (result.State != ResultState.Unmatched)
        {
            await context.CompleteActivityWithOutcomesAsync("Matched");
            return;
        }

        if (context.Get(Outcome) == "Nobody here")
        {
            result.Close(ResultClosing.ReturnedToSender, context.Now());
            await context.CompleteActivityWithOutcomesAsync("Returned");
            return;
        }

        try
        {
            var patient = new PatientId((Values.ToJson(context.Get(Form)) as JsonObject)?["patient"]?.ToString() ?? string.Empty);
            await new ResultIntake(context.Records()).MatchByHandAsync(result.Id, patient, context.Now());
            await context.CompleteActivityWithOutcomesAsync("Matched");
        }
        catch (Exception wrong) when (wrong is InvalidValueException or DomainRuleException)
        {
            // No such patient: the person is asked again.
            await context.CompleteActivityWithOutcomesAsync("Not possible");
        }
    }
}

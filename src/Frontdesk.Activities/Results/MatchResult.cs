using System.Text.Json;
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
    [Input(DisplayName = "Found", Description = "What the person found out.", Choices = ["Found", "Nobody here"], Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>What was filled in: the patient's id, and which identifiers agree.</summary>
    [Input(DisplayName = "Filled in", Description = "The patient, and true for each of full name, birth date, record number and phone that agrees.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>Who compared.</summary>
    [Input(DisplayName = "Who compared", Description = "The person who compared, usually a variable.")]
    public Input<string> By { get; set; } = new();

    /// <summary>Why it is not possible.</summary>
    [Output(Description = "Why it is not possible, in a sentence.")]
    public Output<string>? Reason { get; set; }

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
            var form = Values.ToJson(context.Get(Form)) as JsonObject;
            var patient = new PatientId(form?["patient"]?.ToString() ?? string.Empty);
            var by = ResultContext.Who(context.Get(By)) ?? throw new DomainRuleException("result-staff", $"Result {result.Id}: say who compared.");
            await new ResultIntake(context.Records()).MatchByHandAsync(result.Id, new PatientMatch(patient, Compared(form), by), context.Now());
            await context.CompleteActivityWithOutcomesAsync("Matched");
        }
        catch (Exception wrong) when (wrong is InvalidValueException or DomainRuleException)
        {
            // The person reads why and is asked again: a refusal is an answer, not a fault of the process.
            context.Set(Reason, wrong.Message, nameof(Reason));
            await context.CompleteActivityWithOutcomesAsync("Not possible");
        }
    }

    private static List<PatientIdentifier> Compared(JsonObject? form) =>
        [.. Enum.GetValues<PatientIdentifier>().Where(one => form?[JsonNamingPolicy.CamelCase.ConvertName(one.ToString())]?.ToString() is "true" or "True")];
}

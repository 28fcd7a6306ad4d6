using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;

namespace Frontdesk.Activities.Safety;

/// <summary>
/// Nothing about a patient is written into a message: neither what an output carries, nor what a variable, an input or a
/// property is called after, however many variables and scripts it came through.
/// </summary>
public sealed class MessagesKeepPatientDataOut : IDefinitionRule
{
    /// <summary>The rule's code.</summary>
    public const string Code = "patient-data-in-message";

    /// <inheritdoc/>
    public void Check(WorkflowReview review)
    {
        foreach (var activity in review.Workflow.Activities)
        {
            foreach (var input in WorkflowReview.InputsWith<MessageTextAttribute>(activity))
                Check(review, activity, input);
        }
    }

    private static void Check(WorkflowReview review, Activity activity, Input input)
    {
        var isForPerson = WorkflowReview.Of<SendsAttribute>(activity).All(sends => sends.Audience == Audience.Person);
        var origins = review.Data.OriginsOf(activity, input);
        if (origins.FirstOrDefault(IsAboutPatient) is { } origin)
        {
            var message = $"'{input.Name}' leaves the practice and would hold what {Words(origin)} says about a patient.";
            const string Remedy = "Say only practice, time and call-back in a message; lead the patient to the secure page for everything else.";
            if (isForPerson)
                review.Error(Code, activity, message, Remedy);
            else
                review.Warning(Code, activity, message, "Send it only where a contract covers it, and as little as is needed; otherwise leave it out.");
        }
        else if (isForPerson && origins.Any(one => one.Source.Kind == DataKind.Anything))
        {
            review.Error(Code, activity, $"'{input.Name}' leaves the practice, and its script computes the name of what it reads, so it may hold anything about a patient.", "Write the name of the variable or input out in the script.");
        }
    }

    private static bool IsAboutPatient(DataOrigin origin) =>
        (origin.Producer is { } producer && WorkflowReview.Has<ConfidentialAttribute>(producer, origin.Source.Output!))
        || (origin.Source.Kind is DataKind.Variable or DataKind.Input or DataKind.Property && PatientWords.Name(origin.Source.Name))
        || (origin.Source.Kind == DataKind.Output && PatientWords.Name(origin.Source.Output!));

    private static string Words(DataOrigin origin)
    {
        var source = origin.Source.Kind switch
        {
            DataKind.Output => $"'{origin.Source.Output}' of the step '{origin.Producer?.DisplayName ?? origin.Source.Name}'",
            DataKind.Input => $"the input '{origin.Source.Name}'",
            DataKind.Property => $"'{origin.Source.Name}'",
            _ => $"the variable '{origin.Source.Name}'",
        };
        return origin.Way.Count == 0 ? source : $"{source}, by way of {string.Join(" and ", origin.Way.Select(name => $"'{name}'"))},";
    }
}

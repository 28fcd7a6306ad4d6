using Frontdesk.Activities.Messages;
using Frontdesk.Activities.Options;
using Frontdesk.Activities.Referrals;
using Frontdesk.Activities.Results;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Analysis.Rules;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Activities.Safety;

/// <summary>
/// Every path to a step that tells a patient about a result comes from an approval (domain.md §3 "Safety rules", §0 rule 8): a
/// port that the records only open after one, or an approving answer to a task that only providers get.
/// </summary>
public sealed class ResultsAreApproved : StepsAreCleared
{
    /// <summary>The rule's code.</summary>
    public const string Code = "result-without-approval";

    private static readonly DecisionOutcome[] Approving = [DecisionOutcome.ApproveTemplate, DecisionOutcome.ApproveEdited];

    /// <inheritdoc/>
    protected override string Clearance => Safety.Clearance.Approval;

    /// <inheritdoc/>
    public override void Check(WorkflowReview review)
    {
        base.Check(review);
        foreach (var step in review.Workflow.Activities.Where(step => step is not TellPatient || !Needs(review, step)))
        {
            foreach (var template in WorkflowReview.InputsFrom(step, PracticeSource.Templates))
                CheckWords(review, step, template);
        }
    }

    /// <inheritdoc/>
    protected override void Report(WorkflowReview review, Activity step, string path) => review.Error(
        Code,
        step,
        $"A patient would be told about a result that no provider approved: the path {path} has no approval in it.",
        "Put 'Open the page' before it and go on from its port 'Open', or ask a provider in a task and go on from the approving answer. When the message is about a referral, choose that under 'Topic'.");

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string>? PortsThatClear(WorkflowReview review, Activity step) => step switch
    {
        UserTask task => PortsOf(review, task),
        RecordDecision record when review.Data.TryGetConstant(record.Outcome, out var outcome) => IsApproving(Values.ToText(outcome)) ? ["Recorded"] : [],
        _ => base.PortsThatClear(review, step),
    };

    // A task that anybody but a provider may end, or gets when it is late, approves nothing.
    private static List<string>? PortsOf(WorkflowReview review, UserTask task)
    {
        var approving = review.Flow.LeavesOf(task).Select(leave => leave.Port!).Where(IsApproving).ToList();
        var isForProviders = approving.Count > 0 && AreProviders(review, task) && StaysWithProviders(review, task);
        return isForProviders ? approving : null;
    }

    // What was not checked for an approval must not have the words for a result; what is computed is refused when it is sent.
    private static void CheckWords(WorkflowReview review, Activity step, Input template)
    {
        if (review.Data.TryGetConstant(template, out var value))
        {
            var key = Values.ToText(value);
            if (MessageTemplate.TellsOfResult(key))
                review.Error(Code, step, $"The template '{key}' tells of a result, and nothing here sees whether a provider approved it.", "Use 'Tell the patient' with the topic Result after 'Open the page', or choose another template.");
        }
        else if (step is TellPatient)
        {
            review.Warning(Code, step, "The template is computed, so nothing shows that it does not tell of a result; if it does, the step stops and somebody is asked.", "Choose the template from the list, or choose the topic Result.");
        }
    }

    private static bool IsApproving(string outcome) =>
        outcome.StartsWith("Approve", StringComparison.OrdinalIgnoreCase) || (DecisionWords.ReadOutcome(outcome) is { } known && Approving.Contains(known));

    private static bool AreProviders(WorkflowReview review, UserTask task)
    {
        var (roles, users) = (WhoIs(review, task, task.CandidateRoles), WhoIs(review, task, task.CandidateUsers));
        return roles is Candidates.Providers or Candidates.None && users is Candidates.Providers or Candidates.None && (roles, users) != (Candidates.None, Candidates.None);
    }

    // Names of people say nothing about their roles; a step that looks up who decides names providers only.
    private static Candidates WhoIs(WorkflowReview review, UserTask task, Input input)
    {
        if (review.Data.TryGetConstant(input, out var value))
        {
            var names = Values.ToItems(value).Select(Values.ToText).Where(name => name.Length > 0).ToList();
            return names.Count == 0 ? Candidates.None : input == task.CandidateRoles && names.TrueForAll(StaffRole.Deciding.Contains) ? Candidates.Providers : Candidates.Others;
        }

        var origins = review.Data.OriginsOf(task, input);
        var areFound = origins.Any(origin => origin.Producer is not null) && origins.All(origin => origin.Source.Kind == DataKind.Variable || IsLookup(review, origin.Producer));
        return areFound ? Candidates.Providers : Candidates.Others;
    }

    private static bool IsLookup(WorkflowReview review, Activity? producer) => producer switch
    {
        FindWhoDecides => true,
        FindDecider find => review.Data.TryGetConstant(find.ForProvider, out var isForProvider) && isForProvider is true,
        _ => false,
    };

    private static bool StaysWithProviders(WorkflowReview review, UserTask task) =>
        (review.Data.TryGetConstant(task.LeaveWhenOverdue, out var leaves) && leaves is true)
        || (review.Data.TryGetConstant(task.EscalateTo, out var role) && StaffRole.Deciding.Contains(Values.ToText(role)));

    private enum Candidates
    {
        None = 0,
        Providers = 1,
        Others = 2,
    }
}

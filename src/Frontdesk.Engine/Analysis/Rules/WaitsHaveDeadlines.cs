using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Analysis.Rules;

/// <summary>
/// No instance stands still without anybody noticing. A wait that only something from outside ends needs a branch beside it,
/// begun with it, that rests at nothing but timers, tasks and other waits with a time of their own, and that ends the wait
/// wherever it ends: by 'Finish', or by a join that goes on with the first.
/// </summary>
public sealed class WaitsHaveDeadlines : IDefinitionRule
{
    /// <summary>The rule's code.</summary>
    public const string Code = "wait-without-deadline";

    /// <inheritdoc/>
    public void Check(WorkflowReview review) => Check(review, new HashSet<string>(StringComparer.Ordinal));

    private static void Check(WorkflowReview review, HashSet<string> asked)
    {
        foreach (var task in review.Workflow.Activities.OfType<UserTask>())
            CheckTask(review, task);
        foreach (var (wait, path) in Unended(review, asked))
        {
            if (wait is not ChildWorkflow child)
            {
                review.Error(Code, wait, $"Nothing but an answer from outside ends this wait, so the workflow may stand still for ever and nobody sees it: {WorkflowReview.Words(path)}.", "Begin a timer or a task with a due time beside it, from the same port, and let that branch end with 'Finish' or meet this one in a 'Join' that waits for any. A step that may come first on one of the two branches only must not be shared by them otherwise.");
                continue;
            }

            switch (EndsByItself(review, child, asked))
            {
                case false:
                    review.Error(Code, child, "This step waits for another workflow to end, and that workflow may stand still for ever.", "Give every wait of the other workflow a deadline, or begin a timer beside this step.");
                    break;
                case null:
                    review.Warning(Code, child, "This step waits for another workflow to end, and that workflow is not known yet, so nothing shows that it ends.", "Publish the other workflow first, or begin a timer beside this step.");
                    break;
            }
        }
    }

    /// <summary>The open waits that nothing beside them ends, each with a path that leads there.</summary>
    private static IEnumerable<(Activity Wait, IReadOnlyList<FlowPoint> Path)> Unended(WorkflowReview review, HashSet<string> asked)
    {
        bool IsOpen(Activity activity) => Waiting.IsOpen(review, activity) && !(activity is ChildWorkflow child && EndsByItself(review, child, asked) == true);

        var entries = review.Flow.Entries;
        foreach (var wait in review.Workflow.Activities.Where(IsOpen))
        {
            var enter = review.Flow.EnterOf(wait);
            var companions = new Companions(review, wait, IsOpen);
            var passage = new Passage(entries, companions.IsBesideOne);

            // Where an instance begins at the wait it waits for nothing; it does when control comes round to it.
            var arrival = enter.Previous.FirstOrDefault(passage.Reaches);
            if (arrival is not null && !companions.IsBesideOne(enter))
                yield return (wait, [.. passage.PathTo(arrival), enter]);
        }
    }

    // Null when the other workflow is not known.
    private static bool? EndsByItself(WorkflowReview review, ChildWorkflow child, HashSet<string> asked)
    {
        if (!review.Data.TryGetConstant(child.WorkflowDefinitionId, out var id) || Values.ToText(id) is not { Length: > 0 } definitionId)
            return null;
        if (!asked.Add(definitionId))
            return false;
        var ends = review.Find(definitionId) is { } other
            ? !Unended(other, asked).Any()
            : (bool?)null;
        asked.Remove(definitionId);
        return ends;
    }

    private static void CheckTask(WorkflowReview review, UserTask task)
    {
        if (review.Data.TryGetConstant(task.DueIn, out var due) && (due is null || (due is TimeSpan span && span <= TimeSpan.Zero)))
            review.Error(Code, task, "This task has no due time, so nobody is told when it is left lying.", "Say under 'Due in' how long the person has, e.g. 08:00:00.");
        if (review.Data.TryGetConstant(task.EscalateTo, out var role) && role is "" && !(review.Data.TryGetConstant(task.LeaveWhenOverdue, out var leaves) && leaves is true))
            review.Error(Code, task, "Nobody gets this task when it is overdue.", "Say under 'Escalate to' which role gets it then, or let it leave by 'Overdue'.");
    }
}

using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;

namespace Frontdesk.Engine.Analysis;

/// <summary>Which activities wait, and for what.</summary>
internal static class Waiting
{
    /// <summary>Whether control rests at the activity, so that a circle through it does not run without end in one go.</summary>
    internal static bool Rests(WorkflowReview review, Activity activity) => activity switch
    {
        ChildWorkflow child => Awaits(review, child),
        Builtin.Timer timer => IsSomeTime(review, timer.Interval),
        Delay delay => IsSomeTime(review, delay.TimeSpan),
        _ => WorkflowReview.Of<WaitsAttribute>(activity).Count > 0,
    };

    /// <summary>Whether nothing but something from outside ends the wait at the activity. A trigger that an instance begins with waits for nothing.</summary>
    internal static bool IsOpen(WorkflowReview review, Activity activity) => activity switch
    {
        ChildWorkflow child => Awaits(review, child),
        _ => WorkflowReview.Of<WaitsAttribute>(activity).Any(waits => waits.End == WaitEnd.Others),
    };

    /// <summary>Whether the step may wait for the workflow that it starts.</summary>
    internal static bool Awaits(WorkflowReview review, ChildWorkflow child)
    {
        var wait = child switch
        {
            ExecuteWorkflow execute => execute.WaitForCompletion,
            DispatchWorkflow dispatch => dispatch.WaitForCompletion,
            BulkDispatchWorkflows bulk => bulk.WaitForCompletion,
            _ => null,
        };
        return wait is null || !review.Data.TryGetConstant(wait, out var value) || value is true;
    }

    private static bool IsSomeTime(WorkflowReview review, Input<TimeSpan> time) => !review.Data.TryGetConstant(time, out var value) || value is not TimeSpan span || span > TimeSpan.Zero;
}

using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using NodaTime;

namespace Frontdesk.Activities.Cases;

/// <summary>What is next for a case: a port to leave by, now or at a moment.</summary>
/// <param name="Port">The port.</param>
/// <param name="At">The moment; null for now.</param>
public sealed record CaseStep(string Port, Instant? At = null);

/// <summary>
/// The hub of a process about one case (a referral, a result, a purchase): waits until something happened to the case or its
/// next deadline has passed. What happened is kept with the case itself until the hub takes it, so nothing is missed while the
/// process is busy elsewhere; the event only wakes the hub. It never waits without a deadline (domain.md §0 rule 1).
/// </summary>
[Waits(WaitEnd.Itself)]
public abstract class WaitForCase : Activity
{
    private const string Deadline = "deadline";

    /// <summary>The event that says that something happened to the case.</summary>
    protected abstract string WakeEvent { get; }

    /// <summary>
    /// What is next. Takes the oldest thing that happened off the case, or names the deadline that counts now. Sets the
    /// activity's outputs for a step that is due now.
    /// </summary>
    protected abstract ValueTask<CaseStep> NextAsync(ActivityExecutionContext context);

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (await StepAsync(context))
            context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.Event", Stimulus = WakeEvent, Callback = OnWakeAsync, AutoBurn = false });
    }

    // Leaves when something is due now; otherwise sets the timer and says that the wait goes on.
    private async ValueTask<bool> StepAsync(ActivityExecutionContext context)
    {
        var next = await NextAsync(context);
        if (next.At is not { } at || at <= context.Now())
        {
            await context.CompleteActivityWithOutcomesAsync(next.Port);
            return false;
        }

        context.RemoveBookmarks(Deadline);
        context.CreateBookmark(new CreateBookmarkArgs { Stimulus = Deadline, DueAt = at.ToDateTimeOffset(), Callback = OnDeadlineAsync });
        return true;
    }

    private async ValueTask OnWakeAsync(ActivityExecutionContext context) => await StepAsync(context);

    // The deadline may have moved since the timer was set.
    private async ValueTask OnDeadlineAsync(ActivityExecutionContext context) => await StepAsync(context);
}

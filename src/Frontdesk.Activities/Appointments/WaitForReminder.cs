using System.Text.Json.Nodes;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using NodaTime;

namespace Frontdesk.Activities.Appointments;

/// <summary>
/// Waits for whatever comes first: the next reminder's moment, a change of the visit, a message that did not arrive, or
/// the end of the visit. It always has a timer, so it never waits for nothing (domain.md §0 rule 1).
/// </summary>
[Waits(WaitEnd.Itself)]
[Activity("Frontdesk", "Appointments", "Waits until the next reminder is due or something happens to the visit.", DisplayName = "Wait for the next reminder")]
[FlowNode("Reminder due", "Visit moved", "Visit called off", "Practitioner away", "Message not delivered", "Visit over")]
public sealed class WaitForReminder : Activity
{
    private const string Moved = nameof(AppointmentRescheduled);
    private const string CalledOff = nameof(AppointmentCancelled);

    /// <summary>The event that tells a visit's process that the practitioner is away.</summary>
    public const string PractitionerAwayEvent = "VisitPractitionerAway";

    /// <summary>The event that tells a visit's process that a message about it did not arrive.</summary>
    public const string NotDeliveredEvent = "ReminderNotDelivered";

    /// <summary>The reminder that is due, or whose message did not arrive.</summary>
    [Output(Description = "The reminder that is due, or whose message did not arrive.")]
    public Output<string>? Reminder { get; set; }

    /// <summary>Who called the visit off: Patient, PractitionerAway, LocationClosed, PatientDied, Mistake or Other.</summary>
    [Output(Description = "Why the visit was called off.")]
    public Output<string>? Reason { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (await StepAsync(context) is not { } until)
            return;

        Arm(context, until);
        foreach (var name in (ReadOnlySpan<string>)[Moved, CalledOff, PractitionerAwayEvent, NotDeliveredEvent])
            context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.Event", Stimulus = name, Callback = CallbackOf(name) });
    }

    private void Arm(ActivityExecutionContext context, Instant until) =>
        context.CreateBookmark(new CreateBookmarkArgs { Stimulus = "next", DueAt = until.ToDateTimeOffset(), Callback = OnTimeAsync });

    // A callback is found by its name after a restart, so each event has a method of its own.
    private ExecuteActivityDelegate CallbackOf(string name) => name switch
    {
        Moved => OnMovedAsync,
        CalledOff => OnCalledOffAsync,
        PractitionerAwayEvent => OnPractitionerAwayAsync,
        _ => OnNotDeliveredAsync,
    };

    private static string? Field(ActivityExecutionContext context, string name) => (string?)(context.ResumeInput.GetValueOrDefault("Payload") as JsonObject)?[name];

    private async ValueTask OnTimeAsync(ActivityExecutionContext context)
    {
        if (await StepAsync(context) is { } until)
            Arm(context, until);
    }

    private ValueTask OnMovedAsync(ActivityExecutionContext context) => context.CompleteActivityWithOutcomesAsync("Visit moved");

    private ValueTask OnCalledOffAsync(ActivityExecutionContext context)
    {
        context.Set(Reason, Field(context, "reason") ?? nameof(CancellationReason.Other), nameof(Reason));
        return context.CompleteActivityWithOutcomesAsync("Visit called off");
    }

    private ValueTask OnPractitionerAwayAsync(ActivityExecutionContext context) => context.CompleteActivityWithOutcomesAsync("Practitioner away");

    private ValueTask OnNotDeliveredAsync(ActivityExecutionContext context)
    {
        context.Set(Reminder, Field(context, "reminder"), nameof(Reminder));
        return context.CompleteActivityWithOutcomesAsync("Message not delivered");
    }

    // Leaves by a port when something is due now; otherwise says until when to wait.
    private async ValueTask<Instant?> StepAsync(ActivityExecutionContext context)
    {
        var now = context.Now();
        var records = context.Records();
        var next = await new ReminderDesk(records).NextAsync(context.Visit(), CancellationToken.None);
        if (next is not null && next.DueAt <= now)
        {
            context.Set(Reminder, next.Key, nameof(Reminder));
            await context.CompleteActivityWithOutcomesAsync("Reminder due");
            return null;
        }

        var visit = await records.FindAppointmentAsync(context.Visit());
        if (visit is null || !visit.IsUpcoming(now))
        {
            if (next is not null && visit is { Status: not AppointmentStatus.Proposed } && visit.Start > now)
                return next.DueAt;

            await context.CompleteActivityWithOutcomesAsync("Visit over");
            return null;
        }

        return next is null || visit.Start < next.DueAt ? visit.Start : next.DueAt;
    }
}

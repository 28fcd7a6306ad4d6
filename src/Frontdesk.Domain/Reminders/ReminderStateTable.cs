namespace Frontdesk.Domain.Reminders;

/// <summary>Where a reminder stands (domain.md §2).</summary>
public enum ReminderState
{
    /// <summary>Planned for a moment ahead.</summary>
    Planned = 0,

    /// <summary>Its moment has come.</summary>
    Due = 1,

    /// <summary>Everything it depends on was read again.</summary>
    Revalidated = 2,

    /// <summary>It will not be sent; the reason says why.</summary>
    Suppressed = 3,

    /// <summary>It is on its way.</summary>
    Sent = 4,

    /// <summary>It arrived.</summary>
    Delivered = 5,

    /// <summary>It did not arrive.</summary>
    Failed = 6,

    /// <summary>The recipient said yes.</summary>
    Confirmed = 7,

    /// <summary>The recipient may want to call the visit off.</summary>
    CancelRequested = 8,

    /// <summary>The recipient wants another time.</summary>
    RescheduleRequested = 9,

    /// <summary>The recipient wants no more messages.</summary>
    OptedOut = 10,

    /// <summary>Someone else answered.</summary>
    WrongNumber = 11,

    /// <summary>The reply could not be read; a person looks at it.</summary>
    Unrecognised = 12,

    /// <summary>Nothing more is expected.</summary>
    Closed = 13,
}

/// <summary>What happens to a reminder.</summary>
public enum ReminderVerb
{
    /// <summary>Its moment comes.</summary>
    ComeDue = 0,

    /// <summary>Everything it depends on is read again.</summary>
    Revalidate = 1,

    /// <summary>It must not be sent.</summary>
    Suppress = 2,

    /// <summary>What it speaks of has changed.</summary>
    Void = 3,

    /// <summary>It waits for a better moment.</summary>
    Defer = 4,

    /// <summary>It goes by another channel.</summary>
    FallBack = 5,

    /// <summary>It is put into the outbox.</summary>
    Send = 6,

    /// <summary>The provider says that it arrived.</summary>
    Deliver = 7,

    /// <summary>The provider says that it did not arrive.</summary>
    Fail = 8,

    /// <summary>The recipient says yes.</summary>
    Confirm = 9,

    /// <summary>The recipient says a word that may mean the visit.</summary>
    AskToCancel = 10,

    /// <summary>The recipient asks for another time.</summary>
    AskToReschedule = 11,

    /// <summary>The recipient wants no more messages.</summary>
    OptOut = 12,

    /// <summary>Someone else answers.</summary>
    DenyNumber = 13,

    /// <summary>The recipient says something else.</summary>
    SayOther = 14,

    /// <summary>Nothing more is expected.</summary>
    Close = 15,
}

/// <summary>What may happen to a reminder, as a table that the documentation prints.</summary>
public static class ReminderStateTable
{
    /// <summary>One allowed step.</summary>
    /// <param name="From">The state before.</param>
    /// <param name="Verb">What happens.</param>
    /// <param name="To">The state after.</param>
    public sealed record Row(ReminderState From, ReminderVerb Verb, ReminderState To);

    /// <summary>Every allowed step; what is not here changes nothing.</summary>
    public static IReadOnlyList<Row> Rows { get; } = [.. Preparation(), .. Replies(), .. Endings()];

    /// <summary>The state after a step; null when the step is not allowed.</summary>
    public static ReminderState? After(ReminderState from, ReminderVerb verb)
    {
        foreach (var row in Rows)
        {
            if (row.From == from && row.Verb == verb)
                return row.To;
        }

        return null;
    }

    /// <summary>Nothing has left yet, so a change of the visit can still void it.</summary>
    public static bool IsPending(ReminderState state) => state is ReminderState.Planned or ReminderState.Due or ReminderState.Revalidated;

    private static IEnumerable<Row> Preparation() =>
    [
        new(ReminderState.Planned, ReminderVerb.ComeDue, ReminderState.Due),
        new(ReminderState.Planned, ReminderVerb.Void, ReminderState.Suppressed),
        new(ReminderState.Due, ReminderVerb.Revalidate, ReminderState.Revalidated),
        new(ReminderState.Due, ReminderVerb.Void, ReminderState.Suppressed),
        new(ReminderState.Revalidated, ReminderVerb.Suppress, ReminderState.Suppressed),
        new(ReminderState.Revalidated, ReminderVerb.Void, ReminderState.Suppressed),
        new(ReminderState.Revalidated, ReminderVerb.Defer, ReminderState.Planned),
        new(ReminderState.Revalidated, ReminderVerb.FallBack, ReminderState.Due),
        new(ReminderState.Revalidated, ReminderVerb.Send, ReminderState.Sent),
        new(ReminderState.Sent, ReminderVerb.Deliver, ReminderState.Delivered),
        new(ReminderState.Sent, ReminderVerb.Fail, ReminderState.Failed),
        new(ReminderState.Failed, ReminderVerb.FallBack, ReminderState.Due),
    ];

    // A reply can overtake the provider's word that the message arrived; a confirmed visit can still be called off.
    private static IEnumerable<Row> Replies() =>
        from state in new[] { ReminderState.Sent, ReminderState.Delivered, ReminderState.Confirmed, ReminderState.Unrecognised }
        from reply in new (ReminderVerb Verb, ReminderState To)[]
        {
            (ReminderVerb.Confirm, ReminderState.Confirmed),
            (ReminderVerb.AskToCancel, ReminderState.CancelRequested),
            (ReminderVerb.AskToReschedule, ReminderState.RescheduleRequested),
            (ReminderVerb.OptOut, ReminderState.OptedOut),
            (ReminderVerb.DenyNumber, ReminderState.WrongNumber),
            (ReminderVerb.SayOther, ReminderState.Unrecognised),
        }
        where !(state == ReminderState.Confirmed && reply.Verb == ReminderVerb.SayOther)
        select new Row(state, reply.Verb, reply.To);

    private static IEnumerable<Row> Endings() =>
        from state in Enum.GetValues<ReminderState>()
        where !IsPending(state) && state != ReminderState.Closed
        select new Row(state, ReminderVerb.Close, ReminderState.Closed);
}

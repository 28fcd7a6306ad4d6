using Frontdesk.Domain.Messaging;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>What became of a reminder whose moment had come.</summary>
public abstract record ReminderStepResult
{
    private ReminderStepResult()
    {
    }

    /// <summary>It leaves, alone or together with those of a family.</summary>
    /// <param name="Message">For the outbox.</param>
    /// <param name="Members">How many reminders the message stands for.</param>
    public sealed record Sent(OutgoingMessage Message, int Members) : ReminderStepResult;

    /// <summary>It is kept back for good.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Suppressed(SuppressionReason Reason) : ReminderStepResult;

    /// <summary>It waits for a better moment.</summary>
    /// <param name="Until">When it is due again.</param>
    public sealed record Later(Instant Until) : ReminderStepResult;

    /// <summary>Another channel is tried at once.</summary>
    /// <param name="Channel">Which.</param>
    public sealed record OtherChannel(Channel Channel) : ReminderStepResult;

    /// <summary>A person calls.</summary>
    /// <param name="Number">The number to call.</param>
    /// <param name="Script">What to say.</param>
    public sealed record Call(string Number, string Script) : ReminderStepResult;

    /// <summary>There is nothing to do any more: it was voided, or it left with another message.</summary>
    public sealed record Gone : ReminderStepResult;
}

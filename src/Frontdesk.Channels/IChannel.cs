using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels;

/// <summary>A way out of the practice: texts, e-mails or web calls. Safe to use from several threads.</summary>
public interface IChannel
{
    /// <summary>The outbox's name of the channel: <c>sms</c>, <c>email</c> or <c>http</c>.</summary>
    string Name { get; }

    /// <summary>How many times a message is tried before a person is asked; null for what the dispatcher is told.</summary>
    int? MaxAttempts => null;

    /// <summary>
    /// Hands a message to the provider once; retries are the dispatcher's. An exception counts as
    /// <see cref="SendAnswer.Unanswered"/>, because nobody knows how far the message came.
    /// </summary>
    ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>The provider can be asked what became of a message (<see cref="FindAsync"/>).</summary>
    bool CanFind => false;

    /// <summary>Asks the provider for a message whose last attempt ended without an answer.</summary>
    /// <returns>
    /// <see cref="SendAnswer.Accepted"/> when the provider has it, <see cref="SendAnswer.NotSent"/> when the question itself
    /// could not be asked, null when the message has to be sent: the provider does not have it, or cannot be asked and a
    /// second copy is recognised by the recipient's side.
    /// </returns>
    ValueTask<SendResult?> FindAsync(OutboxMessage message, CancellationToken cancellationToken) => new((SendResult?)null);
}

/// <summary>How an attempt to send ended.</summary>
public enum SendAnswer
{
    /// <summary>It certainly did not leave; trying again is safe.</summary>
    NotSent = 0,

    /// <summary>It may have left: the provider is asked before it is sent again.</summary>
    Unanswered = 1,

    /// <summary>The provider has it.</summary>
    Accepted = 2,

    /// <summary>It arrived and was answered.</summary>
    Answered = 3,

    /// <summary>It can never be delivered.</summary>
    Refused = 4,

    /// <summary>It is shown at the practice and does not leave.</summary>
    Captured = 5,
}

/// <summary>How an attempt to send ended, and what the provider said.</summary>
/// <param name="Answer">How it ended.</param>
/// <param name="ProviderId">The provider's id of the message, once known.</param>
/// <param name="Code">The provider's code, e.g. <c>21610</c> or <c>550 5.1.1</c>. Never its text, which may name the recipient.</param>
/// <param name="Reason">The outcome in our words (<see cref="OutcomeReason"/>); for an attempt without success, the one recorded when it was the last.</param>
/// <param name="RetryAfter">The provider asks to wait at least this long.</param>
/// <param name="Response">For web calls: the answer as JSON.</param>
public sealed record SendResult(
    SendAnswer Answer,
    string? ProviderId = null,
    string? Code = null,
    string? Reason = null,
    TimeSpan? RetryAfter = null,
    string? Response = null);

/// <summary>Why a message was not delivered, in the words that processes branch on.</summary>
public static class OutcomeReason
{
    /// <summary>The number has opted out of texts.</summary>
    public const string OptedOut = "opted-out";

    /// <summary>The number does not exist or cannot be reached by text from here.</summary>
    public const string BadNumber = "bad-number";

    /// <summary>The number is a landline.</summary>
    public const string Landline = "landline";

    /// <summary>The carrier did not deliver the text.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>The carrier filtered the text or blocks the sender.</summary>
    public const string BlockedByCarrier = "blocked-by-carrier";

    /// <summary>The phone is off, abroad or unknown to its carrier.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The mail server does not know the address, or it is none.</summary>
    public const string BadAddress = "bad-address";

    /// <summary>The mail server does not take this message.</summary>
    public const string Rejected = "rejected";

    /// <summary>The e-mail came back.</summary>
    public const string Bounced = "bounced";

    /// <summary>The web address did not answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>Tried as often as allowed; a person takes over.</summary>
    public const string GaveUp = "gave-up";

    /// <summary>The message cannot be read by its channel, or there is no such channel.</summary>
    public const string Unsendable = "unsendable";

    /// <summary>The provider gave a code that has no word here.</summary>
    public const string Unknown = "unknown";
}

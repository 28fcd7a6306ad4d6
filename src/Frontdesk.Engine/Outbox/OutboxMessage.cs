namespace Frontdesk.Engine.Outbox;

/// <summary>Where an outbox row is on its way out of the practice.</summary>
public enum OutboxState
{
    /// <summary>Written by a burst and waiting for the dispatcher, or waiting for a retry.</summary>
    Pending = 0,

    /// <summary>Leased by a dispatcher that may be talking to the provider right now.</summary>
    Sending = 1,

    /// <summary>A dispatcher stopped while sending: the provider must be asked before the message is sent again.</summary>
    Unknown = 2,

    /// <summary>The provider accepted the message.</summary>
    Sent = 3,

    /// <summary>The provider reported that the message reached the recipient.</summary>
    Delivered = 4,

    /// <summary>The message cannot be delivered; the code says why. Final.</summary>
    Failed = 5,

    /// <summary>No credentials are configured: the message is shown, not sent. Final.</summary>
    Captured = 6,

    /// <summary>Withdrawn before it was sent, because what it speaks of changed. Final.</summary>
    Withdrawn = 7,

    /// <summary>Held back after a restore until a person decides about it (<see cref="RestoredPractice"/>).</summary>
    Held = 8,
}

/// <summary>An effect on the outside world that a burst committed: a text, an e-mail or an HTTP call.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="IdempotencyKey">Made from what the message is about; unique within the practice.</param>
/// <param name="Channel">Which sender takes it: <c>sms</c>, <c>email</c> or <c>http</c>.</param>
/// <param name="Recipient">The address; rows of one channel and recipient leave in the order of <paramref name="Sequence"/>.</param>
/// <param name="Payload">What to send, as JSON that the channel understands. May hold PHI: never log it.</param>
/// <param name="Sequence">Position in the practice's outbox.</param>
/// <param name="State">Where the row is on its way.</param>
/// <param name="Attempts">How many times a dispatcher has leased it, this lease included.</param>
/// <param name="NotBefore">The row may not leave before this instant (UTC).</param>
/// <param name="CreatedAt">When the burst committed it (UTC).</param>
/// <param name="ProviderId">The provider's id of the message once accepted, e.g. Twilio's <c>SM…</c>.</param>
/// <param name="InstanceId">The workflow instance that waits for the outcome, if any.</param>
/// <param name="BookmarkId">The bookmark that the outcome resumes, if any.</param>
public sealed record OutboxMessage(
    string Id,
    string IdempotencyKey,
    string Channel,
    string Recipient,
    string Payload,
    long Sequence,
    OutboxState State,
    int Attempts,
    DateTimeOffset NotBefore,
    DateTimeOffset CreatedAt,
    string? ProviderId,
    string? InstanceId,
    string? BookmarkId)
{
    /// <summary>The place in a trace where the burst wrote it (W3C <c>traceparent</c>), if somebody followed it.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>What became of one attempt to send, or of a message already accepted.</summary>
/// <param name="State">The state the row moves to. <see cref="OutboxState.Pending"/> asks for a retry at <paramref name="RetryAt"/>.</param>
/// <param name="ProviderId">The provider's id of the message, once known.</param>
/// <param name="Code">The provider's code, e.g. <c>21610</c> or <c>550 5.1.1</c>.</param>
/// <param name="Reason">The outcome in our words, e.g. <c>opted-out</c>, <c>bad-number</c>, <c>undelivered</c>, <c>gave-up</c>.</param>
/// <param name="RetryAt">When to try again (UTC), for a retry.</param>
/// <param name="Response">For <c>http</c>: the answer as JSON, handed to the waiting instance.</param>
public sealed record OutboxOutcome(
    OutboxState State,
    string? ProviderId = null,
    string? Code = null,
    string? Reason = null,
    DateTimeOffset? RetryAt = null,
    string? Response = null);

using System.Data.Common;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Pump;

/// <summary>Takes part in a burst: writes what it holds (domain rows) before the burst is over.</summary>
public interface IBurstParticipant
{
    /// <summary>Writes pending changes through the burst's connection and publishes the events they raise.</summary>
    ValueTask FlushAsync(BurstTransaction burst, CancellationToken cancellationToken);
}

/// <summary>
/// One burst's share of the pump's transaction. Everything written here commits with the instance's state, or not at
/// all; if the burst throws, it is rolled back alone.
/// </summary>
public abstract class BurstTransaction
{
    /// <summary>The practice.</summary>
    public abstract string PracticeId { get; }

    /// <summary>Now (UTC).</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The connection, for domain rows. Asking for it marks the point that a failing burst returns to.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The transaction on <see cref="Connection"/>.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>A new id.</summary>
    public abstract string NewId();

    /// <summary>Adds something that writes before the burst is over.</summary>
    public abstract void Enlist(IBurstParticipant participant);

    /// <summary>Delivers a named event to every instance that waits for it and to every workflow that starts by it.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">What comes with it.</param>
    /// <param name="correlationId">With it, only instances about the same thing are resumed.</param>
    /// <param name="instanceId">With it, only that instance is resumed and nothing is started.</param>
    public abstract void PublishEvent(string eventName, JsonNode? payload = null, string? correlationId = null, string? instanceId = null);

    /// <summary>Starts an instance after this burst.</summary>
    /// <returns>The id that the instance will have.</returns>
    public abstract string StartWorkflow(StartRequest request);

    /// <summary>Resumes a bookmark after this burst.</summary>
    public abstract void Resume(string bookmarkId, IReadOnlyDictionary<string, object?> input);

    /// <summary>Puts a message into the outbox.</summary>
    /// <returns>The row with this idempotency key, and whether it is new. An old one is not sent again.</returns>
    public abstract (string MessageId, bool IsNew) Send(OutboxDraft draft);

    /// <summary>
    /// Withdraws messages that were not sent yet. The listener hears of each before this returns, so that what the burst
    /// decides next knows that they never arrived.
    /// </summary>
    /// <returns>How many were withdrawn.</returns>
    public abstract ValueTask<int> WithdrawMessagesAsync(string idempotencyKeyPrefix, CancellationToken cancellationToken = default);

    /// <summary>Opens a human task.</summary>
    public abstract void OpenTask(UserTaskDraft task);
}

/// <summary>A message for the outbox.</summary>
/// <param name="IdempotencyKey">Made from what the message is about.</param>
/// <param name="Channel"><c>sms</c>, <c>email</c> or <c>http</c>.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Payload">What to send, as the channel understands it.</param>
/// <param name="NotBefore">When it may leave (UTC); at once without it.</param>
/// <param name="InstanceId">The instance that waits for the outcome.</param>
/// <param name="BookmarkId">The bookmark that the outcome resumes.</param>
public sealed record OutboxDraft(string IdempotencyKey, string Channel, string Recipient, string Payload, DateTimeOffset? NotBefore = null, string? InstanceId = null, string? BookmarkId = null);

/// <summary>Asks for a new instance.</summary>
/// <param name="DefinitionId">The definition.</param>
public sealed record StartRequest(string DefinitionId)
{
    /// <summary>A certain version; the published one without it.</summary>
    public int? Version { get; init; }

    /// <summary>The inputs.</summary>
    public IReadOnlyDictionary<string, object?>? Input { get; init; }

    /// <summary>What the instance is about.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The name that a person sees.</summary>
    public string? Name { get; init; }

    /// <summary>The trigger to begin at.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>The same key starts one instance only, however often it is asked for.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>An id of the caller's choosing.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The bookmark of the instance that waits for this one.</summary>
    public string? ParentBookmarkId { get; init; }

    /// <summary>The instance that asks.</summary>
    public string? ParentInstanceId { get; init; }
}

/// <summary>What became of a start or a resumption.</summary>
/// <param name="InstanceId">The instance; null when the activation strategy did not allow another.</param>
/// <param name="Status">Its status after the burst.</param>
/// <param name="SubStatus">Its finer status after the burst.</param>
public sealed record BurstResult(string? InstanceId, Instances.WorkflowStatus Status, Instances.WorkflowSubStatus SubStatus)
{
    /// <summary>The answer to the web request that caused the burst, if the instance wrote one.</summary>
    public JsonObject? HttpResponse { get; init; }
}

/// <summary>The bookmark is gone: consumed, or its instance is over.</summary>
public sealed class NoSuchBookmarkException(string reason) : Exception(reason);

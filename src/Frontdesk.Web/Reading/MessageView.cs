using Frontdesk.Engine.Outbox;

namespace Frontdesk.Web.Reading;

/// <summary>Which messages are asked for, newest first.</summary>
/// <param name="List">Search and page.</param>
/// <param name="Channel"><c>sms</c>, <c>email</c> or <c>http</c>; null for all.</param>
/// <param name="State">Where the message is on its way; null for all.</param>
public sealed record OutboxQuery(ListQuery List, string? Channel = null, OutboxState? State = null);

/// <summary>A message as it would arrive.</summary>
/// <param name="Id">The outbox row's id.</param>
/// <param name="Channel"><c>sms</c>, <c>email</c> or <c>http</c>.</param>
/// <param name="From">The sender as the recipient sees it.</param>
/// <param name="To">The address it goes to.</param>
/// <param name="ToName">Whose address it is, when known.</param>
/// <param name="Subject">An e-mail's subject.</param>
/// <param name="Body">The text.</param>
/// <param name="State">Where it is on its way.</param>
/// <param name="Reason">Why it failed or was withdrawn, in our words.</param>
/// <param name="At">When it was sent, or when it is due, in the practice's offset.</param>
/// <param name="InstanceId">The instance that wrote it, if any.</param>
public sealed record MessageView(
    string Id,
    string Channel,
    string From,
    string To,
    string? ToName,
    string? Subject,
    string Body,
    OutboxState State,
    string? Reason,
    DateTimeOffset At,
    string? InstanceId)
{
    /// <summary>The patient it is about, when known.</summary>
    public string? PatientId { get; init; }
}

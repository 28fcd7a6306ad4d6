using Frontdesk.Engine.Outbox;

namespace Frontdesk.Engine.Telemetry;

/// <summary>What outcomes of messages are called in labels: names that stay when the code's change.</summary>
public static class OutcomeWords
{
    /// <summary>The word for what became of a message, or of one attempt to deliver it.</summary>
    public static string Of(OutboxState state) => state switch
    {
        OutboxState.Pending => "retry",
        OutboxState.Sending => "sending",
        OutboxState.Unknown => "unknown",
        OutboxState.Sent => "sent",
        OutboxState.Delivered => "delivered",
        OutboxState.Failed => "failed",
        OutboxState.Captured => "captured",
        OutboxState.Withdrawn => "withdrawn",
        _ => "other",
    };
}

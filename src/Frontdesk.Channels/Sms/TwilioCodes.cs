namespace Frontdesk.Channels.Sms;

/// <summary>Twilio's error codes in the words that processes branch on; <c>docs/channels.md</c> lists them.</summary>
public static class TwilioCodes
{
    /// <summary>The word for a code; <see cref="OutcomeReason.Unknown"/> for one that is not listed.</summary>
    public static string ReasonOf(int? code) => code switch
    {
        21610 => OutcomeReason.OptedOut,
        21211 or 21217 or 21408 or 21612 => OutcomeReason.BadNumber,
        21614 or 30006 => OutcomeReason.Landline,
        30003 or 30005 => OutcomeReason.Unreachable,
        30004 or 30007 or 30034 => OutcomeReason.BlockedByCarrier,
        30001 or 30002 or 30008 => OutcomeReason.Undelivered,
        _ => OutcomeReason.Unknown,
    };
}

using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Notices;

/// <summary>When and how often patients are told things outside of reminders. The law's limits are not settings.</summary>
public sealed record NoticeRules
{
    /// <summary>Messages leave from this time on the recipient's clock.</summary>
    public LocalTime SendFrom { get; init; } = new(9, 0);

    /// <summary>Messages leave before this time on the recipient's clock.</summary>
    public LocalTime SendUntil { get; init; } = new(19, 0);

    /// <summary>A recipient gets at most so many messages of any kind on one day of their calendar before a notice waits; 0 for no limit.</summary>
    public int CapPerDay { get; init; } = 1;

    /// <summary>A recipient gets at most so many messages of any kind in seven days before a notice waits; 0 for no limit.</summary>
    public int CapPerWeek { get; init; }

    /// <summary>Texts need a recorded consent of the person who gets them.</summary>
    public bool TextsNeedConsent { get; init; } = true;

    /// <summary>E-mails need a recorded consent; without, only a revocation stops them.</summary>
    public bool EmailsNeedConsent { get; init; }

    /// <summary>The sending hours in force: the practice's, within the law's.</summary>
    public QuietHours Hours => new(LocalTime.Max(SendFrom, ReminderRules.LegalStart), LocalTime.Min(SendUntil, ReminderRules.LegalEnd));

    /// <summary>The caps as the counting understands them.</summary>
    internal ReminderRules Caps => ReminderRules.Default with
    {
        SendFrom = Hours.From,
        SendUntil = Hours.Until,
        CapPerDay = CapPerDay == 0 ? int.MaxValue : CapPerDay,
        CapPerWeek = CapPerWeek == 0 ? int.MaxValue : CapPerWeek,
    };
}

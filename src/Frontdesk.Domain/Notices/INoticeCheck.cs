using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Notices;

/// <summary>Reads again, when a notice is about to leave, the referral or result that it speaks of (domain.md §0 rule 2).</summary>
public interface INoticeCheck
{
    /// <summary>The topic whose notices it checks.</summary>
    NoticeTopic Topic { get; }

    /// <summary>Why the notice must not leave any more; null when it may.</summary>
    ValueTask<SuppressionReason?> WhyNotAsync(Notice notice, IPracticeRecords records, Instant now, CancellationToken cancellationToken);
}

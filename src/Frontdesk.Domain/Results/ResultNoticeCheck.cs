using Frontdesk.Domain.Notices;
using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>Reads a result again when a message about it is about to leave: without an approval that matches its version and content nothing leaves (domain.md §0 rules 2 and 8).</summary>
public sealed class ResultNoticeCheck : INoticeCheck
{
    /// <inheritdoc/>
    public NoticeTopic Topic => NoticeTopic.Result;

    /// <inheritdoc/>
    public async ValueTask<SuppressionReason?> WhyNotAsync(Notice notice, IPracticeRecords records, Instant now, CancellationToken cancellationToken) =>
        await records.FindResultAsync(new ResultId(notice.CaseId), cancellationToken) is { State: ResultState.Notifying, IsForVoiceOnly: false } result
        && result.Patient == notice.Patient
        && result.WhyNotTell(now) is null
            ? null
            : SuppressionReason.CaseChanged;
}

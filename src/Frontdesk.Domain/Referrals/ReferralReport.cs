using Frontdesk.Domain.Documents;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>What a received report is to the referral.</summary>
public enum ReportState
{
    /// <summary>A person has to look at it.</summary>
    Unmatched = 0,

    /// <summary>An interim report of this patient; more is to come.</summary>
    Interim = 1,

    /// <summary>The final report of this patient.</summary>
    Final = 2,

    /// <summary>Another patient's: not filed here.</summary>
    OfAnother = 3,
}

/// <summary>A report that came for a referral.</summary>
/// <param name="Document">The document.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="IsEConsult">It answers the question without a visit.</param>
/// <param name="Found">The identifiers that were found in it by reading it.</param>
/// <param name="IsReadable">Its text could be read at all.</param>
/// <param name="State">What it is to the referral.</param>
/// <param name="Confirmed">The identifiers on which it was filed.</param>
/// <param name="FiledBy">Who said so.</param>
public sealed record ReferralReport(
    DocumentId Document,
    Instant ReceivedAt,
    bool IsEConsult,
    IReadOnlyList<ReportIdentifier> Found,
    bool IsReadable,
    ReportState State = ReportState.Unmatched,
    IReadOnlyList<ReportIdentifier>? Confirmed = null,
    string? FiledBy = null);

/// <summary>One line of a referral's history.</summary>
/// <param name="At">When.</param>
/// <param name="Status">The status after it.</param>
/// <param name="What">What happened, in the office's words.</param>
/// <param name="By">Who did it: an account, <c>specialist</c>, <c>patient</c>, or nothing for the process itself.</param>
/// <param name="Note">What was said with it.</param>
public sealed record ReferralEntry(Instant At, ReferralStatus Status, string What, string? By = null, string? Note = null);

/// <summary>A packet or message that left for the specialist.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Document">The packet.</param>
/// <param name="Channel">How it left.</param>
/// <param name="Address">Where to; null on paper.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">What became of it: empty, delivered, or why it failed.</param>
public sealed record ReferralSending(int Number, DocumentId Document, SpecialistChannel Channel, string? Address, Instant At, string Outcome = "");

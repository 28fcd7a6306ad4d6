using System.Text;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>What a specialist's desk says by a link.</summary>
public enum SpecialistWord
{
    /// <summary>We have it.</summary>
    Received = 0,

    /// <summary>We will see the patient.</summary>
    Accept = 1,

    /// <summary>The visit has a date.</summary>
    Date = 2,

    /// <summary>We will not see the patient.</summary>
    Decline = 3,

    /// <summary>We need to know more.</summary>
    MoreInformation = 4,

    /// <summary>The patient was here.</summary>
    Attended = 5,

    /// <summary>The patient did not come.</summary>
    DidNotCome = 6,

    /// <summary>The visit was called off.</summary>
    CalledOff = 7,

    /// <summary>Here is the report.</summary>
    Report = 8,

    /// <summary>Here is the answer, without a visit.</summary>
    EConsult = 9,

    /// <summary>This is not for us: it reached the wrong office.</summary>
    NotOurs = 10,
}

/// <summary>A file that came with an answer.</summary>
/// <param name="Content">The content.</param>
public sealed record UploadedFile(byte[] Content);

/// <summary>What a specialist's desk filled in.</summary>
/// <param name="Word">What it says.</param>
/// <param name="Text">In its words: the reason, the question, the answer.</param>
/// <param name="When">The date, on the practice's clock.</param>
/// <param name="File">The report.</param>
public sealed record SpecialistAnswer(SpecialistWord Word, string Text = "", LocalDateTime? When = null, UploadedFile? File = null);

/// <summary>Takes the word of a specialist's desk that has no account: it comes by a signed link that counts once.</summary>
/// <param name="records">The practice's records.</param>
/// <param name="reader">Reads reports.</param>
public sealed class SpecialistDesk(IPracticeRecords records, IReportReader reader)
{
    /// <summary>The largest file that is taken, in bytes.</summary>
    public const int LargestFile = 10_000_000;

    /// <summary>The longest text that is taken.</summary>
    public const int LongestText = 20_000;

    private const string By = "specialist";

    /// <summary>Makes a fresh link for the specialist's desk; every older one stops opening.</summary>
    public static async Task<SecureLink> NewLinkAsync(IPracticeRecords records, Referral referral, LinkId id, int days, Instant now, CancellationToken cancellationToken = default)
    {
        foreach (var older in await records.FindLinksAsync(SubjectOf(referral.Id), cancellationToken))
        {
            if (older.RefusalAt(now) == LinkRefusal.None)
                older.Revoke(now);
        }

        var link = new SecureLink(referral.PracticeId, id, LinkPurpose.SpecialistAnswer, SubjectOf(referral.Id), referral.Patient, now + Duration.FromDays(days), 0, now);
        records.Add(link);
        return link;
    }

    /// <summary>What links and tasks about a referral are about.</summary>
    public static string SubjectOf(ReferralId id) => $"referral/{id.Value}";

    /// <summary>Takes an answer and uses the link up.</summary>
    /// <param name="link">The link, opened in this unit of work.</param>
    /// <param name="answer">What was filled in.</param>
    /// <param name="documentId">The id of a document that may come with it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The referral.</returns>
    /// <exception cref="DomainRuleException">The link does not open, something is missing, or the referral is past it; nothing changed.</exception>
    public async Task<Referral> AnswerAsync(SecureLink link, SpecialistAnswer answer, DocumentId documentId, Instant now, CancellationToken cancellationToken = default)
    {
        var referral = await new ReferralDesk(records).GetAsync(link.Subject["referral/".Length..], cancellationToken);
        if (referral.IsOver)
            throw new DomainRuleException("referral-over", "This referral is over. Call the practice if that surprises you.");
        if (answer.Text.Length > LongestText)
            throw new DomainRuleException("answer-text", $"The text is longer than {LongestText} characters: shorten it, or hand it in as a file.");

        var zone = (await new ReferralDesk(records).LocationAsync(referral, cancellationToken)).Zone;
        switch (answer.Word)
        {
            case SpecialistWord.Received:
                referral.Acknowledge(By, now);
                break;
            case SpecialistWord.Accept:
                referral.Accept(By, now);
                break;
            case SpecialistWord.Date:
                Schedule(referral, answer.When, zone, now);
                break;
            case SpecialistWord.Decline:
                referral.Decline(Require(answer.Text, "Say in a few words why."), By, now);
                break;
            case SpecialistWord.MoreInformation:
                referral.AskInformation(Require(answer.Text, "Say what is missing."), By, now);
                break;
            case SpecialistWord.Attended:
                referral.Attend(By, now);
                break;
            case SpecialistWord.DidNotCome:
                referral.MissVisit(By, now);
                break;
            case SpecialistWord.CalledOff:
                referral.CallOff(By, now);
                break;
            case SpecialistWord.EConsult:
                var words = Encoding.UTF8.GetBytes(Require(answer.Text, "Write the answer."));
                await ReceiveAsync(referral, documentId, words, "specialist-link", isEConsult: true, now, cancellationToken);
                break;
            case SpecialistWord.NotOurs:
                referral.Write("It reached the wrong office", By, null, now);
                referral.Tell(ReferralSignal.PossibleBreach, now, referral.Sendings.Count > 0 ? referral.Sendings[^1].Address : null);
                referral.Tell(ReferralSignal.PacketLost, now);
                break;
            default:
                await ReceiveAsync(referral, documentId, answer.File?.Content ?? [], "specialist-link", isEConsult: false, now, cancellationToken);
                break;
        }

        link.Use(now);
        return referral;
    }

    /// <summary>Keeps a report that came and says what was found in it. It belongs to no patient until a person has matched it.</summary>
    /// <exception cref="DomainRuleException">It is empty, too large, or neither PDF, picture nor text.</exception>
    public Task ReceiveAsync(Referral referral, DocumentId id, byte[] content, string source, bool isEConsult, Instant now, CancellationToken cancellationToken = default)
    {
        if (content.Length is 0 or > LargestFile)
            throw new DomainRuleException("report-size", $"Choose a file of at most {LargestFile / 1_000_000} MB.");
        if (MediaTypeOf(content) is not { } mediaType)
            throw new DomainRuleException("report-type", "The file is neither a PDF nor a picture (PNG, JPEG) nor plain text.");

        return KeepAsync();

        async Task KeepAsync()
        {
            var patient = await records.FindPatientAsync(referral.Patient, cancellationToken)
                ?? throw new DomainRuleException("missing-record", $"Patient {referral.Patient} is not in the records.");
            var text = reader.ReadText(content, mediaType);
            var found = ReportMatch.Find(text, patient, referral.Number).ToList();

            // A typed answer has no letterhead: that it came by the link of this referral says as much as its number would.
            if (isEConsult && !found.Contains(ReportIdentifier.ReferralNumber))
                found.Add(ReportIdentifier.ReferralNumber);

            records.Add(new StoredDocument(referral.PracticeId, id, DocumentKind.ConsultReport, null, $"report-{referral.Number}{Ending(mediaType)}", mediaType, content, source, now));
            referral.ReceiveReport(new ReferralReport(id, now, isEConsult, found, text.Length > 0), source == "specialist-link" ? By : source, now);
        }
    }

    /// <summary>What content is, by its first bytes and not by what its sender calls it; null for anything that is not taken.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("%PDF-"u8))
            return "application/pdf";
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return "image/png";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";

        return System.Text.Unicode.Utf8.IsValid(content) && content.IndexOf((byte)0) < 0 ? "text/plain" : null;
    }

    private static string Ending(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        _ => ".txt",
    };

    private static string Require(string text, string remedy) =>
        text.Trim() is { Length: > 0 } said ? said : throw new DomainRuleException("answer-text", remedy);

    private static void Schedule(Referral referral, LocalDateTime? when, DateTimeZone zone, Instant now)
    {
        var moment = PracticeTime.At(when ?? throw new DomainRuleException("visit-date", "Give the day and time of the visit."), zone).Instant;
        if (moment < now - Duration.FromDays(1))
            throw new DomainRuleException("visit-date", "The day of the visit is past: say that the patient attended instead.");

        referral.Schedule(moment, By, when.Value.Date, now);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Frontdesk.Domain.Patients;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>What a report can be recognised by.</summary>
public enum ReportIdentifier
{
    /// <summary>Given and family name.</summary>
    Name = 0,

    /// <summary>Date of birth.</summary>
    BirthDate = 1,

    /// <summary>Medical record number or another organisation's id.</summary>
    RecordNumber = 2,

    /// <summary>The number of the referral.</summary>
    ReferralNumber = 3,
}

/// <summary>Reads the text of documents. The domain says what it looks for, an outer layer how a file is read.</summary>
public interface IReportReader
{
    /// <summary>The text of a document; empty when it has none that can be read, as in a scanned picture.</summary>
    string ReadText(byte[] content, string mediaType);
}

/// <summary>Recognises a report by identifiers in its text. A person confirms; two have to agree, and a name alone never counts (domain.md §1, §5).</summary>
public static partial class ReportMatch
{
    /// <summary>So many identifiers have to agree.</summary>
    public const int Needed = 2;

    /// <summary>The identifiers that stand in a text.</summary>
    public static IReadOnlyList<ReportIdentifier> Find(string text, Patient patient, string referralNumber)
    {
        List<ReportIdentifier> found = [];
        if (Holds(text, patient.Name.Family) && (patient.Name.Given.Length == 0 || Holds(text, patient.Name.Given.Split(' ')[0])))
            found.Add(ReportIdentifier.Name);
        if (Dates(text).Contains(patient.BirthDate))
            found.Add(ReportIdentifier.BirthDate);
        if (patient.Identifiers.Any(identifier => Holds(text, identifier.Code)))
            found.Add(ReportIdentifier.RecordNumber);
        if (Holds(text, referralNumber))
            found.Add(ReportIdentifier.ReferralNumber);

        return found;
    }

    /// <summary>They are enough to file a report by: two different ones.</summary>
    public static bool Suffices(IEnumerable<ReportIdentifier> identifiers) => identifiers.Distinct().Count() >= Needed;

    // As a whole word: a short id within a longer number is another number.
    private static bool Holds(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + words.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }

    private static HashSet<LocalDate> Dates(string text)
    {
        HashSet<LocalDate> dates = [];
        foreach (Match match in AnyDate().Matches(text))
        {
            if (DateTime.TryParseExact(match.Value.Replace(",", string.Empty, StringComparison.Ordinal), ["yyyy-M-d", "M/d/yyyy", "M-d-yyyy", "MMM d yyyy", "MMMM d yyyy", "d MMM yyyy", "d MMMM yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date))
                dates.Add(LocalDate.FromDateTime(date));
        }

        return dates;
    }

    [GeneratedRegex(@"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-]\d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9} \d{4})\b", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex AnyDate();
}

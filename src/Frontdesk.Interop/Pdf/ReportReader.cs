using System.Text;
using Frontdesk.Domain.Referrals;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace Frontdesk.Interop.Pdf;

/// <summary>Reads the text of PDF and text files. Pictures have none, nor has a PDF that is broken or locked: a person looks at those.</summary>
public sealed class ReportReader : IReportReader
{
    private const int MostPages = 50;

    /// <inheritdoc/>
    public string ReadText(byte[] content, string mediaType) => mediaType switch
    {
        "text/plain" => Encoding.UTF8.GetString(content),
        "application/pdf" => ReadPdf(content),
        _ => string.Empty,
    };

    private static string ReadPdf(byte[] content)
    {
        try
        {
            using var document = PdfDocument.Open(content);
            var text = new StringBuilder();
            for (var page = 1; page <= Math.Min(document.NumberOfPages, MostPages); page++)
                text.AppendJoin(' ', document.GetPage(page).GetWords().Select(word => word.Text)).Append('\n');

            return text.ToString();
        }
        catch (Exception unreadable) when (unreadable is PdfDocumentFormatException or PdfDocumentEncryptedException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException or KeyNotFoundException)
        {
            // What came from outside may be anything; without text a person compares the identifiers.
            return string.Empty;
        }
    }
}

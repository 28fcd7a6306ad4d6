using Frontdesk.Domain.Documents;
using Frontdesk.Interop.Pdf;
using NodaTime;
using UglyToad.PdfPig;
using Xunit;

namespace Frontdesk.Interop.Tests;

public sealed class PdfPrinterTests
{
    private static readonly LocalDate Day = new(2026, 3, 2);

    [Fact]
    public void A_document_says_everything_that_it_was_given()
    {
        var pdf = Print(
            new PrintedBlock.Heading("Patient"),
            new PrintedBlock.Facts([("Name", "Zażółć Nguyễn-Αθηνά"), ("Born", "1980-05-04")]),
            new PrintedBlock.Paragraph("First line\nSecond line"),
            new PrintedBlock.Table(["Item", "Quantity"], [["Gauze", "12"], ["Gloves", "3"]], 1),
            new PrintedBlock.Checklist([("Note", true), ("Coverage", false)]));

        var text = string.Join('\n', Pages(pdf));
        foreach (var expected in new[] { "Referral", "Northside Clinic", "Zażółć Nguyễn-Αθηνά", "1980-05-04", "Second line", "Gauze", "12", "☑", "☐", "Coverage", "Page 1 of 1", "Confidential", "Printed 2026-03-02" })
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_goes_on_over_pages_with_its_head_on_each()
    {
        var rows = Enumerable.Range(1, 150).Select(i => (IReadOnlyList<string>)[$"Item number {i}", "1"]).ToList();
        var pages = Pages(Print(new PrintedBlock.Table(["Item", "Quantity"], rows, 1)));

        Assert.True(pages.Count > 2);
        Assert.All(pages, page => Assert.Contains("Quantity", page, StringComparison.Ordinal));
        Assert.Contains($"Page {pages.Count} of {pages.Count}", pages[^1], StringComparison.Ordinal);
        Assert.Contains("Item number 150", pages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_the_font_does_not_have_stands_as_a_box_and_stops_nothing() =>
        Assert.Contains("□□ Chen", Assert.Single(Pages(Print(new PrintedBlock.Paragraph("陈伟 Chen")))), StringComparison.Ordinal);

    [Fact]
    public void A_word_longer_than_the_line_is_cut_and_nothing_of_it_is_lost()
    {
        var address = "https://practice.example/p/" + new string('x', 300) + "end";
        var text = string.Concat(Pages(Print(new PrintedBlock.Paragraph(address)))).Replace(" ", string.Empty, StringComparison.Ordinal);
        Assert.Contains(address, text, StringComparison.Ordinal);
    }

    private static byte[] Print(params PrintedBlock[] blocks) =>
        new PdfPrinter().Print(new PrintedDocument("Referral", ["Northside Clinic", "(617) 555-0100"], blocks, "Confidential: for the addressee only."), Day);

    private static List<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }
}

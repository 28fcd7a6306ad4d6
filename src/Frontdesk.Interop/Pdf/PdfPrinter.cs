using System.Globalization;
using Frontdesk.Domain.Documents;
using NodaTime;

namespace Frontdesk.Interop.Pdf;

/// <summary>Prints documents as PDF on US letter paper, with a font of its own that holds the letters of most languages in Latin, Greek and Cyrillic script.</summary>
public sealed class PdfPrinter : IDocumentPrinter
{
    /// <inheritdoc/>
    public byte[] Print(PrintedDocument document, LocalDate printedOn)
    {
        using var paper = new Paper();
        foreach (var line in document.Sender)
            paper.Line(line, 9, bold: false, alignRight: true);

        paper.Space(6);
        paper.Text(document.Title, 17, bold: true);
        paper.Space(8);
        foreach (var block in document.Blocks)
            Write(paper, block);

        return paper.Finish(document.Title, document.Footer, string.Create(CultureInfo.InvariantCulture, $"Printed {printedOn:yyyy-MM-dd}"));
    }

    private static void Write(Paper paper, PrintedBlock block)
    {
        switch (block)
        {
            case PrintedBlock.Heading heading:
                paper.Space(8);
                paper.KeepTogether(40);
                paper.Text(heading.Text, 12, bold: true);
                paper.Rule();
                break;
            case PrintedBlock.Paragraph paragraph:
                paper.Text(paragraph.Text, 10);
                paper.Space(4);
                break;
            case PrintedBlock.Facts facts:
                foreach (var (label, text) in facts.Rows)
                    paper.Row([label, text], [0.3, 0.7], boldFirst: true, right: []);
                paper.Space(4);
                break;
            case PrintedBlock.Table table:
                Write(paper, table);
                break;
            case PrintedBlock.Checklist list:
                foreach (var (text, done) in list.Items)
                    paper.Row([done ? "☑" : "☐", text], [0.04, 0.96], boldFirst: false, right: []);
                paper.Space(4);
                break;
            default:
                throw new InvalidOperationException($"A block of the kind {block.GetType().Name} cannot be printed.");
        }
    }

    private static void Write(Paper paper, PrintedBlock.Table table)
    {
        var shares = ColumnShares(table);
        paper.Head(table.Columns, shares, table.Right);
        foreach (var row in table.Rows)
            paper.Row(row, shares, boldFirst: false, table.Right, onNewPage: () => paper.Head(table.Columns, shares, table.Right));

        paper.Space(6);
    }

    // A column gets room by its longest cell, within reason, so that an identifier does not starve a description.
    private static double[] ColumnShares(PrintedBlock.Table table)
    {
        var lengths = table.Columns
            .Select((head, column) => (double)Math.Clamp(table.Rows.Select(row => row[column].Length).Append(head.Length).Max(), 6, 40))
            .ToArray();
        var total = lengths.Sum();
        return [.. lengths.Select(length => length / total)];
    }
}

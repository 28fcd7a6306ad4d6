using NodaTime;

namespace Frontdesk.Domain.Documents;

/// <summary>A document as it is going to be printed: words and tables, no layout.</summary>
/// <param name="Title">What it is, at the head of the first page.</param>
/// <param name="Sender">The practice with address and call-back, line by line.</param>
/// <param name="Blocks">What it says, from top to bottom.</param>
/// <param name="Footer">Small print at the foot of each page, e.g. the notice of confidentiality.</param>
public sealed record PrintedDocument(string Title, IReadOnlyList<string> Sender, IReadOnlyList<PrintedBlock> Blocks, string Footer = "");

/// <summary>A part of a printed document.</summary>
public abstract record PrintedBlock
{
    private PrintedBlock()
    {
    }

    /// <summary>A heading.</summary>
    /// <param name="Text">What it says.</param>
    public sealed record Heading(string Text) : PrintedBlock;

    /// <summary>A paragraph; line breaks are kept.</summary>
    /// <param name="Text">What it says.</param>
    public sealed record Paragraph(string Text) : PrintedBlock;

    /// <summary>Labels and what stands behind them.</summary>
    /// <param name="Rows">Label and text.</param>
    public sealed record Facts(IReadOnlyList<(string Label, string Text)> Rows) : PrintedBlock;

    /// <summary>A table.</summary>
    /// <param name="Columns">The heads.</param>
    /// <param name="Rows">The cells of each row, as many as there are heads.</param>
    /// <param name="Right">The columns, from 0, whose cells stand to the right: amounts and counts.</param>
    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, params IReadOnlyList<int> Right) : PrintedBlock;

    /// <summary>A list with a box before each line.</summary>
    /// <param name="Items">The line, and whether its box is ticked.</param>
    public sealed record Checklist(IReadOnlyList<(string Text, bool Done)> Items) : PrintedBlock;
}

/// <summary>Prints documents. The domain says what, an outer layer how.</summary>
public interface IDocumentPrinter
{
    /// <summary>Prints a document as PDF.</summary>
    /// <param name="document">What to print.</param>
    /// <param name="printedOn">The day at the foot of the page, on the practice's calendar.</param>
    byte[] Print(PrintedDocument document, LocalDate printedOn);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Frontdesk.Interop.Pdf;

/// <summary>Pages that fill from top to bottom; a new one begins when the last is full.</summary>
internal sealed class Paper : IDisposable
{
    private const double Margin = 54;
    private const double Foot = 64;
    private const double Leading = 1.35;
    private const double CellGap = 8;
    private const char Missing = '□';
    private static readonly byte[] Regular = Font("DejaVuSans.ttf");
    private static readonly byte[] Bold = Font("DejaVuSans-Bold.ttf");

    // Widths belong to the fonts, which are the same for every document.
    private static readonly ConcurrentDictionary<(char Letter, bool Bold), double> Widths = new();

    private readonly PdfDocumentBuilder _document = new();
    private readonly PdfDocumentBuilder.AddedFont _regular;
    private readonly PdfDocumentBuilder.AddedFont _bold;
    private readonly List<PdfPageBuilder> _pages = [];
    private double _top;

    public Paper()
    {
        _regular = _document.AddTrueTypeFont(Regular);
        _bold = _document.AddTrueTypeFont(Bold);
        NewPage();
    }

    private PdfPageBuilder Page => _pages[^1];

    private static double Width => 612 - (2 * Margin);

    /// <summary>Leaves room.</summary>
    public void Space(double points) => _top -= points;

    /// <summary>Begins a new page unless so much room is left on this one.</summary>
    public void KeepTogether(double points)
    {
        if (_top - points < Foot)
            NewPage();
    }

    /// <summary>One line as it is, cut where the paper ends.</summary>
    public void Line(string text, double size, bool bold, bool alignRight = false) => Put(Wrap(text, size, bold, Width)[0], Margin, Width, size, bold, alignRight, advance: true);

    /// <summary>A text over as many lines as it needs.</summary>
    public void Text(string text, double size, bool bold = false)
    {
        foreach (var line in Wrap(text, size, bold, Width))
            Put(line, Margin, Width, size, bold, alignRight: false, advance: true);
    }

    /// <summary>A line across the paper.</summary>
    public void Rule()
    {
        Page.DrawLine(new PdfPoint(Margin, _top + 2), new PdfPoint(Margin + Width, _top + 2), 0.6);
        Space(6);
    }

    /// <summary>The head of a table.</summary>
    public void Head(IReadOnlyList<string> cells, IReadOnlyList<double> shares, IReadOnlyList<int> right)
    {
        KeepTogether(40);
        Cells([.. cells.Select((cell, column) => Wrap(cell, 9, bold: true, (Width * shares[column]) - CellGap))], shares, 9, _ => true, right);
        Page.DrawLine(new PdfPoint(Margin, _top + 3), new PdfPoint(Margin + Width, _top + 3), 0.4);
        Space(3);
    }

    /// <summary>A row of cells, each as high as the highest.</summary>
    public void Row(IReadOnlyList<string> cells, IReadOnlyList<double> shares, bool boldFirst, IReadOnlyList<int> right, Action? onNewPage = null)
    {
        const double size = 9.5;
        var wrapped = cells.Select((cell, column) => Wrap(cell, size, boldFirst && column == 0, (Width * shares[column]) - CellGap)).ToList();
        var height = wrapped.Max(lines => lines.Count) * size * Leading;
        if (_top - height < Foot)
        {
            NewPage();
            onNewPage?.Invoke();
        }

        Cells(wrapped, shares, size, column => boldFirst && column == 0, right);
        Space(2);
    }

    /// <summary>Writes the foot of every page and closes the document.</summary>
    public byte[] Finish(string title, string footer, string printed)
    {
        _document.DocumentInformation.Title = title;
        _document.DocumentInformation.Producer = "Frontdesk";
        for (var i = 0; i < _pages.Count; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{printed}  ·  Page {i + 1} of {_pages.Count}");
            _pages[i].AddText(Printable(text, bold: false), 8, new PdfPoint(Margin, 34), _regular);
            if (footer.Length > 0)
                _pages[i].AddText(Printable(Wrap(footer, 7, bold: false, Width)[0], bold: false), 7, new PdfPoint(Margin, 46), _regular);
        }

        return _document.Build();
    }

    public void Dispose() => _document.Dispose();

    private static byte[] Font(string name)
    {
        using var stream = typeof(Paper).Assembly.GetManifestResourceStream($"fonts/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void NewPage()
    {
        _pages.Add(_document.AddPage(PageSize.Letter));
        _top = 792 - Margin;
    }

    private void Cells(List<List<string>> wrapped, IReadOnlyList<double> shares, double size, Func<int, bool> bold, IReadOnlyList<int> right)
    {
        var start = _top;
        var lowest = _top;
        var left = Margin;
        for (var column = 0; column < wrapped.Count; column++)
        {
            _top = start;
            var width = (Width * shares[column]) - CellGap;
            foreach (var line in wrapped[column])
                Put(line, left, width, size, bold(column), right.Contains(column), advance: true);

            lowest = Math.Min(lowest, _top);
            left += Width * shares[column];
        }

        _top = lowest;
    }

    private void Put(string line, double left, double width, double size, bool bold, bool alignRight, bool advance)
    {
        var height = size * Leading;
        if (_top - height < Foot)
            NewPage();

        var text = Printable(line, bold);
        var from = alignRight ? left + Math.Max(0, width - WidthOf(text, size, bold)) : left;
        if (text.Length > 0)
            Page.AddText(text, size, new PdfPoint(from, _top - size), bold ? _bold : _regular);

        if (advance)
            _top -= height;
    }

    private List<string> Wrap(string text, double size, bool bold, double width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' ').SelectMany(word => Fit(word, size, bold, width)))
            {
                if (line.Length > 0 && WidthOf($"{line} {word}", size, bold) > width)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }

                if (line.Length > 0)
                    line.Append(' ');
                line.Append(word);
            }

            lines.Add(line.ToString());
        }

        return lines;
    }

    // A word that is longer than the line, such as a web address, is cut into pieces that fit.
    private IEnumerable<string> Fit(string word, double size, bool bold, double width)
    {
        var from = 0;
        var used = 0.0;
        for (var i = 0; i < word.Length; i++)
        {
            var letter = WidthOf(word[i], bold) * size;
            if (used + letter > width && i > from)
            {
                yield return word[from..i];
                from = i;
                used = 0;
            }

            used += letter;
        }

        yield return word[from..];
    }

    private double WidthOf(string text, double size, bool bold)
    {
        var width = 0.0;
        foreach (var letter in text)
            width += WidthOf(letter, bold);

        return width * size;
    }

    // The width of a letter at size 1; negative for one that the font does not have.
    private double MeasuredWidth(char letter, bool bold)
    {
        if (Widths.TryGetValue((letter, bold), out var known))
            return known;

        double width;
        try
        {
            width = Page.MeasureText(letter.ToString(), 100, new PdfPoint(0, 0), bold ? _bold : _regular)[0].Width / 100;
        }
        catch (InvalidOperationException)
        {
            width = -1;
        }

        Widths[(letter, bold)] = width;
        return width;
    }

    private double WidthOf(char letter, bool bold) => MeasuredWidth(letter, bold) is >= 0 and var width ? width : MeasuredWidth(Missing, bold);

    private string Printable(string text, bool bold) =>
        string.Create(text.Length, (Paper: this, text, bold), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(state.text[i]) ? ' ' : state.Paper.MeasuredWidth(state.text[i], state.bold) >= 0 ? state.text[i] : Missing;
        });
}

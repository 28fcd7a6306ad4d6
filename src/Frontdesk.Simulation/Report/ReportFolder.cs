using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Frontdesk.Simulation.Figures;
using ScottPlot;

namespace Frontdesk.Simulation.Report;

/// <summary>Writes a simulation's tables as CSV, and a report in one HTML file that needs nothing else.</summary>
public static partial class ReportFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <c>figures.csv</c>, <c>messages.csv</c>, <c>tasks.csv</c>, <c>days.csv</c> and <c>report.html</c>.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="directory">The folder; it is created when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(PracticeFigures figures, string directory)
    {
        Directory.CreateDirectory(directory);
        Csv(directory, "figures.csv", ["figure", "value", "benchmark"], figures.Table.Select(row => new[] { row.Name, row.Value, row.Benchmark }));
        Csv(directory, "messages.csv", ["message", "channel", "outcome", "count"], figures.Messages.Select(row => new[] { row.Rule, row.Channel, row.Outcome, Number(row.Count) }));
        Csv(directory, "tasks.csv", ["task", "opened", "done", "late"], figures.Tasks.Select(row => new[] { row.Title, Number(row.Opened), Number(row.Done), Number(row.Late) }));
        Csv(
            directory,
            "days.csv",
            ["date", "kept", "missed", "called_off", "texts", "emails"],
            figures.Days.Select(day => new[] { Date(day), Number(day.Kept), Number(day.Missed), Number(day.CalledOff), Number(day.Texts), Number(day.Emails) }));
        File.WriteAllText(Path.Combine(directory, "report.html"), Html(figures), Utf8);
    }

    private static void Csv(string directory, string name, string[] head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(head))
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        File.WriteAllText(Path.Combine(directory, name), text.ToString(), Utf8);
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Html(PracticeFigures figures)
    {
        var plan = figures.Plan;
        var title = string.Create(CultureInfo.InvariantCulture, $"{plan.PracticeName}: {plan.Days} simulated days, seed {plan.Seed}");
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n<h1>{WebUtility.HtmlEncode(title)}</h1>\n");
        html.Append("<h2>Figures</h2>\n");
        Table(html, ["Figure", "Value", "Benchmark"], figures.Table.Select(row => new[] { row.Name, row.Value, row.Benchmark }));
        html.Append("<h2>Visits by week</h2>\n").Append(Chart(figures, "Kept", day => day.Kept, "Missed", day => day.Missed, "Visits of each week: kept and missed"));
        html.Append("<h2>Messages by week</h2>\n").Append(Chart(figures, "Texts", day => day.Texts, "E-mails", day => day.Emails, "Messages of each week: texts and e-mails"));
        html.Append("<h2>Messages by rule, channel and outcome</h2>\n");
        Table(html, ["Message", "Channel", "Outcome", "Count"], figures.Messages.Select(row => new[] { row.Rule, row.Channel, row.Outcome, Number(row.Count) }));
        html.Append("<h2>Tasks of people</h2>\n");
        Table(html, ["Task", "Opened", "Done", "Late"], figures.Tasks.Select(row => new[] { row.Title, Number(row.Opened), Number(row.Done), Number(row.Late) }));
        html.Append("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Table(StringBuilder html, string[] head, IEnumerable<string[]> rows)
    {
        html.Append("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>").AppendJoin(string.Empty, head.Select(cell => $"<th scope=\"col\">{WebUtility.HtmlEncode(cell)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin(string.Empty, row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).Append("</tr>\n");
        html.Append("</tbody></table></div>\n");
    }

    private static string Chart(PracticeFigures figures, string first, Func<DayCount, int> one, string second, Func<DayCount, int> two, string description)
    {
        using var plot = new Plot();
        var weeks = figures.Days.Chunk(7).ToList();
        var at = Enumerable.Range(0, weeks.Count).Select(week => (double)week).ToArray();
        Bars(plot, first, at, weeks, one, -0.2, "#1f6feb");
        Bars(plot, second, at, weeks, two, 0.2, "#d9822b");
        plot.Axes.SetLimitsY(0, Math.Max(1, weeks.Max(week => Math.Max(week.Sum(one), week.Sum(two))) * 1.15));
        var step = Math.Max(1, weeks.Count / 10);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. weeks.Select((week, i) => new Tick(i, i % step == 0 ? Date(week[0])[5..] : string.Empty))]);
        plot.ShowLegend(Alignment.UpperRight);
        var svg = WithOwnIds(plot.GetSvgXml(900, 320), first);
        return $"<figure role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\">{svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]}</figure>\n";
    }

    // The drawing library counts its ids through the life of the process; two charts of one page need different ones.
    private static string WithOwnIds(string svg, string chart)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        return DrawnId().Replace(svg, id =>
        {
            if (!known.TryGetValue(id.Value, out var own))
                known.Add(id.Value, own = string.Create(CultureInfo.InvariantCulture, $"{chart}-{known.Count + 1}"));
            return own;
        });
    }

    [GeneratedRegex("\\bcl_[0-9a-f]+\\b", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex DrawnId();

    private static void Bars(Plot plot, string name, double[] at, List<DayCount[]> weeks, Func<DayCount, int> count, double shift, string color)
    {
        var bars = plot.Add.Bars([.. at.Select(week => week + shift)], [.. weeks.Select(week => (double)week.Sum(count))]);
        bars.LegendText = name;
        bars.Color = Color.FromHex(color);
        foreach (var bar in bars.Bars)
            bar.Size = 0.36;
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Date(DayCount day) => day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#fff;color:#1c2733}main{max-width:960px;margin:0 auto;padding:1.5rem}"
        + "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
        + "th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #d8dee4}figure{margin:0;background:#fff}svg{max-width:100%;height:auto}.scroll{overflow-x:auto}"
        + "@media(prefers-color-scheme:dark){body{background:#11161c;color:#e6edf3}th,td{border-color:#30363d}}";
}

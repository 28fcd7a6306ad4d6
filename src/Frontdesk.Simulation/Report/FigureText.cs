using System.Globalization;
using Frontdesk.Simulation.Figures;

namespace Frontdesk.Simulation.Report;

/// <summary>Prints the figures as plain tables.</summary>
public static class FigureText
{
    /// <summary>Prints them.</summary>
    public static void Write(PracticeFigures figures, TextWriter output)
    {
        var plan = figures.Plan;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Days} days from {plan.FirstDay:yyyy-MM-dd}, seed {plan.Seed}"));
        output.WriteLine();
        Table(output, [["Figure", "Value", "Benchmark"], .. figures.Table.Select(row => new[] { row.Name, row.Value, row.Benchmark })]);
        output.WriteLine();
        Table(output, [["Message", "Channel", "Outcome", "Count"], .. figures.Messages.Select(row => new[] { row.Rule, row.Channel, row.Outcome, Number(row.Count) })]);
        output.WriteLine();
        if (figures.Tasks.Count > 0)
        {
            Table(output, [["Task", "Opened", "Done", "Late"], .. figures.Tasks.Select(row => new[] { row.Title, Number(row.Opened), Number(row.Done), Number(row.Late) })]);
            output.WriteLine();
        }

        foreach (var trouble in figures.Troubles)
            output.WriteLine(trouble);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Incidents: {figures.Incidents}. Processes that wait for nothing: {figures.SilentStalls}."));
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static void Table(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine(string.Join("  ", rows[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (i == 0)
                output.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        }
    }
}

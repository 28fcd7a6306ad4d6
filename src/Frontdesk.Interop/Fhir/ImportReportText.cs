using System.Globalization;

namespace Frontdesk.Interop.Fhir;

/// <summary>Prints what became of an import, for people: one line per file, what was left out, and the sums.</summary>
public static class ImportReportText
{
    private const int WidestPath = 60;

    /// <summary>Writes the report. It names files, which may name patients: print it for the person who asked, never log it.</summary>
    public static void Write(ImportReport report, TextWriter output)
    {
        var width = Math.Clamp(report.Files.Select(file => file.Path.Length).DefaultIfEmpty(4).Max(), 4, WidestPath);
        output.WriteLine($"{"file".PadRight(width)}  {"status",-9}  {"new",7}  {"changed",7}  {"same",7}  {"not kept",8}");
        foreach (var file in report.Files)
        {
            Row(output, Plain(file.Path).PadRight(width), Word(file.Status), file.Counts);
            if (file.Refusal is { } refusal)
                output.WriteLine($"    {refusal.Path}: {refusal.Text}");

            foreach (var warning in file.Warnings)
                output.WriteLine($"    {warning.Path}: {warning.Text}");

            if (file.WarningCount > file.Warnings.Count)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    and {file.WarningCount - file.Warnings.Count} more"));
        }

        Sums(report, output);
        foreach (var passed in report.PassedOver)
            output.WriteLine($"passed over: {Plain(passed.Path)}: {passed.Reason}");

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Count(ImportStatus.Imported)} imported, {report.Count(ImportStatus.Unchanged)} unchanged, {report.Count(ImportStatus.Refused)} refused"));
    }

    private static void Sums(ImportReport report, TextWriter output)
    {
        var types = report.Files.SelectMany(file => file.Counts).GroupBy(one => one.Type, StringComparer.Ordinal).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        if (types.Count == 0)
            return;

        var width = types.Max(type => type.Key.Length);
        output.WriteLine();
        output.WriteLine($"{"resource".PadRight(width)}  {string.Empty,-9}  {"new",7}  {"changed",7}  {"same",7}  {"not kept",8}");
        foreach (var type in types)
            Row(output, Plain(type.Key).PadRight(width), string.Empty, [.. type]);

        output.WriteLine();
    }

    private static void Row(TextWriter output, string name, string status, IReadOnlyList<ResourceCount> counts) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}  {status,-9}  {counts.Sum(one => one.New),7}  {counts.Sum(one => one.Changed),7}  {counts.Sum(one => one.Unchanged),7}  {counts.Sum(one => one.NotKept),8}"));

    private static string Word(ImportStatus status) => status switch
    {
        ImportStatus.Imported => "imported",
        ImportStatus.Unchanged => "unchanged",
        _ => "REFUSED",
    };

    // A file's name is someone else's text: it must not steer the terminal.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}

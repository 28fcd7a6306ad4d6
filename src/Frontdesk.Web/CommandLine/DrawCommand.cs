using System.CommandLine;
using Frontdesk.Web.Workflows;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk draw PATH --out DIR</c>: pictures of workflows, as they stand on the designer's canvas.</summary>
public static class DrawCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(TextWriter output)
    {
        var path = new Argument<string>("PATH") { Description = "A workflow file (.json) or a folder of them." };
        var folder = new Option<string>("--out") { Description = "The folder for the pictures (.svg).", Required = true };
        var command = new Command("draw", "Draw workflows as SVG pictures.") { path, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var existing = Existing.FileOrDirectory("PATH", parsed.GetRequiredValue(path));
            var target = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            var files = Directory.Exists(existing) ? Directory.EnumerateFiles(existing, "*.json").Order(StringComparer.Ordinal) : (IEnumerable<string>)[existing];
            foreach (var file in files)
                await DrawAsync(file, target, output, cancellationToken);

            return 0;
        });
        return command;
    }

    private static async Task DrawAsync(string file, string target, TextWriter output, CancellationToken cancellationToken)
    {
        if (WorkflowDrawing.Draw(await File.ReadAllTextAsync(file, cancellationToken)) is not { } picture)
        {
            await output.WriteLineAsync($"{file}: not drawn, because it is no flowchart.");
            return;
        }

        var path = Path.Combine(target, Path.GetFileNameWithoutExtension(file) + ".svg");
        await File.WriteAllTextAsync(path, picture, cancellationToken);
        await output.WriteLineAsync(path);
    }
}

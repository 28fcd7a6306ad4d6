using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Definitions;

/// <summary>
/// A folder of workflow files: a file whose content changed since it was last taken is published. A file with problems is
/// not taken, keeps none of the others from being taken, and what was published before it stays in force.
/// </summary>
public static class WorkflowFolder
{
    /// <summary>
    /// Takes every file whose content changed, by name. All are handed to the pump before this returns its task, so that
    /// whoever drives the pump by hand drains it and then awaits the task.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task<FilesTaken> TakeAsync(WorkflowEngine engine, string folder, CancellationToken cancellationToken = default)
    {
        List<(string File, Task<bool> Taken)> files =
        [
            .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), TakeFileAsync(engine, path, cancellationToken))),
        ];
        return ReportAsync(files);
    }

    // Reads before its first await, so that the file is handed to the pump when the call returns.
    private static async Task<bool> TakeFileAsync(WorkflowEngine engine, string path, CancellationToken cancellationToken)
    {
        var json = File.ReadAllText(path);
        var definition = WorkflowDefinition.Parse(json);
        return await engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(engine.Definitions.TakeFile(burst, definition, json)), cancellationToken: cancellationToken);
    }

    private static async Task<FilesTaken> ReportAsync(List<(string File, Task<bool> Taken)> files)
    {
        var published = 0;
        List<RefusedFile> refused = [];
        foreach (var (file, taken) in files)
        {
            try
            {
                published += await taken ? 1 : 0;
            }
            catch (DefinitionFormatException broken)
            {
                refused.Add(new RefusedFile(file, [Unreadable(broken.Path, broken.Message, "Correct the file and start Frontdesk again.")]));
            }
            catch (InvalidDefinitionException invalid)
            {
                refused.Add(new RefusedFile(file, invalid.Problems));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                refused.Add(new RefusedFile(file, [Unreadable("$", "The file cannot be read.", "Give Frontdesk the right to read it and start again.")]));
            }
        }

        return new FilesTaken(published, refused);
    }

    private static DefinitionProblem Unreadable(string path, string message, string remedy) =>
        new(ProblemSeverity.Error, "unreadable", path, null, null, message, remedy);
}

/// <summary>What became of a folder's files.</summary>
/// <param name="Published">How many were published; the others had not changed or were refused.</param>
/// <param name="Refused">The files that were not taken, by name.</param>
public sealed record FilesTaken(int Published, IReadOnlyList<RefusedFile> Refused)
{
    /// <summary>For whoever cannot work with a part of the folder.</summary>
    /// <exception cref="InvalidDefinitionException">A file was refused.</exception>
    public void RequireAll()
    {
        if (Refused.Count > 0)
            throw new InvalidDefinitionException(Refused[0].File, Refused[0].Problems);
    }
}

/// <summary>A workflow file that was not taken.</summary>
/// <param name="File">Its name.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record RefusedFile(string File, IReadOnlyList<DefinitionProblem> Problems);

using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Workflows;

/// <summary>
/// The folder <c>workflows</c>: a file whose content changed is published at start-up. A file with problems is not taken; the
/// version that was published last stays in force, the log says so and <c>/workflows</c> shows why.
/// </summary>
internal sealed class WorkflowFiles(PracticeSettings settings, WorkflowEngine engine, ILogger<WorkflowFiles> log)
{
    /// <summary>The files that were not taken.</summary>
    public IReadOnlyList<RefusedWorkflowFile> Refused { get; private set; } = [];

    /// <summary>Takes every file whose content changed.</summary>
    /// <returns>How many were published.</returns>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(settings.WorkflowsDirectory))
            return 0;
        List<RefusedWorkflowFile> refused = [];
        var taken = 0;
        foreach (var path in Directory.EnumerateFiles(settings.WorkflowsDirectory, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            try
            {
                taken += await TakeAsync(await File.ReadAllTextAsync(path, cancellationToken), cancellationToken) ? 1 : 0;
            }
            catch (DefinitionFormatException broken)
            {
                refused.Add(new RefusedWorkflowFile(name, [new WorkflowProblem(broken.Path, null, broken.Message, "Correct the file and start Frontdesk again.")]));
            }
            catch (InvalidDefinitionException invalid)
            {
                refused.Add(new RefusedWorkflowFile(name, [.. invalid.Problems.Select(DefinitionCatalog.Problem)]));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                refused.Add(new RefusedWorkflowFile(name, [new WorkflowProblem("$", null, "The file cannot be read.", "Give Frontdesk the right to read it and start again.")]));
            }
        }

        foreach (var file in refused)
            log.LogWarning("The workflow file {File} was not taken: {Count} problem(s); what was published before stays in force.", file.File, file.Problems.Count);
        Refused = refused;
        return taken;
    }

    private Task<bool> TakeAsync(string json, CancellationToken cancellationToken)
    {
        var definition = WorkflowDefinition.Parse(json);
        return engine.ExecuteAsync(
            (burst, _, _) =>
            {
                // The connection marks the point to which a file with problems takes the burst back.
                _ = burst.Connection;
                return new ValueTask<bool>(engine.Definitions.TakeFile(burst, definition, json));
            },
            cancellationToken: cancellationToken);
    }
}

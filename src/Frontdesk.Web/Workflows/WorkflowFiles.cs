using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Workflows;

/// <summary>
/// The folder <c>workflows</c>, taken at start-up. What is wrong with a file that was not taken stands in the log, and
/// <c>/workflows</c> shows it.
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
        var taken = await WorkflowFolder.TakeAsync(engine, settings.WorkflowsDirectory, cancellationToken);
        Refused = [.. taken.Refused.Select(file => new RefusedWorkflowFile(file.File, [.. file.Problems.Select(DefinitionCatalog.Problem)]))];
        foreach (var file in Refused)
            log.LogWarning("The workflow file {File} was not taken: {Count} problem(s); what was published before stays in force.", file.File, file.Problems.Count);
        return taken.Published;
    }
}

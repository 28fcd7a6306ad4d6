using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Reading;

/// <summary>Which workflows are asked for, by name.</summary>
public sealed record WorkflowQuery(ListQuery List);

/// <summary>A workflow definition as one line.</summary>
/// <param name="DefinitionId">Its id across versions.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="LatestVersion">The newest version, draft or published.</param>
/// <param name="PublishedVersion">The version that new instances start on; null when none is published.</param>
/// <param name="ChangedAt">When the newest version was saved.</param>
/// <param name="OpenInstances">Instances under way, on any version.</param>
/// <param name="ProblemCount">What keeps the newest version from being published.</param>
public sealed record WorkflowRow(
    string DefinitionId,
    string Name,
    string? Description,
    int LatestVersion,
    int? PublishedVersion,
    DateTimeOffset ChangedAt,
    int OpenInstances,
    int ProblemCount);

/// <summary>A workflow with its versions and what validation says about the newest one.</summary>
public sealed record WorkflowView(WorkflowRow Workflow, IReadOnlyList<WorkflowVersion> Versions, IReadOnlyList<WorkflowProblem> Problems)
{
    /// <summary>Who changed it and when, newest first; the last changes only.</summary>
    public IReadOnlyList<WorkflowChangeRow> History { get; init; } = [];
}

/// <summary>One version of a workflow.</summary>
/// <param name="Version">Its number.</param>
/// <param name="IsPublished">New instances start on it.</param>
/// <param name="SavedAt">When it was last saved.</param>
/// <param name="OpenInstances">Instances under way on it.</param>
/// <param name="SavedBy">Who saved it, when known.</param>
public sealed record WorkflowVersion(int Version, bool IsPublished, DateTimeOffset SavedAt, int OpenInstances, string? SavedBy = null);

/// <summary>One change of a workflow.</summary>
/// <param name="At">When; of several that count as one, the last.</param>
/// <param name="What">What was done.</param>
/// <param name="Version">The version it concerns; null for all.</param>
/// <param name="By">Who did it, when known.</param>
/// <param name="Amount">How many drafts were saved or instances moved.</param>
/// <param name="Note">What else is known of it; may be empty.</param>
public sealed record WorkflowChangeRow(DateTimeOffset At, WorkflowChangeKind What, int? Version, string? By, int Amount, string Note);

/// <summary>Something wrong with a definition, where it is and what to do about it.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Activity">The activity's name, if it concerns one.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsWarning">The workflow can be published all the same.</param>
public sealed record WorkflowProblem(string Path, string? Activity, string Message, string Remedy, bool IsWarning = false);

/// <summary>A file of the folder <c>workflows</c> that was not taken at start-up; the last published version stays in force.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Problems">Why.</param>
public sealed record RefusedWorkflowFile(string File, IReadOnlyList<WorkflowProblem> Problems);

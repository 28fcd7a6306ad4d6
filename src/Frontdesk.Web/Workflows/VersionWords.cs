using Frontdesk.Engine.Definitions;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Shell;

namespace Frontdesk.Web.Workflows;

/// <summary>What happened to a workflow, and what differs, in plain words.</summary>
internal static class VersionWords
{
    /// <summary>What was done.</summary>
    public static string Change(WorkflowChangeRow change) => change.What switch
    {
        WorkflowChangeKind.Saved => $"Saved draft {change.Version}{(change.Amount > 1 ? $", {change.Amount} times" : "")}",
        WorkflowChangeKind.Published => $"Published version {change.Version}",
        WorkflowChangeKind.Retracted => $"Took version {change.Version} out of use",
        WorkflowChangeKind.Reverted => $"Made draft {change.Version} {change.Note}",
        WorkflowChangeKind.Deleted => "Deleted the workflow",
        WorkflowChangeKind.VersionDeleted => $"Deleted version {change.Version}",
        WorkflowChangeKind.Taken => $"Took version {change.Version} from the folder “workflows”",
        WorkflowChangeKind.Moved => $"Moved {Say.Count(change.Amount, "instance")} to version {change.Version}, {change.Note}",
        _ => change.What.ToString(),
    };

    /// <summary>How a part differs.</summary>
    public static string Kind(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => "New",
        DifferenceKind.Removed => "Gone",
        DifferenceKind.Changed => "Changed",
        _ => "Moved on the canvas",
    };

    /// <summary>The tone of a kind of difference.</summary>
    public static string Tone(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => "good",
        DifferenceKind.Removed => "bad",
        DifferenceKind.Changed => "wait",
        _ => "quiet",
    };

    /// <summary>What a version is to the workflow.</summary>
    public static string State(WorkflowVersion version, int latest) => version.IsPublished ? "Published" : version.Version == latest ? "Draft" : "Earlier";

    /// <summary>The versions that do not change any more: instances can be moved to them.</summary>
    public static IReadOnlyList<WorkflowVersion> Final(WorkflowView view) => [.. view.Versions.Where(version => version.IsPublished || version.Version != view.Workflow.LatestVersion)];
}

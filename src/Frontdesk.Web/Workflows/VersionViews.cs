using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Moves;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Workflows;

/// <summary>What is different between two versions of a workflow.</summary>
/// <param name="DefinitionId">The workflow's id.</param>
/// <param name="Workflow">Its name.</param>
/// <param name="From">The version that is compared.</param>
/// <param name="To">The version that it is compared with.</param>
/// <param name="Changes">What differs; empty when nothing does.</param>
public sealed record DifferenceView(string DefinitionId, string Workflow, int From, int To, IReadOnlyList<DefinitionChange> Changes);

/// <summary>An instance that might be moved to another version.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Judgement">Whether it can be moved, where it would go on, and what would change for it.</param>
public sealed record MoveCandidate(InstanceRow Instance, MoveJudgement Judgement);

/// <summary>Asks which instances could be moved to a version. Words to look for may name patients, so they come in a body.</summary>
/// <param name="To">The version to move to.</param>
/// <param name="From">Only instances on these versions; null or empty for all others.</param>
/// <param name="Search">Words that must be found in an instance's line.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Size">Rows on a page.</param>
public sealed record PreviewMoves(int To, IReadOnlyList<int>? From = null, string? Search = null, int? Page = null, int? Size = null);

/// <summary>Moves instances to a version.</summary>
/// <param name="To">The version to move to.</param>
/// <param name="Instances">The ids of the instances; at most 200 at a time.</param>
/// <param name="By">Who asks; the front desk when nobody is named.</param>
public sealed record MoveInstances(int To, IReadOnlyList<string> Instances, string? By = null);

/// <summary>What became of the instances that were to be moved.</summary>
/// <param name="Outcomes">One for each, in the order that they were named.</param>
public sealed record MovesDone(IReadOnlyList<MoveOutcome> Outcomes);

/// <summary>Makes a draft of an older version.</summary>
/// <param name="Version">The older version.</param>
/// <param name="By">Who asks; the front desk when nobody is named.</param>
public sealed record RevertWorkflow(int Version, string? By = null);

namespace Frontdesk.Engine.Moves;

/// <summary>A step at which an instance waits.</summary>
/// <param name="ActivityId">The step.</param>
/// <param name="Name">What it is called in the version that the instance runs on.</param>
/// <param name="NameThere">What it is called in the version to move to; null when that version does not have it.</param>
/// <param name="Since">Since when it waits (UTC).</param>
/// <param name="Until">When it goes on by the clock at the latest (UTC); null when no time is set. A move does not change it.</param>
public sealed record Standing(string ActivityId, string Name, string? NameThere, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>Whether an instance can be moved to another version, and what that would mean.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="From">The version that it runs on; 0 when there is no such instance.</param>
/// <param name="To">The version to move to.</param>
/// <param name="Standings">Where it waits.</param>
/// <param name="Reasons">Why it cannot be moved, in sentences; empty when it can.</param>
/// <param name="Notes">What the move changes for it, in sentences.</param>
public sealed record MoveJudgement(string InstanceId, int From, int To, IReadOnlyList<Standing> Standings, IReadOnlyList<string> Reasons, IReadOnlyList<string> Notes)
{
    /// <summary>It can be moved.</summary>
    public bool CanMove => Reasons.Count == 0;
}

/// <summary>Asks to move instances of a definition to one of its versions.</summary>
/// <param name="DefinitionId">The definition.</param>
/// <param name="To">The version.</param>
/// <param name="Instances">The ids of the instances.</param>
/// <param name="By">Who asks.</param>
public sealed record MoveRequest(string DefinitionId, int To, IReadOnlyList<string> Instances, string By);

/// <summary>What became of one instance that was to be moved.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="IsMoved">It goes on in the other version.</param>
/// <param name="Reasons">Why it was not moved; nothing of it changed then.</param>
public sealed record MoveOutcome(string InstanceId, bool IsMoved, IReadOnlyList<string> Reasons);

/// <summary>Nothing can be moved to that version.</summary>
public sealed class MoveRefusedException(string reason) : Exception(reason);

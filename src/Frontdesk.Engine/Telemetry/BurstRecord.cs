namespace Frontdesk.Engine.Telemetry;

/// <summary>What caused a burst.</summary>
internal enum BurstKind
{
    /// <summary>An instance was asked for.</summary>
    Start,

    /// <summary>A wait ended.</summary>
    Resume,

    /// <summary>A named event.</summary>
    Event,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>A command of the domain or of a person.</summary>
    Command,

    /// <summary>The dispatcher, or a provider's report.</summary>
    Outbox,

    /// <summary>A step that is tried out; nothing of it is kept.</summary>
    Trial,
}

/// <summary>How a burst ended.</summary>
internal enum BurstOutcome
{
    /// <summary>It did what it was for.</summary>
    Completed,

    /// <summary>Something unexpected undid it.</summary>
    Failed,

    /// <summary>A rule refused what was asked; the caller was told.</summary>
    Refused,
}

/// <summary>A burst as it is counted and logged once it is committed.</summary>
internal readonly record struct BurstRecord(BurstKind Kind, BurstOutcome Outcome, TimeSpan Duration, string? InstanceId, string? DefinitionId)
{
    private static readonly string[] Kinds = [.. Enum.GetNames<BurstKind>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Outcomes = [.. Enum.GetNames<BurstOutcome>().Select(name => name.ToLowerInvariant())];

    internal string KindWord => WordOf(Kind);

    internal string OutcomeWord => Outcomes[(int)Outcome];

    internal static string WordOf(BurstKind kind) => Kinds[(int)kind];
}

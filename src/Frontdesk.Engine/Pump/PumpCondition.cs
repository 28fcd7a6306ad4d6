namespace Frontdesk.Engine.Pump;

/// <summary>Whether a pump does its work, and if not, why.</summary>
public enum PumpCondition
{
    /// <summary>It runs, its database answers, and the practice is this process's.</summary>
    Working,

    /// <summary>It has not begun, or has ended.</summary>
    NotRunning,

    /// <summary>The database does not answer.</summary>
    DatabaseUnreachable,

    /// <summary>Another process has taken the practice.</summary>
    TakenOver,
}

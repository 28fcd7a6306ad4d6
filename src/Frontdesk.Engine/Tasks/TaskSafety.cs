namespace Frontdesk.Engine.Tasks;

/// <summary>What harm a delay of a task can do.</summary>
public enum TaskSafety
{
    /// <summary>None to anybody's health.</summary>
    None = 0,

    /// <summary>Care is delayed.</summary>
    Clinical = 1,

    /// <summary>Harm within a day.</summary>
    Urgent = 2,

    /// <summary>Harm within the hour.</summary>
    Critical = 3,
}

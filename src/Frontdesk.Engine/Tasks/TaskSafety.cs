using System.ComponentModel;

namespace Frontdesk.Engine.Tasks;

/// <summary>What harm a delay of a task can do.</summary>
public enum TaskSafety
{
    /// <summary>None to anybody's health.</summary>
    [Description("No harm")]
    None = 0,

    /// <summary>Care is delayed.</summary>
    [Description("Care is delayed")]
    Clinical = 1,

    /// <summary>Harm within a day.</summary>
    [Description("Harm within a day")]
    Urgent = 2,

    /// <summary>Harm within the hour.</summary>
    [Description("Harm within the hour")]
    Critical = 3,
}

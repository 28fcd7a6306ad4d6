namespace Frontdesk.Engine.Analysis;

/// <summary>What an expression reads.</summary>
public enum DataKind
{
    /// <summary>A variable.</summary>
    Variable = 0,

    /// <summary>An input of the workflow.</summary>
    Input = 1,

    /// <summary>An output of an activity.</summary>
    Output = 2,

    /// <summary>A property of a value.</summary>
    Property = 3,

    /// <summary>What the step before handed on.</summary>
    LastResult = 4,

    /// <summary>Something new at each evaluation: an identifier, the time, a random number.</summary>
    Fresh = 5,

    /// <summary>A name is computed, so it may be anything.</summary>
    Anything = 6,
}

/// <summary>One thing that an expression reads.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">Its name; for an output the activity's name or id.</param>
/// <param name="Output">For an output: which.</param>
public sealed record DataSource(DataKind Kind, string Name, string? Output = null);

/// <summary>What an expression reads and which variables it changes.</summary>
/// <param name="Reads">What it reads.</param>
/// <param name="Writes">The variables that it changes.</param>
public sealed record DataUse(IReadOnlyList<DataSource> Reads, IReadOnlyList<string> Writes)
{
    /// <summary>Reads and changes nothing.</summary>
    public static readonly DataUse None = new([], []);
}

namespace Frontdesk.Engine.Definitions;

/// <summary>How bad a problem is: an error refuses publication, a warning does not.</summary>
public enum ProblemSeverity
{
    /// <summary>The workflow runs, but probably not as its author means.</summary>
    Warning,

    /// <summary>The workflow cannot run, or must not.</summary>
    Error,
}

/// <summary>Something wrong in a definition, told so that its author can mend it.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Code">A stable word for the kind of problem.</param>
/// <param name="Path">The JSON path of the place.</param>
/// <param name="ActivityId">The activity concerned, if any.</param>
/// <param name="ActivityName">Its name as the designer shows it.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record DefinitionProblem(
    ProblemSeverity Severity,
    string Code,
    string Path,
    string? ActivityId,
    string? ActivityName,
    string Message,
    string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Severity == ProblemSeverity.Error ? "error" : "warning")} {Code} at {Path}{(ActivityName is { Length: > 0 } n ? $" ({n})" : string.Empty)}: {Message} {Remedy}";
}

/// <summary>A definition was refused because it has errors.</summary>
public sealed class InvalidDefinitionException(string name, IReadOnlyList<DefinitionProblem> problems)
    : Exception($"The workflow '{name}' cannot be used: {string.Join(" ", problems.Where(p => p.Severity == ProblemSeverity.Error))}")
{
    /// <summary>Everything found, errors first.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}

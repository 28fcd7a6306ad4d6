using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Definitions;

/// <summary>
/// The one check of definitions, whoever asks for it: a publication, the files of a folder, a page, the command line. First
/// what makes a workflow unable to run, then the rules.
/// </summary>
public sealed class DefinitionCheck(ActivityRegistry registry, IEnumerable<IDefinitionRule> rules)
{
    private readonly IDefinitionRule[] _rules = [.. rules];

    /// <summary>Whether there are rules besides what makes a workflow unable to run.</summary>
    public bool HasRules => _rules.Length > 0;

    /// <summary>Checks a definition and tells all problems, errors first; the result is null when there are errors.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="find">Finds another definition by its id and, if given, version id.</param>
    public (CompiledWorkflow? Compiled, IReadOnlyList<DefinitionProblem> Problems) Run(WorkflowDefinition definition, Func<string, string?, WorkflowDefinition?>? find = null)
    {
        var (compiled, problems) = WorkflowCompiler.Check(definition, registry, find);
        if (compiled is null || _rules.Length == 0)
            return (compiled, problems);
        problems = [.. problems.Concat(RunRules(compiled, find)).OrderByDescending(problem => problem.Severity)];
        return (problems.Any(problem => problem.Severity == ProblemSeverity.Error) ? null : compiled, problems);
    }

    /// <summary>Compiles a definition that holds to the rules.</summary>
    /// <exception cref="InvalidDefinitionException">It has errors.</exception>
    public CompiledWorkflow Require(WorkflowDefinition definition, Func<string, string?, WorkflowDefinition?> find)
    {
        var (compiled, problems) = Run(definition, find);
        return compiled ?? throw new InvalidDefinitionException(definition.Name, problems);
    }

    private IReadOnlyList<DefinitionProblem> RunRules(CompiledWorkflow compiled, Func<string, string?, WorkflowDefinition?>? find)
    {
        // A definition that is checked sees itself as it is now, not as it was published.
        var others = new Dictionary<string, CompiledWorkflow?>(StringComparer.Ordinal) { [compiled.Definition.DefinitionId] = compiled };
        var review = new WorkflowReview(compiled, registry, FindCompiled);
        foreach (var rule in _rules)
            rule.Check(review);
        return review.Problems;

        CompiledWorkflow? FindCompiled(string definitionId)
        {
            if (!others.TryGetValue(definitionId, out var other))
                others[definitionId] = other = find?.Invoke(definitionId, null) is { } definition ? WorkflowCompiler.Check(definition, registry, find).Compiled : null;
            return other;
        }
    }
}

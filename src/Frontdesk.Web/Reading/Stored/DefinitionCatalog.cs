using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Definitions as they are stored, compiled for the names of their steps and checked for problems; each text once.</summary>
internal sealed class DefinitionCatalog(WorkflowDefinitions definitions)
{
    private readonly ConcurrentDictionary<(string DefinitionId, int Version), CheckedDefinition> known = new();

    /// <summary>A version, or null when it is gone.</summary>
    public CheckedDefinition? Find(PracticeSql sql, string definitionId, int version)
    {
        var json = sql.Read("select json from workflow_definition where practice_id = $1 and definition_id = $2 and version = $3", row => row.GetString(0), definitionId, (long)version);
        return json is [var text] ? Check(sql, definitionId, version, text) : null;
    }

    /// <summary>What is wrong with a stored text.</summary>
    public CheckedDefinition Check(PracticeSql sql, string definitionId, int version, string json)
    {
        // A problem may lie in another workflow that was mended meanwhile.
        if (known.TryGetValue((definitionId, version), out var before) && before.Json == json && before.Problems.Count == 0)
            return before;
        var (compiled, problems) = definitions.Review(WorkflowDefinition.Parse(json), (id, versionId) => FindUsable(sql, id, versionId));
        return known[(definitionId, version)] = new CheckedDefinition(json, compiled, [.. problems.Select(Problem)]);
    }

    /// <summary>What is wrong with a text that is not stored.</summary>
    /// <exception cref="DefinitionFormatException">It cannot be read at all.</exception>
    public IReadOnlyList<WorkflowProblem> CheckText(PracticeSql sql, string json) =>
        [.. definitions.Review(WorkflowDefinition.Parse(json), (id, versionId) => FindUsable(sql, id, versionId)).Problems.Select(Problem)];

    /// <summary>A problem in the words of the pages.</summary>
    public static WorkflowProblem Problem(DefinitionProblem problem) =>
        new(problem.Path, problem.ActivityName, problem.Message, problem.Remedy, problem.Severity == ProblemSeverity.Warning);

    private static WorkflowDefinition? FindUsable(PracticeSql sql, string definitionId, string? versionId)
    {
        var json = versionId is { Length: > 0 }
            ? sql.Read("select json from workflow_definition where practice_id = $1 and id = $2", row => row.GetString(0), versionId)
            : [];
        if (json.Count == 0)
            json = sql.Read("select json from workflow_definition where practice_id = $1 and definition_id = $2 and is_published = 1", row => row.GetString(0), definitionId);
        return json is [var text, ..] ? WorkflowDefinition.Parse(text) : null;
    }
}

/// <summary>A stored definition with what compiling it showed.</summary>
/// <param name="Json">The text.</param>
/// <param name="Compiled">Its steps; null when it has errors.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record CheckedDefinition(string Json, CompiledWorkflow? Compiled, IReadOnlyList<WorkflowProblem> Problems)
{
    private readonly Lazy<Dictionary<string, string>> variables = new(() => VariableNames(Json));

    /// <summary>What the designer calls a step, by its id.</summary>
    public string NameOf(string activityId) => Compiled?.Find(activityId)?.DisplayName is { Length: > 0 } name ? name : activityId;

    /// <summary>The name of a variable, by its id.</summary>
    public string VariableName(string id) => variables.Value.GetValueOrDefault(id, id);

    private static Dictionary<string, string> VariableNames(string json)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(JsonNode.Parse(json), names);
        return names;
    }

    private static void Collect(JsonNode? node, Dictionary<string, string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Collect(item, names);
        }

        if (node is not JsonObject owner)
            return;
        foreach (var variable in (owner["variables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (variable["name"]?.ToString() is { Length: > 0 } name)
                names.TryAdd(variable["id"]?.ToString() is { Length: > 0 } id ? id : name, name);
        }

        foreach (var (_, value) in owner)
            Collect(value, names);
    }
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>
/// What is asked of all definitions at once: their events, their descriptions, those that are steps of others. The designer
/// asks with every save, so each version is read whole only once for each change of it.
/// </summary>
internal sealed class DefinitionIndex(WorkflowEngine engine)
{
    // Fewer than a database takes as values of one query.
    private const int Chunk = 500;

    private readonly Lock gate = new();
    private Dictionary<string, DefinitionFacts> known = new(StringComparer.Ordinal);

    /// <summary>All versions as they are at this moment.</summary>
    public IReadOnlyList<DefinitionFacts> All()
    {
        using var sql = PracticeSql.Open(engine.Database);
        var stamps = sql.Read(
            "select d.id, d.revision, d.is_latest, d.is_published from workflow_definition d where d.practice_id = $1",
            row => (Id: row.GetString(0), Revision: row.GetInt64(1), IsLatest: row.GetInt64(2) == 1, IsPublished: row.GetInt64(3) == 1));
        lock (gate)
        {
            var changed = stamps.Where(one => !known.TryGetValue(one.Id, out var facts) || facts.Revision != one.Revision).Select(one => one.Id);
            var read = changed.Chunk(Chunk).SelectMany(ids => Read(sql, ids)).ToDictionary(one => one.Id, StringComparer.Ordinal);
            known = stamps.ToDictionary(one => one.Id, one => (read.GetValueOrDefault(one.Id) ?? known[one.Id]) with { IsLatest = one.IsLatest, IsPublished = one.IsPublished }, StringComparer.Ordinal);
            return [.. known.Values];
        }
    }

    /// <summary>The ids of the versions whose description holds a word that is in the form of <see cref="SearchText"/>.</summary>
    public IReadOnlyList<string> Describing(string word) => [.. All().Where(one => one.Description.Contains(word, StringComparison.Ordinal)).Select(one => one.Id)];

    /// <summary>The versions of the definitions that others may use as a step, published or not. They are copies: what is kept is shared by all who ask.</summary>
    public IReadOnlyList<WorkflowDefinition> UsableAsSteps()
    {
        var all = All();
        lock (gate)
            return [.. all.Where(one => one.Step is not null).Select(CopyStep)];
    }

    private static WorkflowDefinition CopyStep(DefinitionFacts facts)
    {
        var copy = facts.Step!.Copy();
        copy.IsPublished = facts.IsPublished;
        return copy;
    }

    private static IReadOnlyList<DefinitionFacts> Read(PracticeSql sql, string[] ids)
    {
        var where = new Conditions("d");
        where.Add($"d.id in ({string.Join(", ", ids.Select(where.Value))})");
        return sql.Read($"select d.id, d.revision, d.json from workflow_definition d where {where}", row => Of(row.GetString(0), row.GetInt64(1), WorkflowDefinition.Parse(row.GetString(2))), where.Values);
    }

    private static DefinitionFacts Of(string id, long revision, WorkflowDefinition definition) =>
        new(id, revision, SearchText.Fold(definition.Description), [.. EventsOf(definition).Distinct(StringComparer.Ordinal)], definition.UsableAsActivity ? definition : null);

    private static IEnumerable<string> EventsOf(WorkflowDefinition definition) =>
        ActivityTree.All(definition.Root)
            .Where(step => step.Text("type") is "Elsa.Event" or "Elsa.PublishEvent")
            .Select(step => (step["eventName"] as JsonObject)?["expression"] as JsonObject)
            .Where(expression => expression?.Text("type") == "Literal")
            .Select(expression => expression!.Text("value"))
            .OfType<string>()
            .Where(name => name.Length > 0);
}

/// <summary>What is known of a version of a definition.</summary>
/// <param name="Id">The version's own id.</param>
/// <param name="Revision">Which save of it was read.</param>
/// <param name="Description">Its description in the form of <see cref="SearchText"/>.</param>
/// <param name="Events">The events that it publishes or waits for by a fixed name.</param>
/// <param name="Step">The definition, when others may use it as a step.</param>
internal sealed record DefinitionFacts(string Id, long Revision, string Description, IReadOnlyList<string> Events, WorkflowDefinition? Step)
{
    /// <summary>The newest version of its definition.</summary>
    public bool IsLatest { get; init; }

    /// <summary>The version that is in use.</summary>
    public bool IsPublished { get; init; }
}

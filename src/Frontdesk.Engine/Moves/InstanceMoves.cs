using System.Globalization;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Engine.Moves;

/// <summary>Moves running instances to another version of their definition, and says beforehand what that would mean.</summary>
public static class InstanceMoves
{
    /// <summary>
    /// Judges instances as they are committed now, and changes nothing. A move judges each again, because it may have gone on
    /// meanwhile.
    /// </summary>
    /// <param name="engine">The practice's engine.</param>
    /// <param name="target">The version to move to.</param>
    /// <param name="versions">The definition's versions by number; null for one that is gone.</param>
    /// <param name="instances">The ids of the instances.</param>
    public static IReadOnlyList<MoveJudgement> Preview(WorkflowEngine engine, CompiledWorkflow target, Func<int, CompiledWorkflow?> versions, IReadOnlyList<string> instances)
    {
        using var connection = engine.Database.OpenReader();
        using var sql = engine.Database.CreateSession(connection);
        var practice = engine.Database.PracticeId;
        return
        [
            .. instances.Select(id =>
            {
                try
                {
                    return StoredInstance.Load(sql, practice, id, (definition, version) => Same(definition, target) && versions(version) is { } known ? known : throw new DefinitionNotFoundException(definition), engine.Environment) is { } instance
                        ? MoveJudge.Judge(instance, target, Done(sql, practice, instance, versions)).Judgement
                        : NoSuch(id, target);
                }
                catch (DefinitionNotFoundException)
                {
                    return new MoveJudgement(id, 0, target.Definition.Version, [], ["It runs another workflow, or a version that is gone."], []);
                }
            }),
        ];
    }

    /// <summary>
    /// Moves instances in a burst: each is judged as it stands now, and is moved or left as it is. Nothing of it is executed;
    /// waits keep their ids and their times. Its journal and the definition's history say who moved it.
    /// </summary>
    /// <exception cref="DefinitionNotFoundException">There is no such version.</exception>
    /// <exception cref="MoveRefusedException">The version is a draft.</exception>
    public static IReadOnlyList<MoveOutcome> Move(BurstTransaction burst, MoveRequest request)
    {
        _ = burst.Connection;
        var own = (Burst)burst;
        var (group, definitions) = (own.Group, own.Group.Definitions);
        var definition = definitions.Find(burst, request.DefinitionId, request.To) ?? throw new DefinitionNotFoundException(request.DefinitionId);
        RequireFinal(definition);
        var target = definitions.GetCompiled(group, request.DefinitionId, request.To);
        var outcomes = new List<MoveOutcome>(request.Instances.Count);
        var moved = new SortedDictionary<int, int>();
        foreach (var id in request.Instances)
        {
            var (judgement, instance) = group.Load(id) is { } found
                ? MoveJudge.Judge(found, target, Done(group.Sql, group.PracticeId, found, version => Known(definitions, group, found.Workflow.Definition.DefinitionId, version)))
                : (NoSuch(id, target), null);
            if (instance is not null)
            {
                Write(own, group.Load(id)!, instance, request.By);
                moved[judgement.From] = moved.GetValueOrDefault(judgement.From) + 1;
            }

            outcomes.Add(new MoveOutcome(id, instance is not null, judgement.Reasons));
        }

        foreach (var (from, count) in moved)
            WorkflowChanges.Record(group, request.DefinitionId, WorkflowChangeKind.Moved, request.To, request.By, string.Create(CultureInfo.InvariantCulture, $"from version {from}"), count);
        return outcomes;
    }

    /// <summary>Makes sure that a version does not change any more: instances can be moved to it.</summary>
    /// <exception cref="MoveRefusedException">It is a draft.</exception>
    public static void RequireFinal(WorkflowDefinition definition)
    {
        if (definition is { IsLatest: true, IsPublished: false })
            throw new MoveRefusedException(string.Create(CultureInfo.InvariantCulture, $"Version {definition.Version} is a draft, or out of use. Publish it first, then move instances to it."));
    }

    private static void Write(Burst burst, WorkflowExecutionContext before, WorkflowExecutionContext after, string by)
    {
        var (group, from, to) = (burst.Group, before.Workflow.Definition.Version, after.Workflow.Definition.Version);

        // The journal names steps by their position: what was written so far is read by the version it was written under.
        group.Sql.Execute("UPDATE journal SET version = $3 WHERE practice_id = $1 AND instance_id = $2 AND version IS NULL", group.PracticeId, after.Id, (long)from);
        group.Sql.Execute("UPDATE workflow_instance SET version = $3 WHERE practice_id = $1 AND id = $2", group.PracticeId, after.Id, (long)to);
        foreach (var wait in after.Bookmarks.Where(wait => !before.Bookmarks.Any(old => old.Id == wait.Id && old.Stimulus == wait.Stimulus)))
            group.Sql.Execute("UPDATE bookmark SET stimulus = $3 WHERE practice_id = $1 AND id = $2", group.PracticeId, wait.Id, wait.Stimulus);
        after.Journal.Add(JournalEvent.Line, after.RootContext, string.Create(CultureInfo.InvariantCulture, $"Moved from version {from} to version {to} by {by}"));
        group.Replace(after);
        burst.Touch(after);
    }

    private static HashSet<string>? Done(SqlSession sql, string practice, WorkflowExecutionContext instance, Func<int, CompiledWorkflow?> versions)
    {
        var rows = new List<(int? Version, byte[] Entries)>();
        using (var reader = sql.Read("SELECT version, entries FROM journal WHERE practice_id = $1 AND instance_id = $2 ORDER BY burst", practice, instance.Id))
        {
            while (reader.Read())
                rows.Add((reader.IsDBNull(0) ? null : (int)reader.GetInt64(0), (byte[])reader.GetValue(1)));
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (version, entries) in rows)
        {
            var workflow = version is { } number ? versions(number) : instance.Workflow;
            if (workflow is null)
                return null;
            done.UnionWith(JournalCodec.Unpack(entries).Where(entry => entry.Event == JournalEvent.Completed).Select(entry => workflow.Activities[entry.Activity].Key));
        }

        return done;
    }

    private static CompiledWorkflow? Known(WorkflowDefinitions definitions, BurstGroup group, string definitionId, int version)
    {
        try
        {
            return definitions.GetCompiled(group, definitionId, version);
        }
        catch (Exception e) when (e is DefinitionNotFoundException or InvalidDefinitionException)
        {
            return null;
        }
    }

    private static bool Same(string definitionId, CompiledWorkflow target) => string.Equals(definitionId, target.Definition.DefinitionId, StringComparison.Ordinal);

    private static MoveJudgement NoSuch(string id, CompiledWorkflow target) => new(id, 0, target.Definition.Version, [], ["There is no such instance."], []);
}

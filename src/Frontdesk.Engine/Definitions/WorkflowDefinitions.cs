using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Definitions;

/// <summary>
/// The practice's definitions: drafts, published versions and their history. Each operation belongs to a burst and
/// commits with it. Compiled versions are kept in memory; a version never changes once published.
/// </summary>
/// <param name="registry">The activity types.</param>
/// <param name="rules">What every definition has to hold to before it is published.</param>
public sealed class WorkflowDefinitions(ActivityRegistry registry, IEnumerable<IDefinitionRule>? rules = null)
{
    private const string FolderName = "workflows folder";
    private readonly DefinitionCheck _check = new(registry, rules ?? []);
    private readonly ConcurrentDictionary<(string, int), CompiledWorkflow> _compiled = new();
    private readonly ConcurrentDictionary<string, int> _published = new(StringComparer.Ordinal);
    private Dictionary<string, List<(string, string)>>? _triggers;

    /// <summary>The activity types.</summary>
    public ActivityRegistry Registry { get; } = registry;

    /// <summary>Saves a draft: the latest version if that is a draft, a new version if it is published.</summary>
    /// <param name="burst">The burst.</param>
    /// <param name="definition">The draft.</param>
    /// <param name="by">Who saves it.</param>
    /// <param name="claim">What the author had seen; without it the draft is saved whatever is there.</param>
    /// <exception cref="DraftChangedException">Somebody else saved a draft since then.</exception>
    public WorkflowDefinition SaveDraft(BurstTransaction burst, WorkflowDefinition definition, string? by = null, DraftClaim? claim = null)
    {
        var draft = Save(burst, definition, by, keepsDraft: false, claim);
        WorkflowChanges.Record(((Burst)burst).Group, draft.DefinitionId, WorkflowChangeKind.Saved, draft.Version, by);
        return draft;
    }

    /// <summary>Publishes the latest version. Instances that run stay on theirs.</summary>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    /// <exception cref="DefinitionNotFoundException">There is no such definition.</exception>
    public WorkflowDefinition Publish(BurstTransaction burst, string definitionId, string? by = null)
    {
        var latest = PublishLatest(burst, definitionId);
        WorkflowChanges.Record(((Burst)burst).Group, definitionId, WorkflowChangeKind.Published, latest.Version, by);
        return latest;
    }

    private WorkflowDefinition PublishLatest(BurstTransaction burst, string definitionId)
    {
        var group = Open(burst);
        var latest = Find(group, definitionId, null) ?? throw new DefinitionNotFoundException(definitionId);
        var compiled = _check.Require(latest, (id, versionId) => FindUsable(group, id, versionId));
        RequireUsers(group, latest);
        latest.IsPublished = true;
        latest.IsLatest = true;
        group.Sql.Execute("UPDATE workflow_definition SET is_published = 0 WHERE practice_id = $1 AND definition_id = $2", burst.PracticeId, definitionId);
        Put(group, latest, null);
        _compiled[(definitionId, latest.Version)] = compiled;
        IndexTriggers(group, compiled);
        return latest;
    }

    /// <summary>Ends the publication: no new instances start; those that run go on.</summary>
    public WorkflowDefinition Retract(BurstTransaction burst, string definitionId, string? by = null)
    {
        var group = Open(burst);
        var published = Find(group, definitionId, null, published: true) ?? throw new DefinitionNotFoundException(definitionId);
        published.IsPublished = false;
        group.Sql.Execute("UPDATE workflow_definition SET is_published = 0 WHERE practice_id = $1 AND definition_id = $2", burst.PracticeId, definitionId);
        Put(group, published, by);
        RemoveTriggers(group, definitionId);
        WorkflowChanges.Record(group, definitionId, WorkflowChangeKind.Retracted, published.Version, by);
        return published;
    }

    /// <summary>Makes a new draft from an older version. A draft that is there stays in the history.</summary>
    /// <exception cref="DefinitionNotFoundException">There is no such version.</exception>
    public WorkflowDefinition Revert(BurstTransaction burst, string definitionId, int version, string? by = null)
    {
        var old = Find(((Burst)burst).Group, definitionId, version) ?? throw new DefinitionNotFoundException(definitionId);
        var draft = Save(burst, old, by, keepsDraft: true);
        WorkflowChanges.Record(((Burst)burst).Group, definitionId, WorkflowChangeKind.Reverted, draft.Version, by, string.Create(CultureInfo.InvariantCulture, $"from version {version}"));
        return draft;
    }

    /// <summary>Deletes all versions. Refused while instances run on them.</summary>
    /// <exception cref="DefinitionInUseException">Instances run.</exception>
    /// <exception cref="DefinitionNotFoundException">There is no such definition.</exception>
    public void Delete(BurstTransaction burst, string definitionId, string? by = null)
    {
        var group = Open(burst);
        using (var reader = group.Sql.Read("SELECT COUNT(*) FROM workflow_instance WHERE practice_id = $1 AND definition_id = $2 AND status = 0", burst.PracticeId, definitionId))
        {
            if (reader.Read() && reader.GetInt64(0) is var running and > 0)
                throw new DefinitionInUseException(definitionId, running);
        }

        if (group.Sql.Execute("DELETE FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2", burst.PracticeId, definitionId) == 0)
            throw new DefinitionNotFoundException(definitionId);
        RemoveTriggers(group, definitionId);
        WorkflowChanges.Record(group, definitionId, WorkflowChangeKind.Deleted, null, by);
        foreach (var key in _compiled.Keys.Where(k => string.Equals(k.Item1, definitionId, StringComparison.Ordinal)))
            _compiled.TryRemove(key, out _);
    }

    /// <summary>
    /// Deletes one version; the newest that is left becomes the latest. Refused while it is published, while an instance
    /// stands on it, and while the journal of an instance tells what happened under it.
    /// </summary>
    /// <exception cref="DefinitionInUseException">It is published, or an instance needs it.</exception>
    /// <exception cref="DefinitionNotFoundException">There is no such version.</exception>
    public void DeleteVersion(BurstTransaction burst, string definitionId, int version, string? by = null)
    {
        var group = Open(burst);
        var definition = Find(group, definitionId, version) ?? throw new DefinitionNotFoundException(definitionId);
        if (definition.IsPublished)
            throw new DefinitionInUseException(definitionId, version);
        using (var reader = group.Sql.Read(
            """
            SELECT COUNT(*) FROM workflow_instance i WHERE i.practice_id = $1 AND i.definition_id = $2 AND (i.version = $3
              OR EXISTS (SELECT 1 FROM journal j WHERE j.practice_id = i.practice_id AND j.instance_id = i.id AND j.version = $3))
            """,
            burst.PracticeId, definitionId, (long)version))
        {
            if (reader.Read() && reader.GetInt64(0) is var needed and > 0)
                throw new DefinitionInUseException(definitionId, version, needed);
        }

        group.Sql.Execute("DELETE FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND version = $3", burst.PracticeId, definitionId, (long)version);
        group.Sql.Execute(
            """
            UPDATE workflow_definition SET is_latest = CASE WHEN version = (SELECT MAX(o.version) FROM workflow_definition o
              WHERE o.practice_id = $1 AND o.definition_id = $2) THEN 1 ELSE 0 END WHERE practice_id = $1 AND definition_id = $2
            """,
            burst.PracticeId, definitionId);
        _compiled.TryRemove((definitionId, version), out _);
        WorkflowChanges.Record(group, definitionId, WorkflowChangeKind.VersionDeleted, version, by);
    }

    /// <summary>
    /// Takes a file of <c>workflows/</c>: publishes it when its content differs from what was last taken from that
    /// file. A definition that a manager changed since is only replaced when the file changed; an unpublished draft stays
    /// in the history.
    /// </summary>
    /// <returns>True when it was taken.</returns>
    public bool TakeFile(BurstTransaction burst, WorkflowDefinition definition, string json)
    {
        var group = Open(burst);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        using (var reader = group.Sql.Read("SELECT source_hash FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND source_hash IS NOT NULL ORDER BY version DESC LIMIT 1", burst.PracticeId, definition.DefinitionId))
        {
            if (reader.Read() && string.Equals(reader.GetString(0), hash, StringComparison.Ordinal))
                return false;
        }

        var draft = Save(burst, definition, FolderName, keepsDraft: true);
        PublishLatest(burst, draft.DefinitionId);
        WorkflowChanges.Record(group, draft.DefinitionId, WorkflowChangeKind.Taken, draft.Version, FolderName);
        group.Sql.Execute("UPDATE workflow_definition SET source_hash = $3 WHERE practice_id = $1 AND definition_id = $2 AND is_latest = 1", burst.PracticeId, draft.DefinitionId, hash);
        return true;
    }

    /// <summary>Finds a version: the given one, the published one, or the latest.</summary>
    public WorkflowDefinition? Find(BurstTransaction burst, string definitionId, int? version = null, bool published = false) => Find(((Burst)burst).Group, definitionId, version, published);

    /// <summary>The number that a variable of the version in force starts with; null when none is published or it has no such number. The version is read once and kept.</summary>
    public double? PublishedNumber(BurstTransaction burst, string definitionId, string variable)
    {
        var group = ((Burst)burst).Group;
        return PublishedVersion(group, definitionId) is { } version ? GetCompiled(group, definitionId, version).Definition.VariableNumber(variable) : null;
    }

    /// <summary>Checks a definition without saving it, as its publication would.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="find">Finds another definition by its id and, if given, version id.</param>
    public IReadOnlyList<DefinitionProblem> Check(WorkflowDefinition definition, Func<string, string?, WorkflowDefinition?>? find = null) => Review(definition, find).Problems;

    /// <summary>The same check with what it compiled; null when the definition has errors.</summary>
    public (CompiledWorkflow? Compiled, IReadOnlyList<DefinitionProblem> Problems) Review(WorkflowDefinition definition, Func<string, string?, WorkflowDefinition?>? find = null) => _check.Run(definition, find);

    /// <summary>The version that a start names. One that is not in force is checked as a publication would check it: a draft sends messages too.</summary>
    /// <exception cref="InvalidDefinitionException">It has errors.</exception>
    internal CompiledWorkflow GetStartable(BurstGroup group, string definitionId, int version)
    {
        var definition = Find(group, definitionId, version) ?? throw new DefinitionNotFoundException(definitionId);
        if (!definition.IsPublished)
            _ = _check.Require(definition, (id, versionId) => FindUsable(group, id, versionId));
        return GetCompiled(group, definitionId, version);
    }

    internal CompiledWorkflow GetCompiled(BurstGroup group, string definitionId, int version)
    {
        if (_compiled.TryGetValue((definitionId, version), out var known))
            return known;
        var definition = Find(group, definitionId, version) ?? throw new DefinitionNotFoundException(definitionId);
        var compiled = Compile(group, definition);
        if (definition.IsPublished || !definition.IsLatest)
            _compiled[(definitionId, version)] = compiled;
        return compiled;
    }

    /// <summary>Compiles something that is not stored, for a trial.</summary>
    internal CompiledWorkflow CompileAlone(BurstGroup group, WorkflowDefinition definition) =>
        WorkflowCompiler.CompileTracking(definition, Registry, (id, versionId) => FindUsable(group, id, versionId));

    internal CompiledWorkflow GetPublished(BurstGroup group, string definitionId) =>
        GetCompiled(group, definitionId, PublishedVersion(group, definitionId) ?? throw new DefinitionNotFoundException(definitionId));

    internal IReadOnlyList<(string DefinitionId, string ActivityId)> TriggersOf(BurstGroup group, string stimulus)
    {
        if (_triggers is null)
        {
            _triggers = new Dictionary<string, List<(string, string)>>(StringComparer.Ordinal);
            using var reader = group.Sql.Read("SELECT stimulus, definition_id, activity_id FROM workflow_trigger WHERE practice_id = $1 ORDER BY definition_id, activity_id", group.PracticeId);
            while (reader.Read())
            {
                if (!_triggers.TryGetValue(reader.GetString(0), out var list))
                    _triggers[reader.GetString(0)] = list = [];
                list.Add((reader.GetString(1), reader.GetString(2)));
            }
        }

        return _triggers.GetValueOrDefault(stimulus) ?? [];
    }

    internal void Forget()
    {
        _triggers = null;
        _published.Clear();
        _compiled.Clear();
    }

    private int? PublishedVersion(BurstGroup group, string definitionId)
    {
        if (_published.TryGetValue(definitionId, out var known))
            return known;
        using var reader = group.Sql.Read("SELECT version FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND is_published = 1", group.PracticeId, definitionId);
        if (!reader.Read())
            return null;
        return _published[definitionId] = (int)reader.GetInt64(0);
    }

    private static WorkflowDefinition Save(BurstTransaction burst, WorkflowDefinition definition, string? by, bool keepsDraft, DraftClaim? claim = null)
    {
        var group = Open(burst);
        var draft = definition.Copy();
        if (draft.DefinitionId.Length == 0)
            draft.DefinitionId = burst.NewId();
        var latest = Find(group, draft.DefinitionId, null);
        RequireSeen(group, latest, claim);
        var isNew = latest is null || latest.IsPublished || keepsDraft || HasInstances(group, latest);
        draft.Version = latest is null ? 1 : isNew ? latest.Version + 1 : latest.Version;
        draft.Id = latest is null && draft.Id.Length > 0 && !Exists(group, draft.Id) ? draft.Id : isNew ? burst.NewId() : latest!.Id;
        draft.IsLatest = true;
        draft.IsPublished = false;
        draft.CreatedAt ??= burst.Now;
        group.Sql.Execute("UPDATE workflow_definition SET is_latest = 0 WHERE practice_id = $1 AND definition_id = $2", burst.PracticeId, draft.DefinitionId);
        Put(group, draft, by);
        draft.Revision = (latest?.Revision ?? 0) + 1;
        group.Sql.Execute("UPDATE workflow_definition SET revision = $4, saved_in = $5 WHERE practice_id = $1 AND definition_id = $2 AND version = $3", burst.PracticeId, draft.DefinitionId, (long)draft.Version, draft.Revision, claim?.Session);
        return draft;
    }

    /// <summary>The same work may save again before it has read the answer to its last save; anybody else has to have seen what is there.</summary>
    private static void RequireSeen(BurstGroup group, WorkflowDefinition? latest, DraftClaim? claim)
    {
        if (latest is null || claim is null || claim.Revision == latest.Revision)
            return;
        using var reader = group.Sql.Read("SELECT saved_in, created_by FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND version = $3", group.PracticeId, latest.DefinitionId, (long)latest.Version);
        if (reader.Read() && (reader.IsDBNull(0) || !string.Equals(reader.GetString(0), claim.Session, StringComparison.Ordinal)))
            throw new DraftChangedException(latest.Name, reader.IsDBNull(1) ? null : reader.GetString(1));
    }

    /// <summary>A retracted version may still have instances: a new draft must not change what they run on.</summary>
    private static bool HasInstances(BurstGroup group, WorkflowDefinition latest)
    {
        using var reader = group.Sql.Read("SELECT 1 FROM workflow_instance WHERE practice_id = $1 AND definition_id = $2 AND version = $3 LIMIT 1", group.PracticeId, latest.DefinitionId, (long)latest.Version);
        return reader.Read();
    }

    /// <summary>Definitions are written at once, so a burst that fails later must be able to undo it.</summary>
    private static BurstGroup Open(BurstTransaction burst)
    {
        _ = burst.Connection;
        return ((Burst)burst).Group;
    }

    private static bool Exists(BurstGroup group, string versionId)
    {
        using var reader = group.Sql.Read("SELECT 1 FROM workflow_definition WHERE practice_id = $1 AND id = $2", group.PracticeId, versionId);
        return reader.Read();
    }

    private static WorkflowDefinition? Find(BurstGroup group, string definitionId, int? version, bool published = false)
    {
        using var reader = version is { } v
            ? group.Sql.Read("SELECT json, is_latest, is_published, revision FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND version = $3", group.PracticeId, definitionId, (long)v)
            : group.Sql.Read(published ? "SELECT json, is_latest, is_published, revision FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND is_published = 1" : "SELECT json, is_latest, is_published, revision FROM workflow_definition WHERE practice_id = $1 AND definition_id = $2 AND is_latest = 1", group.PracticeId, definitionId);
        if (!reader.Read())
            return null;
        var definition = WorkflowDefinition.Parse(reader.GetString(0));
        definition.IsLatest = reader.GetInt64(1) == 1;
        definition.IsPublished = reader.GetInt64(2) == 1;
        definition.Revision = reader.GetInt64(3);
        return definition;
    }

    private static void Put(BurstGroup group, WorkflowDefinition definition, string? by) =>
        group.Sql.Execute(
            """
            INSERT INTO workflow_definition (practice_id, definition_id, version, id, name, json, is_latest, is_published, created_at, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (practice_id, definition_id, version) DO UPDATE SET name = excluded.name, json = excluded.json,
              is_latest = excluded.is_latest, is_published = excluded.is_published, created_by = COALESCE(excluded.created_by, workflow_definition.created_by)
            """,
            group.PracticeId, definition.DefinitionId, (long)definition.Version, definition.Id, definition.Name, definition.ToJson(), definition.IsLatest ? 1L : 0L, definition.IsPublished ? 1L : 0L, (definition.CreatedAt ?? group.Now).ToUnixTimeMilliseconds(), by);

    private CompiledWorkflow Compile(BurstGroup group, WorkflowDefinition definition) =>
        WorkflowCompiler.Compile(definition, Registry, (id, versionId) => FindUsable(group, id, versionId));

    /// <summary>
    /// What has a workflow as a step was proved with the version in force, so a new version is proved in its place. Who only
    /// starts it, or waits for its end, needs no proof: it is proved by itself.
    /// </summary>
    private void RequireUsers(BurstGroup group, WorkflowDefinition latest)
    {
        if (!_check.HasRules)
            return;
        foreach (var user in UsersOf(group, latest.DefinitionId))
        {
            var before = _check.Run(user, (id, versionId) => FindUsable(group, id, versionId)).Problems;
            var after = _check.Run(user, (id, versionId) => id == latest.DefinitionId && (string.IsNullOrEmpty(versionId) || versionId == latest.Id) ? latest : FindUsable(group, id, versionId)).Problems;
            var broken = after.Where(problem => problem.Severity == ProblemSeverity.Error && !before.Any(known => known.Code == problem.Code && known.ActivityId == problem.ActivityId)).ToList();
            if (broken.Count > 0)
                throw new InvalidDefinitionException(latest.Name, [.. broken.Select(problem => problem with { Path = "$", ActivityId = null, ActivityName = null, Message = $"'{user.Name}' uses this workflow and would no longer be safe at its step '{problem.ActivityName}': {problem.Message}" })]);
        }
    }

    private static List<WorkflowDefinition> UsersOf(BurstGroup group, string definitionId)
    {
        var users = new List<WorkflowDefinition>();
        using var reader = group.Sql.Read("SELECT json FROM workflow_definition WHERE practice_id = $1 AND definition_id <> $2 AND is_published = 1 AND json LIKE $3 ORDER BY definition_id", group.PracticeId, definitionId, $"%\"{definitionId}\"%");
        while (reader.Read())
            users.Add(WorkflowDefinition.Parse(reader.GetString(0)));
        return users.FindAll(user => user.HasAsStep(definitionId));
    }

    private static WorkflowDefinition? FindUsable(BurstGroup group, string definitionId, string? versionId)
    {
        if (versionId is { Length: > 0 })
        {
            using var reader = group.Sql.Read("SELECT json FROM workflow_definition WHERE practice_id = $1 AND id = $2", group.PracticeId, versionId);
            if (reader.Read())
                return WorkflowDefinition.Parse(reader.GetString(0));
        }

        return Find(group, definitionId, null, published: true);
    }

    private void IndexTriggers(BurstGroup group, CompiledWorkflow compiled)
    {
        RemoveTriggers(group, compiled.Definition.DefinitionId);
        foreach (var trigger in compiled.Triggers)
        {
            foreach (var payload in trigger.GetTriggerPayloads(new TriggerIndexingContext(compiled, trigger, group.Environment)))
            {
                group.Sql.Execute(
                    "INSERT INTO workflow_trigger (practice_id, definition_id, activity_id, stimulus, version, due_at) VALUES ($1, $2, $3, $4, $5, $6)",
                    group.PracticeId, compiled.Definition.DefinitionId, trigger.Id, payload.Stimulus, (long)compiled.Definition.Version, payload.FirstDueAt?.ToUnixTimeMilliseconds());
            }
        }
    }

    private void RemoveTriggers(BurstGroup group, string definitionId)
    {
        group.Sql.Execute("DELETE FROM workflow_trigger WHERE practice_id = $1 AND definition_id = $2", group.PracticeId, definitionId);
        _published.TryRemove(definitionId, out _);
        _triggers = null;
    }
}

/// <summary>What somebody had seen of a definition when they began to change it.</summary>
/// <param name="Revision">The revision that they read.</param>
/// <param name="Session">The page or program at work.</param>
public sealed record DraftClaim(long Revision, string Session);

/// <summary>Somebody else saved a draft since it was read; nothing was saved.</summary>
public sealed class DraftChangedException(string name, string? by)
    : Exception($"'{name}' was changed by {(by is { Length: > 0 } ? $"somebody else ({by})" : "somebody else")} since you opened it, so this was not saved. What you drew is still on your screen: copy it from the code view if you need it, then load the page again.");

/// <summary>There is no such definition, or none that is published.</summary>
public sealed class DefinitionNotFoundException(string definitionId)
    : Exception($"There is no workflow '{definitionId}' in the state that was asked for. Check its id, or publish it first.");

/// <summary>The definition, or a version of it, cannot be deleted while something needs it.</summary>
public sealed class DefinitionInUseException : Exception
{
    /// <summary>Instances run on the definition.</summary>
    public DefinitionInUseException(string definitionId, long running)
        : base($"The workflow '{definitionId}' still has {running} running instance(s). Cancel them or let them finish, or retract it instead.")
    {
    }

    /// <summary>The version is published.</summary>
    public DefinitionInUseException(string definitionId, int version)
        : base(string.Create(CultureInfo.InvariantCulture, $"Version {version} of the workflow '{definitionId}' is published. Publish another one first, or take the workflow out of use."))
    {
    }

    /// <summary>Instances stand on the version, or their journals tell what happened under it.</summary>
    public DefinitionInUseException(string definitionId, int version, long needed)
        : base(string.Create(CultureInfo.InvariantCulture, $"Version {version} of the workflow '{definitionId}' is needed by {needed} instance(s): they run on it, or their journals tell what happened under it. Keep it."))
    {
    }
}

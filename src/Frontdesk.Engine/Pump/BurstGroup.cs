using System.Data.Common;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Pump;

/// <summary>The bursts that commit together: one transaction, one set of prepared statements, one cache of instances.</summary>
internal sealed class BurstGroup
{
    private const string Point = "burst";
    private const string Epoch = $"SELECT epoch, {DueTimes.IsAnyDue} FROM engine_epoch WHERE practice_id = $1";
    private const string EpochForShare = $"{Epoch} FOR SHARE";
    private readonly Dictionary<string, WorkflowExecutionContext> _cache = new(StringComparer.Ordinal);

    // Whose the waits of instances in the cache are. A hint: what counts is the instance itself.
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Func<Burst, (IServiceProvider? Services, IAsyncDisposable? Owner)> _createScope;
    private DbTransaction? _transaction;

    internal BurstGroup(EngineDatabase database, DbConnection connection, ExecutionEnvironment environment, WorkflowDefinitions definitions, EngineOptions options, BurstWatch watch, Func<Burst, (IServiceProvider?, IAsyncDisposable?)> createScope)
    {
        PracticeId = database.PracticeId;
        Connection = connection;
        Sql = database.CreateSession(connection);
        Environment = environment;
        Definitions = definitions;
        Options = options;
        Watch = watch;
        _createScope = createScope;
    }

    internal string PracticeId { get; }

    internal DbConnection Connection { get; }

    internal DbTransaction Transaction => _transaction ?? throw new InvalidOperationException("No transaction is open.");

    internal SqlSession Sql { get; }

    internal ExecutionEnvironment Environment { get; }

    internal WorkflowDefinitions Definitions { get; }

    internal EngineOptions Options { get; }

    internal BurstWatch Watch { get; }

    internal DateTimeOffset Now => Environment.TimeProvider.GetUtcNow();

    internal bool HasNewStimuli { get; set; }

    internal bool HasNewMessages { get; set; }

    /// <summary>Whether each burst has a savepoint of its own, because an earlier attempt at this group was spoiled.</summary>
    internal bool IsCareful { get; private set; }

    /// <summary>Whether a burst failed so that the group must be undone as a whole and run again carefully.</summary>
    internal bool IsSpoiled { get; set; }

    private long NowMs => Now.ToUnixTimeMilliseconds();

    internal void Begin(EngineDatabase database, bool isCareful)
    {
        IsCareful = isCareful;
        IsSpoiled = false;
        HasNewStimuli = false;
        Watch.BeginBatch();
        _transaction = database.Begin(Connection);
        Sql.Transaction = _transaction;
        HasNewMessages = false;
    }

    /// <summary>Makes sure that the practice is still this process's; on PostgreSQL nobody can take it before the commit.</summary>
    /// <returns>Whether something stored is due, asked for in the same round trip.</returns>
    /// <exception cref="FencedException">Another process has taken over.</exception>
    internal bool CheckEpoch(long epoch)
    {
        var began = Environment.TimeProvider.GetTimestamp();
        using var reader = Sql.Read(Connection is Npgsql.NpgsqlConnection ? EpochForShare : Epoch, PracticeId, NowMs);
        if (!reader.Read() || reader.GetInt64(0) != epoch)
            throw new FencedException();
        var isDue = Convert.ToBoolean(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture);
        Watch.Read(began);
        return isDue;
    }

    internal void Commit()
    {
        Sql.Flush();
        Transaction.Commit();
        End();
        if (_cache.Count > Options.CachedInstances)
            Forget();
    }

    internal void Abort()
    {
        try
        {
            _transaction?.Rollback();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The connection is gone and with it the transaction; the pump opens another.
            _ = e;
        }

        End();
        Forget();
    }

    internal (IServiceProvider? Services, IAsyncDisposable? Owner) CreateScope(Burst burst) => _createScope(burst);

    internal void Savepoint()
    {
        Sql.Flush();
        Transaction.Save(Point);
    }

    internal void ReleaseSavepoint()
    {
        Sql.Flush();
        Transaction.Release(Point);
    }

    internal void RollbackToSavepoint()
    {
        Sql.Forget();
        Transaction.Rollback(Point);
        Transaction.Release(Point);
    }

    internal void Evict(string instanceId) => _cache.Remove(instanceId);

    internal WorkflowExecutionContext Create(string id, CompiledWorkflow workflow)
    {
        var instance = new WorkflowExecutionContext(id, workflow, Environment);
        _cache[id] = instance;
        return instance;
    }

    internal WorkflowExecutionContext? Load(string id)
    {
        if (_cache.TryGetValue(id, out var cached))
            return cached;
        if (StoredInstance.Load(Sql, PracticeId, id, (definitionId, version) => Definitions.GetCompiled(this, definitionId, version), Environment) is not { } instance)
            return null;
        _cache[id] = instance;
        foreach (var bookmark in instance.Bookmarks)
            _owners[bookmark.Id] = id;
        return instance;
    }

    /// <summary>
    /// Whose a wait is; null when it is over. What the cache holds is what is stored, because nobody else writes while the epoch
    /// is this process's: on PostgreSQL that saves the round trip of every resumption.
    /// </summary>
    internal string? OwnerOf(string bookmarkId)
    {
        if (_owners.TryGetValue(bookmarkId, out var known) && _cache.TryGetValue(known, out var instance) && instance.Bookmarks.Any(b => string.Equals(b.Id, bookmarkId, StringComparison.Ordinal)))
            return known;
        using var reader = Sql.Read("SELECT instance_id FROM bookmark WHERE practice_id = $1 AND id = $2", PracticeId, bookmarkId);
        return reader.Read() ? reader.GetString(0) : null;
    }

    /// <summary>Lets an instance go on as another object: it was moved to another version.</summary>
    internal void Replace(WorkflowExecutionContext instance) => _cache[instance.Id] = instance;

    internal void Save(WorkflowExecutionContext instance)
    {
        var isNew = instance.Bursts == 0;
        instance.Bursts++;
        if (instance.Status == WorkflowStatus.Finished)
            instance.FinishedAt ??= Now;
        var state = InstanceSerializer.Write(instance);
        if (isNew)
        {
            Sql.Write(
                "INSERT INTO workflow_instance (practice_id, id, definition_id, version, status, sub_status, correlation_id, name, parent_id, incidents, created_at, updated_at, finished_at, bursts, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                PracticeId, instance.Id, instance.Workflow.Definition.DefinitionId, (long)instance.Workflow.Definition.Version, (long)instance.Status, (long)instance.SubStatus, instance.CorrelationId, instance.Name, instance.ParentInstanceId, (long)instance.Incidents.Count, instance.CreatedAt.ToUnixTimeMilliseconds(), NowMs, instance.FinishedAt?.ToUnixTimeMilliseconds(), instance.Bursts, state);
        }
        else
        {
            Sql.Write(
                "UPDATE workflow_instance SET status = $3, sub_status = $4, correlation_id = $5, name = $6, incidents = $7, updated_at = $8, finished_at = $9, bursts = $10, state = $11 WHERE practice_id = $1 AND id = $2",
                PracticeId, instance.Id, (long)instance.Status, (long)instance.SubStatus, instance.CorrelationId, instance.Name, (long)instance.Incidents.Count, NowMs, instance.FinishedAt?.ToUnixTimeMilliseconds(), instance.Bursts, state);
        }

        foreach (var removed in instance.RemovedBookmarks)
        {
            _owners.Remove(removed.Id);
            Sql.Write("DELETE FROM bookmark WHERE practice_id = $1 AND id = $2", PracticeId, removed.Id);
            if (removed.TaskId is { } task)
                Sql.Write("UPDATE user_task SET state = 'cancelled', completed_at = $3, version = version + 1 WHERE practice_id = $1 AND id = $2 AND state IN ('ready', 'claimed')", PracticeId, task, NowMs);
        }

        foreach (var bookmark in instance.AddedBookmarks)
        {
            _owners[bookmark.Id] = instance.Id;
            Sql.Write(
                "INSERT INTO bookmark (practice_id, id, instance_id, activity_id, stimulus, correlation_id, due_at, task_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                PracticeId, bookmark.Id, instance.Id, bookmark.Context.Activity.Id, bookmark.Stimulus, instance.CorrelationId, bookmark.DueAt?.ToUnixTimeMilliseconds(), bookmark.TaskId, bookmark.CreatedAt.ToUnixTimeMilliseconds());
        }

        if (!isNew && !string.Equals(instance.StoredCorrelationId, instance.CorrelationId, StringComparison.Ordinal))
        {
            foreach (var bookmark in instance.StoredBookmarks())
                Sql.Write("UPDATE bookmark SET correlation_id = $3 WHERE practice_id = $1 AND id = $2", PracticeId, bookmark.Id, instance.CorrelationId);
        }

        instance.StoredCorrelationId = instance.CorrelationId;
        instance.RemovedBookmarks.Clear();
        instance.AddedBookmarks.Clear();
        if (!instance.Journal.IsEmpty)
            Sql.Write("INSERT INTO journal (practice_id, instance_id, burst, entries) VALUES ($1, $2, $3, $4)", PracticeId, instance.Id, instance.Bursts, instance.Journal.ToArray());
        for (; instance.StoredIncidents < instance.Incidents.Count; instance.StoredIncidents++)
        {
            var incident = instance.Incidents[instance.StoredIncidents];
            InsertIncident(incident, instance.Id, instance.Workflow.Definition.DefinitionId, null);
        }

        if (Options.CachedInstances == 0 || instance.Status == WorkflowStatus.Finished)
            _cache.Remove(instance.Id);
    }

    private void Forget()
    {
        _cache.Clear();
        _owners.Clear();
    }

    internal void InsertIncident(Incident incident, string? instanceId, string definitionId, string? stimulusKey)
    {
        Sql.Write(
            "INSERT INTO incident (practice_id, id, instance_id, definition_id, activity_id, kind, message, created_at, stimulus_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            PracticeId, incident.Id, instanceId, definitionId, incident.ActivityId, incident.Kind, incident.Message, incident.At.ToUnixTimeMilliseconds(), stimulusKey);
        Watch.CameUp(incident.Kind);
    }

    internal void Insert(StimulusRow row)
    {
        HasNewStimuli = true;
        Sql.Write(
            "INSERT INTO stimulus (practice_id, key, kind, payload, attempts, not_before, enqueued_at, traceparent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, key) DO NOTHING",
            PracticeId, row.Key, row.Kind, row.Payload, (long)row.Attempts, NowMs, NowMs, row.TraceParent);
    }

    internal void Insert(string id, OutboxDraft draft, string? traceParent)
    {
        HasNewMessages = true;
        var notBefore = draft.NotBefore ?? Now;
        Sql.Write(
            "INSERT INTO outbox (practice_id, id, idempotency_key, channel, recipient, payload, state, attempts, not_before, due_at, instance_id, bookmark_id, created_at, updated_at, traceparent) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7, $8, $9, $10, $10, $11)",
            PracticeId, id, draft.IdempotencyKey, draft.Channel, draft.Recipient, draft.Payload, notBefore.ToUnixTimeMilliseconds(), draft.InstanceId, draft.BookmarkId, NowMs, traceParent);
    }

    internal void Insert(UserTaskDraft task) =>
        Sql.Write(
            "INSERT INTO user_task (practice_id, id, instance_id, bookmark_id, activity_id, title, state, priority, due_at, created_at, version, details) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7, $8, $9, 1, $10)",
            PracticeId, task.Id, task.InstanceId, task.BookmarkId, task.ActivityId, task.Title, (long)task.Priority, task.DueAt?.ToUnixTimeMilliseconds(), NowMs, task.Details);

    /// <summary>The instance that a start with this key made or will make.</summary>
    internal string? FindStarted(string key)
    {
        using var reader = Sql.Read("SELECT kind, payload, result FROM stimulus WHERE practice_id = $1 AND key = $2", PracticeId, key);
        if (!reader.Read())
            return null;
        if (reader.GetString(1).Length > 0)
            return new StimulusRow(key, reader.GetString(0), reader.GetString(1)).ReadStart().InstanceId;
        return reader.IsDBNull(2) ? string.Empty : JsonNode.Parse(reader.GetString(2))?["InstanceId"]?.ToString() ?? string.Empty;
    }

    internal string? FindMessage(string idempotencyKey)
    {
        using var reader = Sql.Read("SELECT id FROM outbox WHERE practice_id = $1 AND idempotency_key = $2", PracticeId, idempotencyKey);
        return reader.Read() ? reader.GetString(0) : null;
    }

    /// <summary>The instances that a broadcast stimulus resumes and the workflows that it starts.</summary>
    internal List<StimulusRow> Route(string stimulus, JsonNode? payload, string? correlationId, string? instanceId = null)
    {
        var input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Payload"] = payload };
        var rows = new List<StimulusRow>();
        foreach (var (definitionId, activityId) in instanceId is null ? Definitions.TriggersOf(this, stimulus) : [])
        {
            var id = Environment.NewId();
            rows.Add(StimulusRow.ForStart(new StartRequest(definitionId) { Input = input, CorrelationId = correlationId, TriggerActivityId = activityId, InstanceId = id }, $"start:{id}"));
        }

        if (instanceId is not null)
        {
            if (Load(instanceId) is { } only && (correlationId is null || string.Equals(only.StoredCorrelationId, correlationId, StringComparison.Ordinal)))
                rows.AddRange(only.StoredBookmarks().Where(b => string.Equals(b.Stimulus, stimulus, StringComparison.Ordinal)).Select(b => Resume(b.Id)));
            return rows;
        }

        using var reader = correlationId is null
            ? Sql.Read("SELECT id FROM bookmark WHERE practice_id = $1 AND stimulus = $2 ORDER BY created_at, id", PracticeId, stimulus)
            : Sql.Read("SELECT id FROM bookmark WHERE practice_id = $1 AND stimulus = $2 AND correlation_id = $3 ORDER BY created_at, id", PracticeId, stimulus, correlationId);
        while (reader.Read())
            rows.Add(Resume(reader.GetString(0)));
        return rows;

        StimulusRow Resume(string bookmarkId) => StimulusRow.ForResume(bookmarkId, input, $"event:{bookmarkId}:{Environment.NewId()}");
    }

    private void End()
    {
        _transaction?.Dispose();
        _transaction = null;
        Sql.Transaction = null;
    }
}

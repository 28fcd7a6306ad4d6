using System.Data.Common;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Pump;

/// <summary>Another process owns the practice now; this one must not write any more.</summary>
public sealed class FencedException() : Exception("Another process has taken over this practice. This one stops.");

/// <summary>
/// A practice's engine. Everything that writes goes through its pump: starts, events, outcomes, due timers and commands
/// of the domain. The pump runs each as a burst under a savepoint and commits many together; a caller is answered after
/// the commit.
/// </summary>
public sealed class WorkflowEngine : IOutbox, IAsyncDisposable
{
    private const long Parked = 253_402_300_799_000;
    private readonly EngineDatabase _database;
    private readonly IServiceScopeFactory? _scopes;
    private readonly ILogger _logger;
    private readonly Queue<Request> _requests = new();
    private readonly Lock _gate = new();
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _wake = NewSignal();
    private TaskCompletionSource _outboxWake = NewSignal();
    private BurstGroup? _group;
    private long _epoch;
    private bool _pendingHint = true;
    private bool _disposed;

    /// <summary>Creates the engine of one practice. Nothing runs before <see cref="OpenAsync"/>.</summary>
    public WorkflowEngine(EngineDatabase database, WorkflowDefinitions definitions, TimeProvider timeProvider, ILogger<WorkflowEngine> logger, IServiceScopeFactory? scopes = null, EngineOptions? options = null)
    {
        _database = database;
        _scopes = scopes;
        _logger = logger;
        Options = options ?? new EngineOptions();
        Definitions = definitions;
        Environment = new ExecutionEnvironment(timeProvider, Options.ScriptLimits, Options.Seed, Options.TimeZone);
    }

    /// <summary>How the pump works.</summary>
    public EngineOptions Options { get; }

    /// <summary>The practice's definitions.</summary>
    public WorkflowDefinitions Definitions { get; }

    /// <summary>Clock, ids and limits.</summary>
    public ExecutionEnvironment Environment { get; }

    /// <summary>The practice's database, for readers.</summary>
    public EngineDatabase Database => _database;

    /// <summary>Raised after each commit that changed something.</summary>
    public event Action? Committed;

    private long NowMs => Environment.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates missing tables and takes ownership of the practice.</summary>
    /// <exception cref="NewerDatabaseException">A later program wrote the database.</exception>
    public ValueTask OpenAsync()
    {
        _database.EnsureSchema(Environment.TimeProvider);
        using var connection = _database.OpenWriter();
        using var transaction = _database.Begin(connection);
        using var sql = _database.CreateSession(connection);
        sql.Transaction = transaction;
        using (var reader = sql.Read("INSERT INTO engine_epoch (practice_id, epoch, owner, taken_at) VALUES ($1, 1, $2, $3) ON CONFLICT (practice_id) DO UPDATE SET epoch = engine_epoch.epoch + 1, owner = excluded.owner, taken_at = excluded.taken_at RETURNING epoch", _database.PracticeId, _owner, NowMs))
        {
            reader.Read();
            _epoch = reader.GetInt64(0);
        }

        transaction.Commit();
        _pendingHint = true;
        return default;
    }

    /// <summary>Starts an instance and runs its first burst.</summary>
    public async Task<BurstResult> StartAsync(StartRequest request, CancellationToken cancellationToken = default) =>
        (BurstResult)(await SubmitAsync(request.IdempotencyKey is { } key ? "start:" + key : null, (burst, _) => StartBurstAsync(burst, request), cancellationToken))!;

    /// <summary>Resumes the wait with that id.</summary>
    /// <exception cref="NoSuchBookmarkException">It is gone.</exception>
    public async Task<BurstResult> ResumeAsync(string bookmarkId, IReadOnlyDictionary<string, object?>? input = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        (BurstResult)(await SubmitAsync(idempotencyKey is null ? null : "resume:" + idempotencyKey, (burst, _) => ResumeBurstAsync(burst, bookmarkId, input ?? new Dictionary<string, object?>(StringComparer.Ordinal), strict: true), cancellationToken))!;

    /// <summary>Delivers a named event to all that wait for it.</summary>
    public Task PublishEventAsync(string eventName, JsonNode? payload = null, string? correlationId = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(
            idempotencyKey is null ? null : "event:" + idempotencyKey,
            (burst, _) =>
            {
                burst.PublishEvent(eventName, payload, correlationId);
                return new ValueTask<object?>((object?)null);
            },
            cancellationToken);

    /// <summary>Ends an instance from outside.</summary>
    /// <returns>False when it was over already or never was.</returns>
    public Task<bool> CancelAsync(string instanceId, CancellationToken cancellationToken = default) => CancelAsync(instanceId, null, null, cancellationToken);

    /// <summary>Ends an instance from outside and notes the reason in its journal. With a key, the same request is done once.</summary>
    /// <returns>False when it was over already or never was.</returns>
    public async Task<bool> CancelAsync(string instanceId, string? reason, string? idempotencyKey, CancellationToken cancellationToken) =>
        (bool)(await SubmitAsync(
            idempotencyKey is null ? null : "cancel:" + idempotencyKey,
            async (burst, _) =>
            {
                if (burst.Group.Load(instanceId) is not { Status: WorkflowStatus.Running } instance)
                    return false;
                burst.Touch(instance);
                await instance.CancelAsync(reason);
                return true;
            },
            cancellationToken))!;

    /// <summary>
    /// Runs a command of the domain as a burst: its rows, events and messages commit together. With a key, a repeated
    /// command does nothing and gives the default.
    /// </summary>
    public async Task<T?> ExecuteAsync<T>(Func<BurstTransaction, IServiceProvider, CancellationToken, ValueTask<T>> command, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        await SubmitAsync(idempotencyKey is null ? null : "command:" + idempotencyKey, async (burst, token) => await command(burst, burst, token), cancellationToken) is T result ? result : default;

    /// <summary>Runs the pump until canceled. Between bursts it sleeps until the next timer, or until something arrives.</summary>
    /// <exception cref="FencedException">Another process has taken over.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var signal = _wake;
            try
            {
                if (await ProcessAsync(cancellationToken))
                    continue;
            }
            catch (Exception e) when (e is DbException)
            {
                _logger.LogError("The database did not take a batch: {Type} {Message}. The batch is tried again.", e.GetType().Name, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), Environment.TimeProvider, cancellationToken);
                continue;
            }

            var due = await NextDueAsync(cancellationToken);
            await SleepAsync(signal, due, cancellationToken);
        }
    }

    /// <summary>Processes one batch: requests, stored stimuli, due timers.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public async ValueTask<bool> ProcessAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ProcessBatchAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Processes batches until nothing is due now (simulation and tests).</summary>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        while (await ProcessAsync(cancellationToken))
        {
        }
    }

    /// <summary>When the next timer, schedule or retry is due (UTC); null when there is none.</summary>
    public async ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var connection = _database.OpenReader();
            using var sql = _database.CreateSession(connection);
            using var reader = sql.Read(
                """
                SELECT MIN(due) FROM (
                  SELECT MIN(due_at) AS due FROM bookmark WHERE practice_id = $1 AND due_at IS NOT NULL
                  UNION ALL SELECT MIN(due_at) FROM workflow_trigger WHERE practice_id = $1 AND due_at IS NOT NULL
                  UNION ALL SELECT MIN(not_before) FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before < $2) AS dues
                """,
                _database.PracticeId, Parked);
            return reader.Read() && !reader.IsDBNull(0) ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)) : null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _turn.WaitAsync();
        ReleaseGroup();
        _turn.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<object?> SubmitAsync(string? key, Func<Burst, CancellationToken, ValueTask<object?>> body, CancellationToken cancellationToken)
    {
        var request = new Request(key, body, cancellationToken);
        lock (_gate)
            _requests.Enqueue(request);
        Wake();
        return request.Answer.Task;
    }

    private void Wake()
    {
        var signal = _wake;
        _wake = NewSignal();
        signal.TrySetResult();
    }

    private async Task SleepAsync(TaskCompletionSource signal, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_requests.Count > 0)
                return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = due - Environment.TimeProvider.GetUtcNow() ?? TimeSpan.FromDays(1);
        if (wait <= TimeSpan.Zero)
            return;
        if (wait > TimeSpan.FromDays(1))
            wait = TimeSpan.FromDays(1);
        var timer = Task.Delay(wait, Environment.TimeProvider, stop.Token);
        await Task.WhenAny(signal.Task, timer);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async ValueTask<bool> ProcessBatchAsync(CancellationToken cancellationToken)
    {
        var requests = TakeRequests();
        if (requests.Count == 0 && !_pendingHint && !HasDueNow())
            return false;
        var answered = new List<(Request Request, object? Result, Exception? Error)>();
        var group = _group ??= CreateGroup();
        var worked = requests.Count > 0;
        try
        {
            group.Begin(_database);
            CheckEpoch(group);
            group.HasNewStimuli = false;
            foreach (var request in requests)
                answered.Add(await RunRequestAsync(group, request, cancellationToken));
            if (requests.Count < Options.MaxBatch)
                worked |= await RunStoredAsync(group, Options.MaxBatch - requests.Count, cancellationToken);
            var hint = group.HasNewStimuli;
            var messages = group.HasNewMessages;
            group.Commit();
            _pendingHint = hint || (worked && requests.Count == 0);
            if (messages)
                WakeOutbox();
        }
        catch (Exception e)
        {
            group.Abort();
            Definitions.Forget();
            ReleaseGroup();
            _pendingHint = true;
            foreach (var request in requests)
                request.Answer.TrySetException(e);
            throw;
        }

        foreach (var (request, result, error) in answered)
        {
            if (error is null)
                request.Answer.TrySetResult(result);
            else
                request.Answer.TrySetException(error);
        }

        if (worked)
            Committed?.Invoke();
        return worked || _pendingHint;
    }

    private List<Request> TakeRequests()
    {
        var list = new List<Request>();
        lock (_gate)
        {
            while (list.Count < Options.MaxBatch && _requests.TryDequeue(out var request))
            {
                if (request.CancellationToken.IsCancellationRequested)
                    request.Answer.TrySetCanceled(request.CancellationToken);
                else
                    list.Add(request);
            }
        }

        return list;
    }

    private bool HasDueNow()
    {
        using var connection = _database.OpenReader();
        using var sql = _database.CreateSession(connection);
        using var reader = sql.Read(
            """
            SELECT EXISTS (SELECT 1 FROM bookmark WHERE practice_id = $1 AND due_at <= $2)
                OR EXISTS (SELECT 1 FROM workflow_trigger WHERE practice_id = $1 AND due_at <= $2)
                OR EXISTS (SELECT 1 FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before <= $2)
            """,
            _database.PracticeId, NowMs);
        return reader.Read() && Convert.ToBoolean(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture);
    }

    private BurstGroup CreateGroup() => new(_database, _database.OpenWriter(), Environment, Definitions, Options, CreateScope);

    private void ReleaseGroup()
    {
        _group?.Sql.Dispose();
        _group?.Connection.Dispose();
        _group = null;
    }

    private (IServiceProvider? Services, IAsyncDisposable? Owner) CreateScope(Burst burst)
    {
        if (_scopes is null)
            return (null, null);
        var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetService<BurstHolder>()?.Set(burst);
        return (scope.ServiceProvider, scope);
    }

    private void CheckEpoch(BurstGroup group)
    {
        using var reader = group.Sql.Read(_database.IsPostgres ? "SELECT epoch FROM engine_epoch WHERE practice_id = $1 FOR SHARE" : "SELECT epoch FROM engine_epoch WHERE practice_id = $1", _database.PracticeId);
        if (!reader.Read() || reader.GetInt64(0) != _epoch)
            throw new FencedException();
    }

    private async ValueTask<(Request Request, object? Result, Exception? Error)> RunRequestAsync(BurstGroup group, Request request, CancellationToken cancellationToken)
    {
        if (request.Key is { } key && FindConsumed(group, key) is { } earlier)
            return (request, earlier.Result, null);
        var burst = new Burst(group);
        try
        {
            var result = await request.Body(burst, cancellationToken);
            await burst.CompleteAsync(cancellationToken);
            if (request.Key is not null)
                Consume(group, request.Key, result);
            return (request, result, null);
        }
        catch (Exception e) when (!IsFatal(e))
        {
            burst.Rollback();
            if (IsUnexpected(e))
                Report(group, e, null, null, null);
            return (request, null, e);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    private async ValueTask<bool> RunStoredAsync(BurstGroup group, int limit, CancellationToken cancellationToken)
    {
        var worked = false;
        foreach (var row in ReadStimuli(group, limit))
        {
            worked = true;
            await RunStimulusAsync(group, row, cancellationToken);
            limit--;
        }

        foreach (var (bookmarkId, due) in ReadDueBookmarks(group, limit))
        {
            worked = true;
            await RunDueAsync(group, bookmarkId, due, cancellationToken);
            limit--;
        }

        foreach (var trigger in ReadDueTriggers(group, Math.Max(limit, 1)))
        {
            worked = true;
            await RunScheduleAsync(group, trigger, cancellationToken);
        }

        return worked;
    }

    private List<StimulusRow> ReadStimuli(BurstGroup group, int limit)
    {
        var rows = new List<StimulusRow>();
        using var reader = group.Sql.Read("SELECT key, kind, payload, attempts FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before <= $2 ORDER BY not_before, sequence LIMIT $3", _database.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add(new StimulusRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), (int)reader.GetInt64(3)));
        return rows;
    }

    private List<(string Id, long Due)> ReadDueBookmarks(BurstGroup group, int limit)
    {
        var rows = new List<(string, long)>();
        if (limit <= 0)
            return rows;
        using var reader = group.Sql.Read("SELECT id, due_at FROM bookmark WHERE practice_id = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $3", _database.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        return rows;
    }

    private List<DueTrigger> ReadDueTriggers(BurstGroup group, int limit)
    {
        var rows = new List<DueTrigger>();
        using var reader = group.Sql.Read("SELECT definition_id, activity_id, stimulus, due_at FROM workflow_trigger WHERE practice_id = $1 AND due_at <= $2 ORDER BY due_at, definition_id, activity_id LIMIT $3", _database.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add(new DueTrigger(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3)));
        return rows;
    }

    private async ValueTask RunStimulusAsync(BurstGroup group, StimulusRow row, CancellationToken cancellationToken)
    {
        var burst = new Burst(group);
        try
        {
            if (string.Equals(row.Kind, StimulusRow.Start, StringComparison.Ordinal))
            {
                await StartBurstAsync(burst, row.ReadStart());
            }
            else
            {
                var (bookmarkId, input) = row.ReadResume();
                await ResumeBurstAsync(burst, bookmarkId, input, strict: false);
            }

            await burst.CompleteAsync(cancellationToken);
            group.Sql.Write("DELETE FROM stimulus WHERE practice_id = $1 AND key = $2", _database.PracticeId, row.Key);
        }
        catch (Exception e) when (!IsFatal(e))
        {
            burst.Rollback();
            Retry(group, row, e);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    private async ValueTask RunDueAsync(BurstGroup group, string bookmarkId, long due, CancellationToken cancellationToken)
    {
        var burst = new Burst(group);
        try
        {
            await ResumeBurstAsync(burst, bookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal), strict: false);
            await burst.CompleteAsync(cancellationToken);
        }
        catch (Exception e) when (!IsFatal(e))
        {
            // From here on a stimulus row drives the timer, because it can count attempts.
            burst.Rollback();
            group.Sql.Write("UPDATE bookmark SET due_at = NULL WHERE practice_id = $1 AND id = $2", _database.PracticeId, bookmarkId);
            var row = StimulusRow.ForResume(bookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"due:{bookmarkId}:{due}"));
            group.Insert(row);
            Retry(group, row, e);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    private async ValueTask RunScheduleAsync(BurstGroup group, DueTrigger due, CancellationToken cancellationToken)
    {
        var compiled = Definitions.GetPublished(group, due.DefinitionId);
        var next = compiled.Find(due.ActivityId) is Activities.Trigger trigger
            ? trigger.GetTriggerPayloads(new Activities.TriggerIndexingContext(compiled, trigger, Environment)).FirstOrDefault(p => string.Equals(p.Stimulus, due.Stimulus, StringComparison.Ordinal))?.FirstDueAt
            : null;
        if (next is { } n && n.ToUnixTimeMilliseconds() <= due.DueAt)
            next = null;
        group.Sql.Write("UPDATE workflow_trigger SET due_at = $5 WHERE practice_id = $1 AND definition_id = $2 AND activity_id = $3 AND stimulus = $4", _database.PracticeId, due.DefinitionId, due.ActivityId, due.Stimulus, next?.ToUnixTimeMilliseconds());
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cron:{due.DefinitionId}:{due.ActivityId}:{due.DueAt}");
        await RunRequestAsync(group, new Request(key, (burst, _) => StartBurstAsync(burst, new StartRequest(due.DefinitionId) { TriggerActivityId = due.ActivityId }), CancellationToken.None), cancellationToken);
    }

    private static async ValueTask<object?> StartBurstAsync(Burst burst, StartRequest request)
    {
        var group = burst.Group;
        var workflow = request.Version is { } version ? group.Definitions.GetCompiled(group, request.DefinitionId, version) : group.Definitions.GetPublished(group, request.DefinitionId);
        if (!ActivationStrategy.Allows(group, workflow, request.CorrelationId))
            return new BurstResult(null, WorkflowStatus.Finished, WorkflowSubStatus.Cancelled);
        var instance = group.Create(request.InstanceId ?? burst.NewId(), workflow);
        burst.Touch(instance);
        instance.Input = request.Input ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        instance.CorrelationId = request.CorrelationId;
        instance.Name = request.Name;
        instance.TriggerActivityId = request.TriggerActivityId;
        instance.ParentInstanceId = request.ParentInstanceId;
        instance.ParentBookmarkId = request.ParentBookmarkId;
        await instance.StartAsync(burst);
        return new BurstResult(instance.Id, instance.Status, instance.SubStatus) { HttpResponse = instance.HttpResponse };
    }

    private async ValueTask<object?> ResumeBurstAsync(Burst burst, string bookmarkId, IReadOnlyDictionary<string, object?> input, bool strict)
    {
        string instanceId;
        using (var reader = burst.Group.Sql.Read("SELECT instance_id FROM bookmark WHERE practice_id = $1 AND id = $2", _database.PracticeId, bookmarkId))
        {
            if (!reader.Read())
                return strict ? throw new NoSuchBookmarkException("Nothing waits there any more: it was answered already, or the process is over.") : null;
            instanceId = reader.GetString(0);
        }

        var instance = burst.Group.Load(instanceId);
        var bookmark = instance?.Bookmarks.FirstOrDefault(b => string.Equals(b.Id, bookmarkId, StringComparison.Ordinal));
        if (instance is null || bookmark is null)
            return strict ? throw new NoSuchBookmarkException("Nothing waits there any more: it was answered already, or the process is over.") : null;
        burst.Touch(instance);
        await instance.ResumeAsync(bookmark, input, burst);
        return new BurstResult(instance.Id, instance.Status, instance.SubStatus) { HttpResponse = instance.HttpResponse };
    }

    private (bool Found, object? Result)? FindConsumed(BurstGroup group, string key)
    {
        using var reader = group.Sql.Read("SELECT result FROM stimulus WHERE practice_id = $1 AND key = $2", _database.PracticeId, key);
        if (!reader.Read())
            return null;
        var text = reader.IsDBNull(0) ? null : reader.GetString(0);
        if (text is null)
            return (true, null);
        var json = JsonNode.Parse(text);
        return json is JsonObject o && o["SubStatus"] is not null
            ? (true, new BurstResult((string?)o["InstanceId"], Enum.Parse<WorkflowStatus>(o["Status"]!.ToString()), Enum.Parse<WorkflowSubStatus>(o["SubStatus"]!.ToString())))
            : (true, Values.FromJson(json));
    }

    private void Consume(BurstGroup group, string key, object? result)
    {
        var text = result switch
        {
            null => null,
            BurstResult r => new JsonObject { ["InstanceId"] = r.InstanceId, ["Status"] = r.Status.ToString(), ["SubStatus"] = r.SubStatus.ToString() }.ToJsonString(),
            string or bool or int or long => Values.ToJson(result)!.ToJsonString(),
            _ => null,
        };
        group.Sql.Execute(
            "INSERT INTO stimulus (practice_id, key, kind, payload, attempts, not_before, enqueued_at, consumed_at, result) VALUES ($1, $2, 'request', '', 1, $3, $3, $3, $4)",
            _database.PracticeId, key, NowMs, text);
    }

    private void Retry(BurstGroup group, StimulusRow row, Exception e)
    {
        var attempts = row.Attempts + 1;
        var giveUp = attempts >= Options.MaxAttempts;
        var delay = Options.FirstRetryDelay * Math.Pow(2, attempts - 1);
        var notBefore = giveUp ? Parked : NowMs + (long)delay.TotalMilliseconds;
        group.Sql.Write("UPDATE stimulus SET attempts = $3, not_before = $4 WHERE practice_id = $1 AND key = $2", _database.PracticeId, row.Key, (long)attempts, notBefore);
        if (giveUp)
            Report(group, e, row.Key, InstanceOf(group, row), row.Kind == StimulusRow.Start ? row.ReadStart().DefinitionId : null);
    }

    private static string? InstanceOf(BurstGroup group, StimulusRow row)
    {
        if (string.Equals(row.Kind, StimulusRow.Start, StringComparison.Ordinal))
            return row.ReadStart().InstanceId;
        using var reader = group.Sql.Read("SELECT instance_id FROM bookmark WHERE practice_id = $1 AND id = $2", group.PracticeId, row.ReadResume().BookmarkId);
        return reader.Read() ? reader.GetString(0) : null;
    }

    private void Report(BurstGroup group, Exception e, string? stimulusKey, string? instanceId, string? definitionId)
    {
        // Only the type goes into the incident: the text of a foreign exception may quote patient data.
        var incident = new Incident(Environment.NewId(), string.Empty, string.Empty, "exception", $"The step stopped with an unexpected error ({e.GetType().Name}). Nothing of it was kept; it can be tried again.", Environment.TimeProvider.GetUtcNow());
        group.InsertIncident(incident, instanceId, definitionId ?? string.Empty, stimulusKey);
        _logger.LogError("A burst failed with {Type} at {Where}; incident {Incident}.", e.GetType().FullName, e.StackTrace?.Split('\n')[0].Trim(), incident.Id);
    }

    private static bool IsFatal(Exception e) => e is FencedException or OperationCanceledException || (e is DbException && e is not Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 } and not Npgsql.PostgresException { SqlState: ['2', '3', ..] });

    private static bool IsUnexpected(Exception e) => e is NullReferenceException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException;

    private sealed record DueTrigger(string DefinitionId, string ActivityId, string Stimulus, long DueAt);

    private sealed class Request(string? key, Func<Burst, CancellationToken, ValueTask<object?>> body, CancellationToken cancellationToken)
    {
        public string? Key { get; } = key;

        public Func<Burst, CancellationToken, ValueTask<object?>> Body { get; } = body;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // ---- outbox -------------------------------------------------------------------------------------------------

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        (IReadOnlyList<OutboxMessage>)(await SubmitAsync(null, (burst, _) => new ValueTask<object?>(OutboxRows.Lease(burst.Group, limit, lease)), cancellationToken))!;

    /// <inheritdoc/>
    public async ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken) =>
        await SubmitAsync(null, (burst, _) => new ValueTask<object?>(OutboxRows.Record(burst, messageId, outcome)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken) =>
        (bool)(await SubmitAsync(null, (burst, _) => new ValueTask<object?>(OutboxRows.RecordByProviderId(burst, channel, providerId, outcome)), cancellationToken))!;

    /// <inheritdoc/>
    public async ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_outboxWake.Task, Task.Delay(timeout, Environment.TimeProvider, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void WakeOutbox()
    {
        var signal = _outboxWake;
        _outboxWake = NewSignal();
        signal.TrySetResult();
    }
}

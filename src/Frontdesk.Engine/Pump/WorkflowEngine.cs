using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Pump;

/// <summary>
/// A practice's engine. Everything that writes goes through its pump: starts, events, outcomes, due timers and commands
/// of the domain. The pump runs each as a burst under a savepoint and commits many together; a caller is answered after
/// the commit.
/// </summary>
public sealed class WorkflowEngine : IOutbox, IAsyncDisposable
{
    // A machine that was suspended, or a clock that was set forward, delays no timer by more than this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly EngineDatabase _database;
    private readonly IServiceScopeFactory? _scopes;
    private readonly ILogger _logger;
    private readonly EngineTelemetry? _telemetry;
    private readonly BurstWatch _watch;
    private readonly Queue<PumpRequest> _requests = new();
    private readonly Lock _gate = new();
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _wake = NewSignal();
    private TaskCompletionSource _outboxWake = NewSignal();
    private BurstGroup? _group;
    private long _epoch;
    private bool _pendingHint = true;
    private bool _disposed;
    private volatile bool _isPumping;
    private bool _outboxChanged = true;
    private Exception? _stopped;
    private DateTimeOffset _forgetKeysAt = DateTimeOffset.MinValue;

    /// <summary>Creates the engine of one practice. Nothing runs before <see cref="OpenAsync"/>.</summary>
    public WorkflowEngine(EngineDatabase database, WorkflowDefinitions definitions, TimeProvider timeProvider, ILogger<WorkflowEngine> logger, IServiceScopeFactory? scopes = null, EngineOptions? options = null, EngineTelemetry? telemetry = null)
    {
        _database = database;
        _scopes = scopes;
        _logger = logger;
        Options = options ?? new EngineOptions();
        Definitions = definitions;
        Environment = new ExecutionEnvironment(timeProvider, Options.ScriptLimits, Options.Seed, Options.TimeZone) { MaxStepsPerBurst = Options.MaxStepsPerBurst, Telemetry = telemetry };
        _telemetry = telemetry;
        _watch = new BurstWatch(telemetry, logger, timeProvider);
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
        _telemetry?.Taken(_epoch, new Backlog(_database, Environment.TimeProvider));
        _pendingHint = true;
        return default;
    }

    /// <summary>Starts an instance and runs its first burst.</summary>
    public async Task<BurstResult> StartAsync(StartRequest request, CancellationToken cancellationToken = default) =>
        (BurstResult)(await SubmitAsync(BurstKind.Start, request.IdempotencyKey is { } key ? "start:" + key : null, (burst, _) => BurstRunner.StartAsync(burst, request), cancellationToken))!;

    /// <summary>Resumes the wait with that id.</summary>
    /// <exception cref="NoSuchBookmarkException">It is gone.</exception>
    public async Task<BurstResult> ResumeAsync(string bookmarkId, IReadOnlyDictionary<string, object?>? input = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        (BurstResult)(await SubmitAsync(BurstKind.Resume, idempotencyKey is null ? null : "resume:" + idempotencyKey, (burst, _) => BurstRunner.ResumeAsync(burst, bookmarkId, input ?? new Dictionary<string, object?>(StringComparer.Ordinal), strict: true), cancellationToken))!;

    /// <summary>Delivers a named event to all that wait for it.</summary>
    public Task PublishEventAsync(string eventName, JsonNode? payload = null, string? correlationId = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(
            BurstKind.Event,
            idempotencyKey is null ? null : "event:" + idempotencyKey,
            (burst, _) =>
            {
                burst.PublishEvent(eventName, payload, correlationId);
                return new ValueTask<object?>((object?)null);
            },
            cancellationToken);

    /// <summary>Ends an instance from outside, and with it every instance that it started and that still runs.</summary>
    /// <returns>False when it was over already or never was.</returns>
    public Task<bool> CancelAsync(string instanceId, CancellationToken cancellationToken = default) => CancelAsync(instanceId, null, null, cancellationToken);

    /// <summary>Ends an instance from outside and notes the reason in its journal. With a key, the same request is done once.</summary>
    /// <returns>False when it was over already or never was.</returns>
    public async Task<bool> CancelAsync(string instanceId, string? reason, string? idempotencyKey, CancellationToken cancellationToken) =>
        (bool)(await SubmitAsync(BurstKind.Command, idempotencyKey is null ? null : "cancel:" + idempotencyKey, (burst, _) => Cancellation.CancelAsync(burst, instanceId, reason), cancellationToken))!;

    /// <summary>Tries one step of a definition out, by itself. It runs with the practice's records, and nothing of it is kept or leaves.</summary>
    /// <exception cref="InvalidDefinitionException">The step cannot run.</exception>
    /// <exception cref="DefinitionFormatException">There is no such step.</exception>
    public async Task<TrialResult> TryStepAsync(WorkflowDefinition definition, string activityId, CancellationToken cancellationToken = default)
    {
        try
        {
            await SubmitAsync(
                BurstKind.Trial,
                null,
                async (burst, stop) =>
                {
                    // The connection marks the point to which the trial is taken back.
                    _ = burst.Connection;
                    throw new TrialOverException(await Trial.RunAsync(burst, definition, activityId));
                },
                cancellationToken);
            throw new InvalidOperationException("A trial ends by being taken back.");
        }
        catch (TrialOverException over)
        {
            return over.Result;
        }
    }

    /// <summary>
    /// Deletes instances that are over, with their journals and incidents. What they did stays done. Instances that still run
    /// are left alone: they are canceled first.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteInstancesAsync(IReadOnlyList<string> instanceIds, CancellationToken cancellationToken = default) =>
        (int)(await SubmitAsync(BurstKind.Command, null, (burst, _) => new ValueTask<object?>(Deletion.Delete(burst, instanceIds)), cancellationToken))!;

    /// <summary>One step of a sweep that packs and deletes journals of instances that are over: begin with <see cref="JournalSweep.Beginning"/>, go on with each answer until it is done.</summary>
    public async Task<JournalSweep> SweepJournalsAsync(JournalRetention retention, JournalSweep from, CancellationToken cancellationToken = default) =>
        (JournalSweep)(await SubmitAsync(BurstKind.Command, null, (burst, _) => new ValueTask<object?>(JournalSweeping.Run(burst, retention, from)), cancellationToken))!;

    /// <summary>
    /// Moves running instances to another version of their definition in one burst; each is judged as it stands then. With a
    /// key, the same request is done once and answered the same.
    /// </summary>
    /// <exception cref="DefinitionNotFoundException">There is no such version.</exception>
    /// <exception cref="MoveRefusedException">The version is a draft.</exception>
    public async Task<IReadOnlyList<MoveOutcome>> MoveAsync(MoveRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var answer = await SubmitAsync(BurstKind.Command, idempotencyKey is null ? null : "move:" + idempotencyKey, (burst, _) => new ValueTask<object?>(JsonSerializer.Serialize(InstanceMoves.Move(burst, request))), cancellationToken);
        return JsonSerializer.Deserialize<List<MoveOutcome>>((string)answer!)!;
    }

    /// <summary>Tries again what an incident stopped: the stimulus whose burst threw too often. The incident is closed.</summary>
    /// <returns>False when there is no such open incident, or nothing that could be tried again.</returns>
    public async Task<bool> RetryIncidentAsync(string incidentId, CancellationToken cancellationToken = default) =>
        (bool)(await SubmitAsync(BurstKind.Command, null, (burst, _) => new ValueTask<object?>(BurstRunner.RetryIncident(burst, incidentId)), cancellationToken))!;

    /// <summary>
    /// Runs a command of the domain as a burst: its rows, events and messages commit together. With a key, a repeated
    /// command does nothing and gives the default.
    /// </summary>
    public async Task<T?> ExecuteAsync<T>(Func<BurstTransaction, IServiceProvider, CancellationToken, ValueTask<T>> command, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        await SubmitAsync(BurstKind.Command, idempotencyKey is null ? null : "command:" + idempotencyKey, async (burst, token) => await command(burst, burst, token), cancellationToken) is T result ? result : default;

    /// <summary>
    /// Runs the pump until canceled. Between bursts it sleeps until the next timer, or until something arrives. Who calls it goes on at
    /// once, however much is due already.
    /// </summary>
    /// <exception cref="FencedException">Another process has taken over.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _isPumping = true;
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await PumpAsync(cancellationToken);
        }
        finally
        {
            _isPumping = false;
        }
    }

    /// <summary>Looks whether the pump does its work: it runs, its database answers, and the practice is this process's.</summary>
    public PumpCondition Examine()
    {
        if (_stopped is FencedException)
            return PumpCondition.TakenOver;
        if (!_isPumping)
            return PumpCondition.NotRunning;
        try
        {
            using var connection = _database.OpenReader();
            using var sql = _database.CreateSession(connection);
            using var reader = sql.Read("SELECT epoch FROM engine_epoch WHERE practice_id = $1", _database.PracticeId);
            return reader.Read() && reader.GetInt64(0) == _epoch ? PumpCondition.Working : PumpCondition.TakenOver;
        }
        catch (DbException)
        {
            return PumpCondition.DatabaseUnreachable;
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Task signal;
            lock (_gate)
                signal = _wake.Task;
            DateTimeOffset? due;
            try
            {
                if (await ProcessAsync(cancellationToken) && (_pendingHint || HasRequests()))
                    continue;
                due = await NextDueAsync(cancellationToken);
            }
            catch (DbException e)
            {
                // A text of PostgreSQL may quote what a statement held.
                var cause = e is DatabaseUnavailableException ? e.GetBaseException() : e;
                PumpLog.BatchNotTaken(_logger, cause.GetType().Name, cause is Npgsql.PostgresException refused ? refused.SqlState : cause.Message);
                _telemetry?.BatchFailed();
                await Task.Delay(TimeSpan.FromSeconds(1), Environment.TimeProvider, cancellationToken);
                continue;
            }

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
            return Ask(DueTimes.Next);
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
        Stop(new ObjectDisposedException(nameof(WorkflowEngine), "The engine was stopped before this was done. Ask again once it runs."));
        await _turn.WaitAsync();
        ReleaseGroup();
        _turn.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<object?> SubmitAsync(BurstKind kind, string? key, Func<Burst, CancellationToken, ValueTask<object?>> body, CancellationToken cancellationToken)
    {
        var request = new PumpRequest(kind, key, body, cancellationToken);
        lock (_gate)
        {
            if (_stopped is { } reason)
                return Task.FromException<object?>(reason);
            _requests.Enqueue(request);
            Raise(ref _wake);
        }

        return request.Answer.Task;
    }

    private static void Raise(ref TaskCompletionSource signal)
    {
        var raised = signal;
        signal = NewSignal();
        raised.TrySetResult();
    }

    /// <summary>Answers everyone who waits: nothing will run here any more.</summary>
    private void Stop(Exception reason)
    {
        lock (_gate)
        {
            _stopped ??= reason;
            while (_requests.TryDequeue(out var request))
                request.Answer.TrySetException(reason);
        }
    }

    private async Task SleepAsync(Task signal, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        if (HasRequests())
            return;
        var wait = due - Environment.TimeProvider.GetUtcNow() ?? LongestSleep;
        if (wait <= TimeSpan.Zero)
            return;
        if (wait > LongestSleep)
            wait = LongestSleep;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asleep = signal.WaitAsync(wait, Environment.TimeProvider, stop.Token);
        try
        {
            // The clock may have moved on before the sleep began; the time that was reckoned above would then be too long.
            if (due <= Environment.TimeProvider.GetUtcNow())
                await stop.CancelAsync();
            await asleep;
        }
        catch (TimeoutException)
        {
            // Nothing arrived: the timer is due.
            return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask<bool> ProcessBatchAsync(CancellationToken cancellationToken)
    {
        var requests = TakeRequests();
        if (requests.Count == 0 && !_pendingHint && !Ask((sql, practice) => DueTimes.Any(sql, practice, NowMs)))
            return false;

        // When one burst broke what the others share, each runs again under a savepoint of its own, which shows which one.
        var outcome = await RunBatchAsync(requests, isCareful: false, cancellationToken) ?? (await RunBatchAsync(requests, isCareful: true, cancellationToken))!;
        foreach (var (request, result, error) in outcome.Answers)
        {
            if (error is null)
                request.Answer.TrySetResult(result);
            else
                request.Answer.TrySetException(error);
        }

        if (outcome.Worked)
            Committed?.Invoke();
        return outcome.Worked || _pendingHint;
    }

    private async ValueTask<BatchOutcome?> RunBatchAsync(List<PumpRequest> requests, bool isCareful, CancellationToken cancellationToken)
    {
        var answers = new List<RequestAnswer>(requests.Count);
        var worked = requests.Count > 0;
        try
        {
            var group = _group ??= CreateGroup();
            group.Begin(_database, isCareful);
            var isDue = group.CheckEpoch(_epoch);
            var runner = new BurstRunner(group, _logger);
            foreach (var request in requests)
                answers.Add(await runner.RunRequestAsync(request, cancellationToken));
            if (requests.Count < Options.MaxBatch && (isDue || group.HasNewStimuli))
                worked |= await runner.RunStoredAsync(Options.MaxBatch - requests.Count, cancellationToken);
            var (hint, messages) = (group.HasNewStimuli, group.HasNewMessages);
            var isClean = worked && group.Now >= _forgetKeysAt && !ConsumedKeys.Forget(group);
            var committing = Environment.TimeProvider.GetTimestamp();
            group.Commit();
            _watch.Tell(Environment.TimeProvider.GetElapsedTime(committing));
            if (isClean)
                _forgetKeysAt = group.Now + ConsumedKeys.Interval;
            _pendingHint = hint || (worked && requests.Count == 0);
            if (messages)
                WakeOutbox();
            return new BatchOutcome(answers, worked);
        }
        catch (Exception e)
        {
            var isSpoiled = !isCareful && (_group?.IsSpoiled == true || BurstRunner.IsRefusal(e));
            _group?.Abort();
            Definitions.Forget();
            ReleaseGroup();
            _pendingHint = true;
            if (isSpoiled)
                return null;
            var unavailable = DatabaseUnavailableException.IsBehind(e) ? new DatabaseUnavailableException(e) : null;
            foreach (var request in requests)
                request.Answer.TrySetException(unavailable ?? e);
            if (unavailable is not null)
                throw unavailable;
            if (e is FencedException fenced)
            {
                _telemetry?.Lost();
                Stop(fenced);
            }

            throw;
        }
    }

    private bool HasRequests()
    {
        lock (_gate)
            return _requests.Count > 0;
    }

    /// <summary>Asks the database between two batches, over the pump's own connection and its prepared statements.</summary>
    private T Ask<T>(Func<SqlSession, string, T> question)
    {
        try
        {
            return question((_group ??= CreateGroup()).Sql, _database.PracticeId);
        }
        catch (Exception e) when (DatabaseUnavailableException.IsBehind(e))
        {
            ReleaseGroup();
            throw new DatabaseUnavailableException(e);
        }
    }

    private List<PumpRequest> TakeRequests()
    {
        var list = new List<PumpRequest>();
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

    private BurstGroup CreateGroup() => new(_database, _database.OpenWriter(), Environment, Definitions, Options, _watch, CreateScope);

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

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
            _outboxChanged = false;
        return (IReadOnlyList<OutboxMessage>)(await SubmitAsync(BurstKind.Outbox, null, (burst, _) => new ValueTask<object?>(OutboxRows.Lease(burst.Group, limit, lease)), cancellationToken))!;
    }

    /// <summary>A message may be leased now; most moments have none, and to look is cheaper than a lease of nothing.</summary>
    internal bool IsOutboxDue()
    {
        var now = Environment.TimeProvider.GetUtcNow();
        return OutboxRows.NextDue(_database, now) <= now;
    }

    /// <inheritdoc/>
    public async ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken)
    {
        await SubmitAsync(BurstKind.Outbox, null, (burst, _) => new ValueTask<object?>(OutboxRows.Record(burst, messageId, outcome)), cancellationToken);
        WakeOutbox();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken) =>
        (bool)(await SubmitAsync(BurstKind.Outbox, null, (burst, _) => new ValueTask<object?>(OutboxRows.RecordByProviderId(burst, channel, providerId, outcome)), cancellationToken))!;

    /// <inheritdoc/>
    public async ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_gate)
        {
            if (_outboxChanged)
                return;
            changed = _outboxWake.Task;
        }

        // Rows whose time comes later (a retry, a message for tomorrow, a lease that runs out) wake the dispatcher too.
        var now = Environment.TimeProvider.GetUtcNow();
        var due = OutboxRows.NextDue(_database, now) - now;
        var wait = due < timeout ? due.Value : timeout;
        if (wait <= TimeSpan.Zero)
            return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(wait, Environment.TimeProvider, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void WakeOutbox()
    {
        lock (_gate)
        {
            _outboxChanged = true;
            Raise(ref _outboxWake);
        }
    }
}

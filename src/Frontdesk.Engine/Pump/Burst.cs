using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Pump;

/// <summary>One burst inside the pump's transaction. Engine writes are held until it succeeds.</summary>
internal sealed class Burst : BurstTransaction, IServiceProvider, IAsyncDisposable
{
    private readonly BurstGroup _group;
    private readonly List<IBurstParticipant> _participants = [];
    private readonly List<(string Event, JsonNode? Payload, string? Correlation, string? Instance)> _events = [];
    private readonly List<StimulusRow> _stimuli = [];
    private readonly List<(string Id, OutboxDraft Draft)> _messages = [];
    private readonly List<UserTaskDraft> _tasks = [];
    private readonly List<(OutboxMessage Message, OutboxOutcome Outcome)> _outcomes = [];
    private readonly HashSet<WorkflowExecutionContext> _touched = [];
    private IServiceProvider? _scope;
    private IAsyncDisposable? _scopeOwner;
    private bool _hasSavepoint;
    private string? _onBehalfOf;

    internal Burst(BurstGroup group)
    {
        _group = group;
        if (group.IsCareful)
            Mark();
    }

    public override string PracticeId => _group.PracticeId;

    public override DateTimeOffset Now => _group.Now;

    public override DbConnection Connection
    {
        get
        {
            Mark();
            return _group.Connection;
        }
    }

    public override DbTransaction Transaction
    {
        get
        {
            Mark();
            return _group.Transaction;
        }
    }

    internal BurstGroup Group => _group;

    internal bool HasSavepoint => _hasSavepoint;

    /// <summary>What watches the burst knows of it.</summary>
    internal BurstTrail Trail { get; set; }

    /// <summary>How many incidents had come up in the batch when the burst began.</summary>
    internal int IncidentsBefore { get; set; }

    /// <summary>The instance that ran, and its definition; of several, one.</summary>
    internal (string? InstanceId, string? DefinitionId) Subject
    {
        get
        {
            foreach (var instance in _touched)
                return (instance.Id, instance.Workflow.Definition.DefinitionId);
            return default;
        }
    }

    /// <summary>Whether the burst has begun to write; from then on only a savepoint can undo it alone.</summary>
    internal bool IsWriting { get; private set; }

    public override string NewId() => _group.Environment.NewId();

    public override void Enlist(IBurstParticipant participant) => _participants.Add(participant);

    public override void PublishEvent(string eventName, JsonNode? payload = null, string? correlationId = null, string? instanceId = null) => _events.Add((eventName, payload, correlationId, instanceId));

    public override string StartWorkflow(StartRequest request)
    {
        if (request.IdempotencyKey is { } once)
        {
            var key = "start:" + once;
            if (_stimuli.Find(s => string.Equals(s.Key, key, StringComparison.Ordinal)) is { } asked)
                return asked.ReadStart().InstanceId!;
            if (_group.FindStarted(key) is { } earlier)
                return earlier;
            var chosen = request.InstanceId ?? NewId();
            _stimuli.Add(StimulusRow.ForStart(request with { InstanceId = chosen }, key));
            return chosen;
        }

        var id = request.InstanceId ?? NewId();
        _stimuli.Add(StimulusRow.ForStart(request with { InstanceId = id }, $"start:{id}"));
        return id;
    }

    public override void Resume(string bookmarkId, IReadOnlyDictionary<string, object?> input) =>
        _stimuli.Add(StimulusRow.ForResume(bookmarkId, input, $"resume:{bookmarkId}:{NewId()}"));

    public override (string MessageId, bool IsNew) Send(OutboxDraft draft)
    {
        if (_messages.Find(m => string.Equals(m.Draft.IdempotencyKey, draft.IdempotencyKey, StringComparison.Ordinal)) is { Id: { } known })
            return (known, false);
        if (_group.FindMessage(draft.IdempotencyKey) is { } existing)
            return (existing, false);
        var id = NewId();
        _messages.Add((id, draft));
        return (id, true);
    }

    public override async ValueTask<int> WithdrawMessagesAsync(string idempotencyKeyPrefix, CancellationToken cancellationToken = default)
    {
        Mark();
        var unsent = _messages.FindAll(m => m.Draft.IdempotencyKey.StartsWith(idempotencyKeyPrefix, StringComparison.Ordinal));
        _messages.RemoveAll(unsent.Contains);
        var queued = OutboxRows.Queued(_group, idempotencyKeyPrefix);
        foreach (var bookmark in unsent.Select(m => m.Draft.BookmarkId).Concat(queued.Select(m => m.BookmarkId)).OfType<string>())
            Resume(bookmark, new Dictionary<string, object?>(StringComparer.Ordinal) { ["State"] = nameof(OutboxState.Withdrawn), ["Reason"] = "withdrawn" });
        foreach (var message in queued)
            OutboxRows.Withdraw(_group, message.Id);
        foreach (var message in queued)
            await ListenAsync(message, new OutboxOutcome(OutboxState.Withdrawn, Reason: "withdrawn"), cancellationToken);
        return unsent.Count + queued.Count;
    }

    public override void OpenTask(UserTaskDraft task) => _tasks.Add(task);

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(BurstTransaction))
            return this;
        if (_scope is null)
        {
            var created = _group.CreateScope(this);
            _scope = created.Services;
            _scopeOwner = created.Owner;
        }

        return _scope?.GetService(serviceType);
    }

    internal void Touch(WorkflowExecutionContext instance) => _touched.Add(instance);

    internal void TellOutcome(OutboxMessage message, OutboxOutcome outcome) => _outcomes.Add((message, outcome));

    /// <summary>What follows belongs to the trace in which a message was written, and not to the one in which its outcome came.</summary>
    internal void GoOnFrom(OutboxMessage message)
    {
        if (message.TraceParent is not { } written)
            return;
        _onBehalfOf = written;
        Trail.Span?.AddLink(new System.Diagnostics.ActivityLink(Telemetry.TraceParent.Parse(written)));
    }

    /// <summary>Writes everything the burst did into the group's transaction.</summary>
    internal async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var (message, outcome) in _outcomes)
            await ListenAsync(message, outcome, cancellationToken);
        for (var i = 0; i < _participants.Count; i++)
            await _participants[i].FlushAsync(this, cancellationToken);
        foreach (var instance in _touched)
            NotifyParent(instance);
        foreach (var (name, payload, correlation, only) in _events)
            _stimuli.AddRange(_group.Route(Event.StimulusOf(name), payload, correlation, only));
        IsWriting = true;
        foreach (var task in _tasks)
            _group.Insert(task);
        foreach (var instance in _touched)
            _group.Save(instance);
        foreach (var row in _stimuli)
            _group.Insert(row with { TraceParent = _onBehalfOf ?? Trail.TraceParent });
        foreach (var (id, draft) in _messages)
            _group.Insert(id, draft, Trail.TraceParent);
        if (_hasSavepoint)
            _group.ReleaseSavepoint();
        _hasSavepoint = false;
    }

    /// <summary>Forgets everything the burst did.</summary>
    internal void Rollback()
    {
        if (_hasSavepoint)
            _group.RollbackToSavepoint();
        _hasSavepoint = false;
        _group.Watch.TakeBackIncidents(IncidentsBefore);
        foreach (var instance in _touched)
            _group.Evict(instance.Id);
        _group.Definitions.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        // Ended already, unless what broke it undid the whole batch.
        Trail.Span?.Dispose();
        if (_scopeOwner is not null)
            await _scopeOwner.DisposeAsync();
    }

    private ValueTask ListenAsync(OutboxMessage message, OutboxOutcome outcome, CancellationToken cancellationToken) =>
        GetService(typeof(IOutcomeListener)) is IOutcomeListener listener ? listener.OutcomeRecordedAsync(this, message, outcome, cancellationToken) : default;

    private void NotifyParent(WorkflowExecutionContext instance)
    {
        if (instance.Status != Instances.WorkflowStatus.Finished || instance.ParentBookmarkId is not { } bookmark)
            return;
        var input = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["InstanceId"] = instance.Id,
            ["SubStatus"] = instance.SubStatus.ToString(),
            ["Output"] = JsonSerializer.SerializeToNode(instance.Output.ToDictionary(p => p.Key, p => Expressions.Values.ToJson(p.Value), StringComparer.Ordinal)),
        };
        _stimuli.Add(StimulusRow.ForResume(bookmark, input, $"finished:{instance.Id}"));
        instance.ParentBookmarkId = null;
    }

    private void Mark()
    {
        if (_hasSavepoint)
            return;
        _group.Savepoint();
        _hasSavepoint = true;
    }
}

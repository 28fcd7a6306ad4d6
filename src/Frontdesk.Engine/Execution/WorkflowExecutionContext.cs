using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Execution;

/// <summary>An instance in memory: its state, and the work of the current burst.</summary>
public sealed class WorkflowExecutionContext
{
    private static readonly Dictionary<string, object?> Nothing = new(StringComparer.Ordinal);
    private readonly Queue<WorkItem> _work = new();
    private readonly List<Bookmark> _bookmarks = [];
    private ScriptSession? _scripts;
    private Dictionary<string, object?>? _outputs;

    internal WorkflowExecutionContext(string id, CompiledWorkflow workflow, ExecutionEnvironment environment)
    {
        Id = id;
        Workflow = workflow;
        Environment = environment;
        Journal = new JournalBuffer(environment.TimeProvider);
        RootContext = null!;
    }

    /// <summary>The instance's id.</summary>
    public string Id { get; }

    /// <summary>The definition version that the instance runs on.</summary>
    public CompiledWorkflow Workflow { get; }

    /// <summary>Clock, ids and limits.</summary>
    public ExecutionEnvironment Environment { get; }

    /// <summary>Whether the instance is over.</summary>
    public WorkflowStatus Status { get; internal set; }

    /// <summary>How the instance stands.</summary>
    public WorkflowSubStatus SubStatus { get; internal set; }

    /// <summary>What the instance is about, e.g. an appointment's id.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>The name that a person sees.</summary>
    public string? Name { get; set; }

    /// <summary>The instance that started this one and waits for it, if any.</summary>
    public string? ParentInstanceId { get; internal set; }

    /// <summary>The bookmark of the parent that the end of this instance resumes.</summary>
    public string? ParentBookmarkId { get; internal set; }

    /// <summary>What the instance was started with.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; internal set; } = Nothing;

    /// <summary>What the instance hands out at its end.</summary>
    public IDictionary<string, object?> Output { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>What went wrong so far.</summary>
    public IList<Incident> Incidents { get; } = [];

    /// <summary>Where the instance waits, oldest first.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => _bookmarks;

    /// <summary>The execution of the workflow itself.</summary>
    public ActivityExecutionContext RootContext { get; internal set; }

    /// <summary>What happened in this burst.</summary>
    public JournalBuffer Journal { get; }

    /// <summary>Now (UTC).</summary>
    public DateTimeOffset Now => Environment.TimeProvider.GetUtcNow();

    /// <summary>The activity whose stimulus started the instance.</summary>
    public string? TriggerActivityId { get; internal set; }

    /// <summary>The bookmark that this burst resumes.</summary>
    public Bookmark? ResumedBookmark { get; private set; }

    internal IReadOnlyDictionary<string, object?> ResumeInput { get; private set; } = Nothing;

    internal DateTimeOffset CreatedAt { get; set; }

    internal long NextContextId { get; set; } = 1;

    internal IReadOnlyDictionary<string, object?>? Outputs => _outputs;

    internal object? LastResult { get; set; }

    internal System.Text.Json.Nodes.JsonObject? HttpResponse { get; set; }

    internal IServiceProvider? Services { get; set; }

    internal long Bursts { get; set; }

    internal DateTimeOffset? FinishedAt { get; set; }

    internal int StoredIncidents { get; set; }

    internal string? StoredCorrelationId { get; set; }

    internal List<Bookmark> RemovedBookmarks { get; } = [];

    internal List<Bookmark> AddedBookmarks { get; } = [];

    internal ScriptSession Scripts => _scripts ??= new ScriptSession(this);

    internal string? CurrentActivityId { get; private set; }

    internal static WorkflowExecutionContext ForIndexing(CompiledWorkflow workflow, ExecutionEnvironment environment)
    {
        var context = new WorkflowExecutionContext("indexing", workflow, environment);
        context.RootContext = new ActivityExecutionContext(0, context, workflow.Root, null);
        return context;
    }

    internal ActivityExecutionContext CreateDetached(Activity activity) => new(-1, this, activity, RootContext);

    /// <summary>A service of the burst.</summary>
    /// <exception cref="InvalidOperationException">The host registered no such service.</exception>
    public T GetRequiredService<T>() where T : class =>
        GetService<T>() ?? throw new InvalidOperationException($"No service of type {typeof(T).Name} is registered for activities.");

    /// <summary>A service of the burst that a host may do without; null when there is none.</summary>
    public T? GetService<T>() where T : class => Services?.GetService(typeof(T)) as T;

    /// <summary>An input of the instance by name, ignoring case as Elsa does.</summary>
    public object? GetInput(string name) =>
        Input.TryGetValue(name, out var value) ? value : Input.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    internal object? GetOutput(string activity, string output)
    {
        if (_outputs is null)
            return null;
        if (_outputs.TryGetValue($"{activity}|{output}", out var value))
            return value;
        var named = Workflow.Activities.FirstOrDefault(a => string.Equals(a.Name, activity, StringComparison.Ordinal));
        return named is null ? null : _outputs.GetValueOrDefault($"{named.Id}|{output}");
    }

    internal void RecordOutput(Activity activity, string output, object? value)
    {
        if (!Workflow.TracksOutputs)
            return;
        (_outputs ??= new Dictionary<string, object?>(StringComparer.Ordinal))[$"{activity.Id}|{output}"] = value;
        LastResult = value;
    }

    internal void RestoreOutputs(Dictionary<string, object?> outputs) => _outputs = outputs;

    internal void RestoreBookmark(Bookmark bookmark)
    {
        _bookmarks.Add(bookmark);
        bookmark.Context.HasBookmarks = true;
    }

    internal void AddBookmark(Bookmark bookmark)
    {
        _bookmarks.Add(bookmark);
        AddedBookmarks.Add(bookmark);
    }

    /// <summary>The waits that the database knows, oldest first: those of this burst are not among them yet.</summary>
    internal IEnumerable<Bookmark> StoredBookmarks() => _bookmarks.Where(b => !AddedBookmarks.Contains(b));

    internal void RemoveBookmarksOf(ActivityExecutionContext context)
    {
        if (!context.HasBookmarks)
            return;
        for (var i = _bookmarks.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_bookmarks[i].Context, context))
                RemoveBookmark(_bookmarks[i]);
        }

        context.HasBookmarks = false;
    }

    internal void RemoveBookmarksOf(ActivityExecutionContext context, string stimulus)
    {
        foreach (var bookmark in _bookmarks.FindAll(b => ReferenceEquals(b.Context, context) && string.Equals(b.Stimulus, stimulus, StringComparison.Ordinal)))
            RemoveBookmark(bookmark);
    }

    internal bool HasBookmarksOf(ActivityExecutionContext context) => _bookmarks.Exists(b => ReferenceEquals(b.Context, context));

    internal void RemoveBookmark(Bookmark bookmark)
    {
        _bookmarks.Remove(bookmark);

        // A task that this very burst asked for is closed like one that stood longer: nobody would hear the answer.
        if (!AddedBookmarks.Remove(bookmark) || bookmark.TaskId is not null)
            RemovedBookmarks.Add(bookmark);
    }

    internal void Schedule(in WorkItem item)
    {
        if (item.Owner is not null)
            item.Owner.ScheduledWork++;
        _work.Enqueue(item);
    }

    /// <summary>Drops all scheduled work and all waits, and ends the instance (Finish).</summary>
    internal void Finish()
    {
        ClearWork();
        foreach (var bookmark in _bookmarks.ToArray())
            RemoveBookmark(bookmark);
        Status = WorkflowStatus.Finished;
        SubStatus = WorkflowSubStatus.Finished;
    }

    internal void OnRootCompleted()
    {
        if (SubStatus == WorkflowSubStatus.Faulted)
            return;
        Status = WorkflowStatus.Finished;
        SubStatus = WorkflowSubStatus.Finished;
    }

    /// <summary>Begins the instance and runs until nothing can go on.</summary>
    internal ValueTask StartAsync(IServiceProvider? services)
    {
        BeginBurst(services, null, Nothing);
        CreatedAt = Now;
        Status = WorkflowStatus.Running;
        SubStatus = WorkflowSubStatus.Executing;
        Schedule(new WorkItem(Workflow.Root, null, null, null, null));
        return RunAsync();
    }

    /// <summary>Goes on at a bookmark and runs until nothing can go on.</summary>
    internal async ValueTask ResumeAsync(Bookmark bookmark, IReadOnlyDictionary<string, object?> input, IServiceProvider? services)
    {
        BeginBurst(services, bookmark, input);
        SubStatus = WorkflowSubStatus.Executing;
        var context = bookmark.Context;
        Journal.Add(JournalEvent.Resumed, context, (string?)null);
        if (bookmark.AutoBurn)
        {
            RemoveBookmark(bookmark);
            context.HasBookmarks = HasBookmarksOf(context);
        }

        CurrentActivityId = context.Activity.Id;
        try
        {
            context.EvaluateInputs();
            await (bookmark.Callback is { } method ? context.Activity.ResumeCallback(method)(context) : context.CompleteActivityAsync());
        }
        catch (Exception e) when (IsFault(e))
        {
            Fault(context, e);
        }

        ResumedBookmark = null;
        await RunAsync();
    }

    /// <summary>Ends the instance from outside.</summary>
    internal async ValueTask CancelAsync(string? reason = null)
    {
        BeginBurst(null, null, Nothing);
        if (reason is not null && RootContext is { } root)
            Journal.Add(JournalEvent.Line, root, reason);
        ClearWork();
        if (RootContext is { Status: ActivityStatus.Running or ActivityStatus.Faulted })
            await RootContext.CancelActivityAsync();
        foreach (var bookmark in _bookmarks.ToArray())
            RemoveBookmark(bookmark);
        ClearWork();
        Status = WorkflowStatus.Finished;
        SubStatus = WorkflowSubStatus.Cancelled;
    }

    internal void AddIncident(ActivityExecutionContext? context, string kind, string message) =>
        Incidents.Add(new Incident(Environment.NewId(), context?.Activity.Id ?? Workflow.Root.Id, context?.Activity.Type ?? Workflow.Root.Type, kind, message, Now));

    private void BeginBurst(IServiceProvider? services, Bookmark? resumed, IReadOnlyDictionary<string, object?> input)
    {
        Services = services;
        ResumedBookmark = resumed;
        ResumeInput = input;
        EndScripts();
        AddedBookmarks.Clear();
        RemovedBookmarks.Clear();
        Journal.Clear();
        HttpResponse = null;
    }

    private async ValueTask RunAsync()
    {
        var steps = 0;
        while (_work.TryDequeue(out var item))
        {
            if (++steps > Environment.MaxStepsPerBurst)
            {
                EndEndless(item);
                break;
            }

            var invoked = InvokeAsync(item);
            if (!invoked.IsCompletedSuccessfully)
                await invoked;
        }

        Settle();
        EndScripts();
        Services = null;
    }

    private async ValueTask InvokeAsync(WorkItem item)
    {
        if (item.Owner is not null)
            item.Owner.ScheduledWork--;
        var context = new ActivityExecutionContext(NextContextId++, this, item.Activity, item.Owner) { Callback = item.Owner?.CallbackEpoch == item.CallbackEpoch ? item.Callback : null, Tag = item.Tag };
        if (item.Owner is null)
            RootContext = context;
        else
            item.Owner.RunningChildren++;
        if (item.Variables is { } variables)
            context.DynamicVariables = new Dictionary<string, object?>(variables, StringComparer.Ordinal);
        context.Status = ActivityStatus.Running;
        CurrentActivityId = item.Activity.Id;
        Journal.Add(JournalEvent.Started, context, (string?)null);
        try
        {
            context.EvaluateInputs();
            var executed = item.Activity.ExecuteAsync(context);
            if (!executed.IsCompletedSuccessfully)
                await executed;
            if (context.Status == ActivityStatus.Running && context.HasBookmarks)
                Journal.Add(JournalEvent.Suspended, context, (string?)null);
        }
        catch (Exception e) when (IsFault(e))
        {
            Fault(context, e);
        }
    }

    /// <summary>A loop that never waits would hold up everybody: the instance ends with an incident.</summary>
    private void EndEndless(in WorkItem item)
    {
        ClearWork();
        AddIncident(item.Owner, "endless", $"The workflow ran {Environment.MaxStepsPerBurst} steps without waiting once. Check the conditions of its loops, or let them wait.");
        SubStatus = WorkflowSubStatus.Faulted;
    }

    internal void EndScripts()
    {
        _scripts?.Dispose();
        _scripts = null;
    }

    private static bool IsFault(Exception e) => e is FaultException or ScriptException or ValueConversionException;

    private void Fault(ActivityExecutionContext context, Exception e)
    {
        if (context.Status == ActivityStatus.Running && context.ParentActivityExecutionContext is { } parent)
        {
            parent.RunningChildren--;
            parent.FaultedChildren++;
        }

        context.Status = ActivityStatus.Faulted;
        RemoveBookmarksOf(context);
        var kind = e switch { FaultException f => f.Kind, ScriptException => "script", _ => "value" };
        Journal.Add(JournalEvent.Faulted, context, e.Message);
        AddIncident(context, kind, e.Message);
        if (Workflow.FaultsOnIncident)
            SubStatus = WorkflowSubStatus.Faulted;
    }

    /// <summary>Decides what the instance is once the burst has nothing left to do; refuses a silent stall.</summary>
    private void Settle()
    {
        if (SubStatus == WorkflowSubStatus.Faulted)
        {
            Status = WorkflowStatus.Finished;
            foreach (var bookmark in _bookmarks.ToArray())
                RemoveBookmark(bookmark);
            return;
        }

        if (Status == WorkflowStatus.Finished)
        {
            foreach (var bookmark in _bookmarks.ToArray())
                RemoveBookmark(bookmark);
            return;
        }

        if (_bookmarks.Count > 0)
        {
            SubStatus = WorkflowSubStatus.Suspended;
            return;
        }

        if (Incidents.Count == 0 || Stall.Find(this) is { Waiting: not null })
        {
            var stall = Stall.Find(this);
            AddIncident(stall.Context, "stalled", stall.Message);
        }

        Status = WorkflowStatus.Finished;
        SubStatus = WorkflowSubStatus.Faulted;
    }

    private void ClearWork()
    {
        while (_work.TryDequeue(out var item))
        {
            if (item.Owner is not null)
                item.Owner.ScheduledWork--;
        }
    }
}

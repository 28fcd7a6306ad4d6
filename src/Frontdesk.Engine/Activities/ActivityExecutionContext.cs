using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Activities;

/// <summary>
/// One execution of an activity in an instance: its status, its computed inputs, its variables and its children. It
/// lives as long as the execution does; what happened stays in the journal.
/// </summary>
public sealed class ActivityExecutionContext
{
    private Dictionary<string, object?>? _properties;
    private object?[]? _inputs;
    private int? _position;
    private ActivityExecutionContext? _firstChild;
    private ActivityExecutionContext? _lastChild;
    private ActivityExecutionContext? _next;
    private ActivityExecutionContext? _previous;

    internal ActivityExecutionContext(long id, WorkflowExecutionContext workflow, Activity activity, ActivityExecutionContext? parent)
    {
        Id = id;
        WorkflowExecutionContext = workflow;
        Activity = activity;
        ParentActivityExecutionContext = parent;
        parent?.Link(this);
        if (activity.Variables.Length > 0)
            VariableValues = Array.ConvertAll(activity.Variables, static v => v.Default);
    }

    /// <summary>Unique within the instance, counting up.</summary>
    public long Id { get; }

    /// <summary>The instance.</summary>
    public WorkflowExecutionContext WorkflowExecutionContext { get; }

    /// <summary>The step.</summary>
    public Activity Activity { get; }

    /// <summary>The execution that scheduled this one.</summary>
    public ActivityExecutionContext? ParentActivityExecutionContext { get; }

    /// <summary>Where this execution stands.</summary>
    public ActivityStatus Status { get; internal set; }

    /// <summary>What the parent gave along when it scheduled this execution.</summary>
    public string? Tag { get; internal set; }

    /// <summary>The children that are not done, oldest first.</summary>
    public IEnumerable<ActivityExecutionContext> Children
    {
        get
        {
            for (var child = _firstChild; child is not null; child = child._next)
                yield return child;
        }
    }

    /// <summary>Values that the activity keeps while it is not done; stored with the instance.</summary>
    public IDictionary<string, object?> Properties => _properties ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The input of the stimulus that resumed this execution, if it was resumed.</summary>
    public IReadOnlyDictionary<string, object?> ResumeInput => WorkflowExecutionContext.ResumeInput;

    internal object?[]? VariableValues { get; set; }

    internal Dictionary<string, object?>? DynamicVariables { get; set; }

    internal bool HasProperties => _properties is { Count: > 0 };

    internal ActivityCompletionCallback? Callback { get; set; }

    internal string[]? ScriptOutcomes { get; set; }

    internal int ScheduledWork { get; set; }

    /// <summary>Counts the ends of this execution: children scheduled before one no longer report, later ones do (as in Elsa).</summary>
    internal int CallbackEpoch { get; private set; }

    internal int RunningChildren { get; set; }

    internal int FaultedChildren { get; set; }

    internal List<FlowToken>? Tokens { get; set; }

    internal bool HasBookmarks { get; set; }

    /// <summary>Whether a break has reached this loop, sequence or fork.</summary>
    internal bool IsBreaking { get; set; }

    /// <summary>How far a container or a loop has come; what it counts is its own affair.</summary>
    internal int Position
    {
        get => _position ?? 0;
        set => _position = value;
    }

    internal bool HasPosition => _position is not null;

    /// <summary>Whether this activity is the one that started the instance.</summary>
    public bool IsTriggerOfWorkflow() => WorkflowExecutionContext.TriggerActivityId is { } id && string.Equals(id, Activity.Id, StringComparison.Ordinal);

    /// <summary>The value of an input, as computed before the activity ran.</summary>
    public T? Get<T>(Input<T>? input)
    {
        if (input is null)
            return default;
        if (input.Expression is null)
            return input.Constant;
        return _inputs is { } values && input.Slot >= 0 ? Values.To<T>(values[input.Slot]) : Values.To<T>(input.Expression.Evaluate(this));
    }

    /// <summary>Computes an input now, e.g. the condition of each turn of a loop.</summary>
    public T? Evaluate<T>(Input<T>? input) => input is null ? default : Values.To<T>(input.Evaluate(this));

    /// <summary>Hands a value on: to the output's variable, and to scripts that ask for the activity's output.</summary>
    public void Set<T>(Output<T>? output, T? value, string name = "Result")
    {
        if (output?.Target is { } target)
        {
            if (WorkflowExecutionContext.Workflow.HasOutput(target.Id))
                WorkflowExecutionContext.Output[target.Id] = value;
            else
                SetVariableValue(target, value);
        }

        WorkflowExecutionContext.RecordOutput(Activity, output?.Name is { Length: > 0 } n ? n : name, value);
    }

    /// <summary>Records the activity's result, whether or not a variable takes it.</summary>
    public void SetResult(object? value) => WorkflowExecutionContext.RecordOutput(Activity, "Result", value);

    /// <summary>Reads a property, or <paramref name="fallback"/>.</summary>
    public T? GetProperty<T>(string name, T? fallback = default) =>
        _properties is { } p && p.TryGetValue(name, out var value) ? Values.To<T>(value) : fallback;

    /// <summary>Keeps a value while the activity is not done.</summary>
    public void SetProperty(string name, object? value) => Properties[name] = value;

    /// <summary>A service of the burst: domain records of the same transaction, the outbox, other workflows.</summary>
    public T GetRequiredService<T>() where T : class => WorkflowExecutionContext.GetRequiredService<T>();

    /// <summary>A service of the burst that a host may do without; null when there is none.</summary>
    public T? GetService<T>() where T : class => WorkflowExecutionContext.GetService<T>();

    /// <summary>An input of the nearest workflow around the activity, by name.</summary>
    public object? GetInput(string name)
    {
        for (var scope = ParentActivityExecutionContext; scope is not null; scope = scope.ParentActivityExecutionContext)
        {
            if (scope.Activity is Builtin.WorkflowDefinitionActivity used && used.WorkflowInputs.Keys.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase)) is { } key)
                return scope.GetProperty<object>(Builtin.WorkflowDefinitionActivity.InputPrefix + key);
        }

        return WorkflowExecutionContext.GetInput(name);
    }

    /// <summary>The names of all variables that this execution sees.</summary>
    public IReadOnlyList<string> VariableNames()
    {
        var names = new List<string>();
        for (var scope = this; scope is not null; scope = scope.ParentActivityExecutionContext)
        {
            foreach (var name in scope.DynamicVariables?.Keys ?? Enumerable.Empty<string>())
                Add(name);
            foreach (var variable in scope.Activity.Variables)
                Add(variable.Name);
        }

        return names;

        void Add(string name)
        {
            if (!names.Contains(name))
                names.Add(name);
        }
    }

    /// <summary>The value of the nearest variable of that name; null when there is none.</summary>
    public object? GetVariableValue(string name) => GetVariableValue(null, name);

    /// <summary>The value of the nearest variable of that name, converted.</summary>
    public T? GetVariable<T>(string name) => Values.To<T>(GetVariableValue(null, name));

    /// <summary>Sets the nearest variable of that name; without one, the nearest container gets it.</summary>
    public void SetVariableValue(string name, object? value) => SetVariableValue(new VariableReference(name, name), value, byName: true);

    internal object? GetVariableValue(string? id, string? name)
    {
        for (var scope = this; scope is not null; scope = scope.ParentActivityExecutionContext)
        {
            if (name is not null && scope.DynamicVariables is { } dynamic && dynamic.TryGetValue(name, out var value))
                return value;
            if (scope.VariableValues is { } values && scope.IndexOf(id, name) is var i and >= 0)
                return values[i];
        }

        return null;
    }

    internal void SetVariableValue(VariableReference reference, object? value, bool byName = false)
    {
        for (var scope = this; scope is not null; scope = scope.ParentActivityExecutionContext)
        {
            if (reference.Name is not null && scope.DynamicVariables is { } dynamic && dynamic.ContainsKey(reference.Name))
            {
                dynamic[reference.Name] = value;
                return;
            }

            if (scope.VariableValues is { } values && scope.IndexOf(byName ? null : reference.Id, byName ? reference.Name : null) is var i and >= 0)
            {
                values[i] = Values.ToNamedType(value, scope.Activity.Variables[i].TypeName);
                return;
            }
        }

        var holder = this;
        while (holder.ParentActivityExecutionContext is { } parent && !(byName && holder.Activity is (Container or Builtin.WorkflowDefinitionActivity)))
            holder = parent;
        (holder.DynamicVariables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[reference.Name ?? reference.Id] = value;
    }

    /// <summary>Schedules a child. It runs after what is scheduled already.</summary>
    public ValueTask ScheduleActivityAsync(Activity? activity, ActivityCompletionCallback? callback = null, string? tag = null, IReadOnlyDictionary<string, object?>? variables = null)
    {
        if (activity is null)
            return callback is not null ? callback(new ActivityCompletedContext(this, this, null)) : CompleteActivityAsync();
        WorkflowExecutionContext.Schedule(new WorkItem(activity, this, callback, tag, variables, CallbackEpoch));
        return default;
    }

    /// <summary>Waits for a stimulus.</summary>
    public Bookmark CreateBookmark(CreateBookmarkArgs? args = null)
    {
        args ??= new CreateBookmarkArgs();
        var bookmark = new Bookmark
        {
            Id = args.Id ?? WorkflowExecutionContext.Environment.NewId(),
            Context = this,
            Stimulus = Stimulus.Key(args.BookmarkName ?? Activity.Type, args.Stimulus),
            DueAt = WholeMilliseconds(args.DueAt),
            Callback = args.Callback?.Method.Name,
            AutoBurn = args.AutoBurn,
            TaskId = args.TaskId,
            Metadata = args.Metadata,
            CreatedAt = WorkflowExecutionContext.Now,
        };
        WorkflowExecutionContext.AddBookmark(bookmark);
        HasBookmarks = true;
        return bookmark;
    }

    // Timers are kept in milliseconds. Rounded up, because a timer that fires a fraction early makes whoever checks the time
    // again wait for a moment that is already there, at once and for ever on a clock that stands still.
    private static DateTimeOffset? WholeMilliseconds(DateTimeOffset? due) =>
        due is { } at && at.Ticks % TimeSpan.TicksPerMillisecond is > 0 and var rest ? at.AddTicks(TimeSpan.TicksPerMillisecond - rest) : due;

    /// <summary>Waits no longer for a stimulus of that name, whenever it was asked for by this execution.</summary>
    /// <param name="stimulus">The stimulus as it was given to <see cref="CreateBookmark"/>.</param>
    public void RemoveBookmarks(string stimulus)
    {
        WorkflowExecutionContext.RemoveBookmarksOf(this, Stimulus.Key(Activity.Type, stimulus));
        HasBookmarks = WorkflowExecutionContext.HasBookmarksOf(this);
    }

    /// <summary>Completes the activity by its default port.</summary>
    public ValueTask CompleteActivityAsync() => CompleteActivityAsync(null);

    /// <summary>Completes the activity by the named ports.</summary>
    public ValueTask CompleteActivityWithOutcomesAsync(params string[] outcomes) => CompleteActivityAsync(new Outcomes(outcomes));

    /// <summary>Completes the activity with a result; <see cref="Outcomes"/> name the ports. Children not done are canceled.</summary>
    public async ValueTask CompleteActivityAsync(object? result)
    {
        if (Status != ActivityStatus.Running)
            return;
        while (_firstChild is { } child)
            await child.CancelActivityAsync();

        // A flowchart in which the last step was canceled just now is done, and may have ended this execution with it.
        if (Status != ActivityStatus.Running)
            return;
        Status = ActivityStatus.Completed;
        if (ParentActivityExecutionContext is { } p)
            p.RunningChildren--;
        WorkflowExecutionContext.Journal.Add(JournalEvent.Completed, this, (result as Outcomes)?.Names);
        WorkflowExecutionContext.RemoveBookmarksOf(this);
        var callback = Callback;
        Callback = null;
        if (ParentActivityExecutionContext is { } parent && callback is not null)
        {
            var done = callback(new ActivityCompletedContext(parent, this, result));
            if (!done.IsCompletedSuccessfully)
                await done;
        }

        CallbackEpoch++;
        ParentActivityExecutionContext?.Unlink(this);
        if (ParentActivityExecutionContext is null)
            WorkflowExecutionContext.OnRootCompleted();
    }

    /// <summary>Cancels this execution and all below it; their bookmarks are gone.</summary>
    public async ValueTask CancelActivityAsync()
    {
        if (Status is not (ActivityStatus.Running or ActivityStatus.Faulted))
        {
            ParentActivityExecutionContext?.Unlink(this);
            return;
        }

        while (_firstChild is { } child)
            await child.CancelActivityAsync();
        if (ParentActivityExecutionContext is { } p)
        {
            // It may be done already: a flowchart in which the last step was canceled is.
            if (Status == ActivityStatus.Running)
                p.RunningChildren--;
            else if (Status == ActivityStatus.Faulted)
                p.FaultedChildren--;
            p.Unlink(this);
        }

        Status = ActivityStatus.Canceled;
        CallbackEpoch++;
        Callback = null;
        WorkflowExecutionContext.RemoveBookmarksOf(this);
        WorkflowExecutionContext.Journal.Add(JournalEvent.Canceled, this, (string?)null);
        await SendSignalAsync(CancelSignal.Instance);
    }

    /// <summary>Completes the nearest composite around this activity, by the given ports.</summary>
    public ValueTask CompleteCompositeAsync(params string[] outcomes) => SendSignalAsync(new CompleteCompositeSignal(new Outcomes(outcomes)));

    /// <summary>Sends a signal to this activity and up to everything around it, until one stops it.</summary>
    public async ValueTask SendSignalAsync(object signal)
    {
        var context = new SignalContext(this, this);
        for (var receiver = this; receiver is not null && !context.Stopped; receiver = receiver.ParentActivityExecutionContext)
        {
            context.ReceiverActivityExecutionContext = receiver;
            await receiver.Activity.OnSignalAsync(signal, context);
        }
    }

    internal void EvaluateInputs()
    {
        if (Activity.EvaluatedInputs == 0)
            return;
        _inputs ??= new object?[Activity.EvaluatedInputs];
        foreach (var input in Activity.Inputs)
        {
            if (input.Slot >= 0)
                _inputs[input.Slot] = input.Evaluate(this);
        }
    }

    internal void ClearChild(ActivityExecutionContext child) => Unlink(child);

    private int IndexOf(string? id, string? name)
    {
        var variables = Activity.Variables;
        for (var i = 0; i < variables.Length; i++)
        {
            if ((id is not null && string.Equals(variables[i].Id, id, StringComparison.Ordinal)) || (name is not null && string.Equals(variables[i].Name, name, StringComparison.Ordinal)))
                return i;
        }

        return -1;
    }

    private void Link(ActivityExecutionContext child)
    {
        child._previous = _lastChild;
        if (_lastChild is null)
            _firstChild = child;
        else
            _lastChild._next = child;
        _lastChild = child;
    }

    private void Unlink(ActivityExecutionContext child)
    {
        if (child._previous is null && child._next is null && !ReferenceEquals(_firstChild, child))
            return;
        if (child._previous is null)
            _firstChild = child._next;
        else
            child._previous._next = child._next;
        if (child._next is null)
            _lastChild = child._previous;
        else
            child._next._previous = child._previous;
        child._next = null;
        child._previous = null;
    }
}

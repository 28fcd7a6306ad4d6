using System.Reflection;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Activities;

/// <summary>Called when a scheduled child has completed.</summary>
public delegate ValueTask ActivityCompletionCallback(ActivityCompletedContext context);

/// <summary>Called when a bookmark is resumed.</summary>
public delegate ValueTask ExecuteActivityDelegate(ActivityExecutionContext context);

/// <summary>
/// A step of a workflow. One object per step of a compiled definition, shared by all instances and therefore without
/// state of its own: what changes lives in the <see cref="ActivityExecutionContext"/>.
/// </summary>
public abstract class Activity
{
    private Dictionary<string, Delegate>? _delegates;

    /// <summary>Unique within the definition.</summary>
    public string Id { get; internal set; } = string.Empty;

    /// <summary>The path of ids from the root, as Elsa writes it.</summary>
    public string NodeId { get; internal set; } = string.Empty;

    /// <summary>The type name, e.g. <c>Elsa.WriteLine</c>.</summary>
    public string Type { get; internal set; } = string.Empty;

    /// <summary>The version of the type.</summary>
    public int Version { get; internal set; } = 1;

    /// <summary>The name its author gave it.</summary>
    public string? Name { get; internal set; }

    /// <summary>What a person calls it: the display text, else the name, else the id.</summary>
    public string DisplayName { get; internal set; } = string.Empty;

    /// <summary>The step as the definition has it.</summary>
    public JsonObject Json { get; internal set; } = [];

    /// <summary>The activity that holds this one.</summary>
    public Activity? Parent { get; internal set; }

    /// <summary>The activities that this one holds.</summary>
    public IReadOnlyList<Activity> Children => ChildList;

    /// <summary>Whether the activity starts instances by itself.</summary>
    public bool CanStartWorkflow { get; internal set; }

    /// <summary>Where the definition has it, as a JSON path.</summary>
    internal string JsonPath { get; set; } = "$";

    internal List<Activity> ChildList { get; } = [];

    internal Input[] Inputs { get; set; } = [];

    internal int EvaluatedInputs { get; set; }

    internal Output[] Outputs { get; set; } = [];

    /// <summary>The variables that the activity declares for itself and everything in it.</summary>
    public IReadOnlyList<VariableDeclaration> DeclaredVariables => Variables;

    internal VariableDeclaration[] Variables { get; set; } = [];

    /// <summary>The names of the variables that each run of the activity's body is given.</summary>
    internal virtual IReadOnlyList<string> BodyVariables => [];

    /// <summary>The ports by which this very activity may leave; null for those of its type.</summary>
    internal virtual IReadOnlyList<string>? LeavesBy => null;

    /// <summary>Inputs that are read from lists in the activity's JSON, e.g. the conditions of cases.</summary>
    internal virtual IEnumerable<Input> ListedInputs => [];

    internal int Index { get; set; }

    /// <summary>How stored state names the activity: its id, or its node id where ids repeat.</summary>
    internal string Key { get; set; } = string.Empty;

    internal MergeMode? Merging { get; set; }

    /// <summary>Called once when a definition is compiled, for what attributes cannot say.</summary>
    protected internal virtual void Build(ActivityBuilder builder)
    {
    }

    /// <summary>Runs the step. It may complete, schedule children or create bookmarks; it must do one of them.</summary>
    protected internal abstract ValueTask ExecuteAsync(ActivityExecutionContext context);

    /// <summary>Receives a signal that a descendant sent up, e.g. a break.</summary>
    protected internal virtual ValueTask OnSignalAsync(object signal, SignalContext context) => default;

    /// <summary>
    /// The stimuli that the activity waits for as its inputs name them, e.g. an event's name; null when its inputs name none.
    /// Asked when an instance that waits here is moved to a version in which the inputs differ.
    /// </summary>
    protected internal virtual IReadOnlyList<string>? NamedStimuli(ActivityExecutionContext context) => null;

    internal ActivityCompletionCallback CompletionCallback(string method) => Bind<ActivityCompletionCallback>(method);

    internal ExecuteActivityDelegate ResumeCallback(string method) => Bind<ExecuteActivityDelegate>(method);

    private T Bind<T>(string method) where T : Delegate
    {
        lock (ChildList)
        {
            _delegates ??= new Dictionary<string, Delegate>(StringComparer.Ordinal);
            if (_delegates.TryGetValue(method, out var known))
                return (T)known;
            for (var type = GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                var found = type.GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
                if (found is null)
                    continue;
                var bound = found.IsStatic ? found.CreateDelegate<T>() : found.CreateDelegate<T>(this);
                _delegates.Add(method, bound);
                return bound;
            }

            throw new InvalidOperationException($"The activity type {Type} has no method {method} to continue with. The program that stored this instance had one: run that version, or move the instance to another definition version.");
        }
    }
}

/// <summary>A step that is done when its code returns.</summary>
public abstract class CodeActivity : Activity
{
    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var run = RunAsync(context);
        if (!run.IsCompletedSuccessfully)
            await run;
        if (context.Status == ActivityStatus.Running && !context.HasBookmarks)
            await context.CompleteActivityAsync();
    }

    /// <summary>The step's code, when it awaits nothing.</summary>
    protected virtual void Run(ActivityExecutionContext context)
    {
    }

    /// <summary>The step's code.</summary>
    protected virtual ValueTask RunAsync(ActivityExecutionContext context)
    {
        Run(context);
        return default;
    }
}

/// <summary>A step that can also start instances: it says by which stimuli.</summary>
public abstract class Trigger : Activity
{
    /// <summary>The stimuli that start an instance here; evaluated when the definition is published.</summary>
    protected internal abstract IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context);
}

/// <summary>A step that holds a list of steps and variables of its own.</summary>
public abstract class Container : Activity
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<Activity> Activities { get; private set; } = [];

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        Activities = builder.ReadActivities("activities");
        builder.ReadVariables("variables");
    }
}

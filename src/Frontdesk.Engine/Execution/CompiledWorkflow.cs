using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Engine.Execution;

/// <summary>A variable that a workflow or a container declares.</summary>
/// <param name="Id">What references name.</param>
/// <param name="Name">What scripts name.</param>
/// <param name="TypeName">The type that values are converted to, by Elsa's name.</param>
/// <param name="Default">The first value, converted once.</param>
public sealed record VariableDeclaration(string Id, string Name, string TypeName, object? Default);

/// <summary>Which variable is meant: by id where the definition has one, else by name.</summary>
public sealed record VariableReference(string Id, string? Name);

internal enum ShorthandKind
{
    GetVariable,
    SetVariable,
    GetInput,
    GetOutput,
}

internal sealed record Shorthand(string Function, ShorthandKind Kind, string Name, string? Output = null);

/// <summary>
/// A definition made ready to run: its activities as shared, stateless objects. Made once for each version and used by
/// all its instances, from any thread.
/// </summary>
public sealed class CompiledWorkflow
{
    private readonly Dictionary<string, Activity> _byId;
    private readonly Dictionary<string, Shorthand> _shorthands;
    private readonly HashSet<string> _outputs;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Shorthand[]> _usedShorthands = new(StringComparer.Ordinal);

    internal CompiledWorkflow(WorkflowDefinition definition, Activity root, IReadOnlyList<Activity> activities, bool tracksOutputs)
    {
        Definition = definition;
        Root = root;
        Activities = activities;
        TracksOutputs = tracksOutputs;
        _byId = new Dictionary<string, Activity>(StringComparer.Ordinal);
        foreach (var activity in activities)
            activity.Key = _byId.TryAdd(activity.Id, activity) ? activity.Id : "#" + activity.NodeId;
        foreach (var activity in activities.Where(a => a.Key.StartsWith('#')))
            _byId.TryAdd(activity.Key, activity);
        _outputs = definition.List("outputs").Select(o => (string?)o["name"]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _shorthands = BuildShorthands();
    }

    /// <summary>The definition that this was made from.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The activity that stands for the workflow itself; it holds the definition's root.</summary>
    public Activity Root { get; }

    /// <summary>All activities; an activity's position is how the journal names it.</summary>
    public IReadOnlyList<Activity> Activities { get; }

    /// <summary>The activities that can start an instance.</summary>
    public IEnumerable<Trigger> Triggers => Activities.OfType<Trigger>().Where(t => t.CanStartWorkflow);

    internal bool TracksOutputs { get; }

    internal IEnumerable<Shorthand> AllShorthands => _shorthands.Values.OrderBy(one => one.Function, StringComparer.Ordinal);

    internal bool FaultsOnIncident { get; init; } = true;

    /// <summary>Finds an activity by id, or by the key that stored state gives it.</summary>
    public Activity? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether the workflow declares an output of that name.</summary>
    internal bool HasOutput(string name) => _outputs.Contains(name);

    internal Shorthand[] Shorthands(string code) => _usedShorthands.GetOrAdd(code, static (c, all) => [.. all.Values.Where(s => c.Contains(s.Function + "(", StringComparison.Ordinal))], _shorthands);

    private Dictionary<string, Shorthand> BuildShorthands()
    {
        var map = new Dictionary<string, Shorthand>(StringComparer.Ordinal);
        foreach (var name in Activities.SelectMany(a => a.Variables.Select(v => v.Name).Concat(a.BodyVariables)).Where(IsIdentifier))
        {
            Add(new Shorthand("get" + Pascal(name), ShorthandKind.GetVariable, name));
            Add(new Shorthand("set" + Pascal(name), ShorthandKind.SetVariable, name));
        }

        // An input hides a variable of its name, as in Elsa, which writes it as the definition does: getwho().
        foreach (var name in Definition.List("inputs").Select(i => (string?)i["name"]).OfType<string>().Where(IsIdentifier))
        {
            Add(new Shorthand("get" + name, ShorthandKind.GetInput, name), hides: true);
            Add(new Shorthand("get" + Pascal(name), ShorthandKind.GetInput, name));
        }

        foreach (var activity in Activities.Where(a => a.Name is not null && IsIdentifier(a.Name)))
        {
            foreach (var output in activity.Outputs)
                Add(new Shorthand($"get{output.Name}From{Pascal(activity.Name!)}", ShorthandKind.GetOutput, activity.Name!, output.Name));
        }

        map.Remove("getVariable");
        map.Remove("setVariable");
        map.Remove("getInput");
        return map;

        void Add(Shorthand call, bool hides = false)
        {
            if (!map.TryAdd(call.Function, call) && hides)
                map[call.Function] = call;
        }
    }

    /// <summary>The name as the shorthand functions spell it: a capital at the start and for each underscore.</summary>
    private static string Pascal(string name)
    {
        var text = new System.Text.StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = name[i] == '_' && i + 1 < name.Length;
            if (startsWord)
                i++;
            text.Append(startsWord || text.Length == 0 ? char.ToUpperInvariant(name[i]) : name[i]);
        }

        return text.ToString();
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
}

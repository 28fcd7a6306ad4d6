using System.Reflection;

namespace Frontdesk.Engine.Activities;

/// <summary>What the engine knows of an activity type, read from its class once.</summary>
public sealed class ActivityDescriptor
{
    internal ActivityDescriptor(Type type, ActivityAttribute attribute)
    {
        ActivityType = type;
        Category = attribute.Category;
        Description = attribute.Description;
        TypeName = attribute.Type ?? $"{attribute.Namespace}.{type.Name}";
        DisplayName = attribute.DisplayName ?? type.Name;
        Outcomes = type.GetCustomAttribute<FlowNodeAttribute>()?.Outcomes ?? [];
        IsTrigger = typeof(Trigger).IsAssignableFrom(type);
        Kind = IsTrigger ? ActivityKind.Trigger : attribute.Kind;
        IsBrowsable = attribute.IsBrowsable;
        IsStart = attribute.IsStart;
        IsTerminal = typeof(ITerminalNode).IsAssignableFrom(type);
        IsContainer = typeof(Container).IsAssignableFrom(type);
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
        var prototype = Create();
        Inputs = [.. properties.Where(p => p.GetCustomAttribute<InputAttribute>() is not null).Select(p => new ActivityMember(p, prototype))];
        Outputs = [.. properties.Where(p => typeof(Output).IsAssignableFrom(p.PropertyType)).Select(p => new ActivityMember(p, prototype))];
        Ports = [.. properties.Where(p => p.GetCustomAttribute<PortAttribute>() is not null).Select(p => new ActivityMember(p, prototype))];
    }

    /// <summary>The class.</summary>
    public Type ActivityType { get; }

    /// <summary>The name in definitions.</summary>
    public string TypeName { get; }

    /// <summary>The name in the toolbox.</summary>
    public string DisplayName { get; }

    /// <summary>The group of the toolbox.</summary>
    public string Category { get; }

    /// <summary>One sentence of help.</summary>
    public string Description { get; }

    /// <summary>The ports of a flowchart; none for a step that only goes on, by <c>Done</c>.</summary>
    public IReadOnlyList<string> Outcomes { get; }

    /// <summary>Whether it can start instances.</summary>
    public bool IsTrigger { get; }

    /// <summary>How a designer draws it.</summary>
    public ActivityKind Kind { get; }

    /// <summary>Whether the toolbox offers it.</summary>
    public bool IsBrowsable { get; }

    /// <summary>Whether a flowchart begins with it.</summary>
    public bool IsStart { get; }

    /// <summary>Whether a flowchart is over after it.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether it holds a list of activities.</summary>
    public bool IsContainer { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ActivityMember> Inputs { get; }

    /// <summary>The inputs as a designer lists them: those that several types share stand before a type's own.</summary>
    public IEnumerable<ActivityMember> InputsInOrder => Inputs.OrderBy(one => one.Input!.Order).ThenBy(one => Depth(one.Property.DeclaringType));

    /// <summary>The outputs.</summary>
    public IReadOnlyList<ActivityMember> Outputs { get; }

    /// <summary>The properties that hold one activity.</summary>
    public IReadOnlyList<ActivityMember> Ports { get; }

    internal Activity Create() => (Activity)Activator.CreateInstance(ActivityType)!;

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}

/// <summary>All activity types that definitions may use: every class with <see cref="ActivityAttribute"/> in the given assemblies.</summary>
public sealed class ActivityRegistry
{
    private readonly Dictionary<string, ActivityDescriptor> _types = new(StringComparer.Ordinal);

    /// <summary>Reads the engine's own activities and those of the assemblies.</summary>
    public ActivityRegistry(params Assembly[] assemblies)
    {
        foreach (var assembly in assemblies.Append(typeof(Activity).Assembly).Distinct())
        {
            foreach (var type in assembly.GetTypes().Where(t => t is { IsAbstract: false } && typeof(Activity).IsAssignableFrom(t)))
            {
                if (type.GetCustomAttribute<ActivityAttribute>() is not { } attribute)
                    continue;
                var descriptor = new ActivityDescriptor(type, attribute);
                if (!_types.TryAdd(descriptor.TypeName, descriptor))
                    throw new InvalidOperationException($"Two activity classes are called {descriptor.TypeName}: {_types[descriptor.TypeName].ActivityType} and {type}. Rename one.");
            }
        }
    }

    /// <summary>All types, by name.</summary>
    public IEnumerable<ActivityDescriptor> All => _types.Values.OrderBy(d => d.TypeName, StringComparer.Ordinal);

    /// <summary>Finds a type by its name in definitions.</summary>
    public ActivityDescriptor? Find(string typeName) => _types.GetValueOrDefault(typeName);
}

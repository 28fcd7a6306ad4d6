namespace Frontdesk.Engine.Activities;

/// <summary>Names an activity type and describes it for the designer. The type name is <c>{Namespace}.{class name}</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string @namespace, string category, string description) : Attribute
{
    /// <summary>The first part of the type name.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>The group of the toolbox.</summary>
    public string Category { get; } = category;

    /// <summary>One sentence of help.</summary>
    public string Description { get; } = description;

    /// <summary>What the designer shows; the class name otherwise.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Another type name than namespace and class give.</summary>
    public string? Type { get; init; }
}

/// <summary>A value that the activity's author fills in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>One sentence of help.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The designer's editor: single-line, multi-line, dropdown, checkbox, code-editor, …</summary>
    public string UIHint { get; init; } = "single-line";

    /// <summary>Whether the value is computed before the activity runs. Otherwise the activity asks for it.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>Whether a definition without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Whether JSON written for it stays a text: Elsa makes it an object only where a type asks for one.</summary>
    public bool KeepsText { get; init; }
}

/// <summary>A value that the activity hands on to a variable.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>One sentence of help.</summary>
    public string Description { get; init; } = string.Empty;
}

/// <summary>A property that holds another activity.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute : Attribute;

/// <summary>The outcomes by which a flowchart may leave the activity.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FlowNodeAttribute(params string[] outcomes) : Attribute
{
    /// <summary>The port names.</summary>
    public IReadOnlyList<string> Outcomes { get; } = outcomes;
}

/// <summary>Marks an activity after which a flowchart is over.</summary>
#pragma warning disable CA1040 // Elsa's activity API marks such activities by this interface.
public interface ITerminalNode;
#pragma warning restore CA1040

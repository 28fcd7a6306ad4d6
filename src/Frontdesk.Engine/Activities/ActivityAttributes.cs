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

    /// <summary>How the designer draws it; triggers are drawn as triggers by themselves.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>Whether the toolbox offers it. Otherwise it is there for definitions that have it already.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether a flowchart begins with it.</summary>
    public bool IsStart { get; init; }
}

/// <summary>What kind of step an activity is to a designer.</summary>
public enum ActivityKind
{
    /// <summary>Does something and goes on.</summary>
    Action,

    /// <summary>May start a workflow.</summary>
    Trigger,

    /// <summary>Works in the background.</summary>
    Job,

    /// <summary>Works outside and waits for the answer.</summary>
    Task,
}

/// <summary>A value that the activity's author fills in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>One sentence of help.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>What the designer shows; the words of the property's name otherwise.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The designer's editor, a name of <see cref="Descriptors.InputHint"/>; the one that fits the type otherwise.</summary>
    public string? UIHint { get; init; }

    /// <summary>The group in the designer's list of inputs, if it stands in one.</summary>
    public string? Category { get; init; }

    /// <summary>Lower stands first; inputs of the same order stand as they are written.</summary>
    public double Order { get; init; }

    /// <summary>The values that may be chosen, where the type does not say them.</summary>
    public string[]? Choices { get; init; }

    /// <summary>An enumeration whose names may be chosen.</summary>
    public Type? ChoicesOf { get; init; }

    /// <summary>The name of a live list to choose from, see <see cref="Descriptors.OptionSource"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The name that Elsa's definitions have for the type, where it is not that of the property.</summary>
    public string? TypeName { get; init; }

    /// <summary>The kind of expression that the designer begins with; a fixed value otherwise.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>The language that a code editor colours.</summary>
    public string? Language { get; init; }

    /// <summary>For an input that names ports: the ports that are there whatever it says.</summary>
    public string[]? FixedOutcomes { get; init; }

    /// <summary>Whether a new step says the default itself, because the designer reads nothing else.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Whether the designer shows it without letting anybody change it.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the designer shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it holds a secret.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Whether the value is computed before the activity runs. Otherwise the activity asks for it.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>Whether a definition without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a definition without it is warned about: the step can do nothing then.</summary>
    public bool Expected { get; init; }

    /// <summary>Whether JSON written for it stays a text: Elsa makes it an object only where a type asks for one.</summary>
    public bool KeepsText { get; init; }
}

/// <summary>A value that the activity hands on to a variable.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>One sentence of help.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>What the designer shows; the words of the property's name otherwise.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The name that Elsa's definitions have for the type, where it is not that of the property.</summary>
    public string? TypeName { get; init; }
}

/// <summary>A property that holds another activity.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute : Attribute
{
    /// <summary>What the designer shows; the words of the property's name otherwise.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether the designer shows it as a place to put a step.</summary>
    public bool IsBrowsable { get; init; } = true;
}

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

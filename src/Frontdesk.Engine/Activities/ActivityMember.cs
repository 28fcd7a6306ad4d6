using System.Reflection;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Activities;

/// <summary>One input, output or port of an activity type: what the engine binds and what a designer shows.</summary>
public sealed class ActivityMember
{
    private readonly OutputAttribute? _output;
    private readonly PortAttribute? _port;
    private readonly Type _valueType;

    internal ActivityMember(PropertyInfo property, Activity prototype)
    {
        Property = property;
        JsonName = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        Input = property.GetCustomAttribute<InputAttribute>();
        _output = property.GetCustomAttribute<OutputAttribute>();
        _port = property.GetCustomAttribute<PortAttribute>();
        IsBrowsable = Input?.IsBrowsable ?? _port?.IsBrowsable ?? true;
        IsWrapped = typeof(Input).IsAssignableFrom(property.PropertyType);
        _valueType = IsWrapped || typeof(Output).IsAssignableFrom(property.PropertyType) ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        if (Input is null)
            return;
        var first = IsWrapped ? (property.GetValue(prototype) as Input)?.First : property.GetValue(prototype);

        // The first value of the type is no default where somebody has to say one.
        Default = Input.Required || (Input.Expected && first is DateTimeOffset) ? null : first;
        Choices = Input.Choices is { } choices ? [.. choices.Select(one => new InputOption(Words.Of(one), one))]
            : (Input.ChoicesOf ?? _valueType) is { IsEnum: true } names ? InputOption.OfEnum(names)
            : [];
        Hint = Input.UIHint ?? (Choices.Count > 0 || Input.Source is not null ? InputHint.Dropdown : _valueType == typeof(bool) ? InputHint.Checkbox : InputHint.SingleLine);
    }

    /// <summary>The property that holds it.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Its name in a definition.</summary>
    public string JsonName { get; }

    /// <summary>The input attribute, for inputs.</summary>
    public InputAttribute? Input { get; }

    /// <summary>What a person calls it.</summary>
    public string DisplayName => Input?.DisplayName ?? _output?.DisplayName ?? _port?.DisplayName ?? Words.Of(Property.Name);

    /// <summary>One sentence of help.</summary>
    public string Description => Input?.Description ?? _output?.Description ?? string.Empty;

    /// <summary>The name of its type in Elsa's definitions.</summary>
    public string TypeName => Input?.TypeName ?? _output?.TypeName ?? TypeNames.Of(_valueType);

    /// <summary>Whether a definition may have an expression for it.</summary>
    public bool IsWrapped { get; }

    /// <summary>Whether a designer shows it.</summary>
    public bool IsBrowsable { get; }

    /// <summary>The designer's editor, for inputs.</summary>
    public string Hint { get; } = string.Empty;

    /// <summary>The value of a definition that says none; null when there is none.</summary>
    public object? Default { get; }

    /// <summary>The values that the type or the attribute allows; none when anything may stand there.</summary>
    public IReadOnlyList<InputOption> Choices { get; } = [];

    /// <summary>Whether nothing may be chosen as well.</summary>
    public bool IsOptionalChoice => Input is { Required: false } && Default is null;
}

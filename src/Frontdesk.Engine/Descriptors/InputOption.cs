using System.ComponentModel;
using System.Reflection;

namespace Frontdesk.Engine.Descriptors;

/// <summary>One of the values that an input may take.</summary>
/// <param name="Text">What a person reads.</param>
/// <param name="Value">What the definition stores.</param>
public sealed record InputOption(string Text, string Value)
{
    /// <summary>The values of an enumeration, each with the words of its <see cref="DescriptionAttribute"/> or of its name.</summary>
    public static IReadOnlyList<InputOption> OfEnum(Type type) =>
        [.. Enum.GetValues(type).Cast<object>().Select(value => value.ToString()!).Distinct(StringComparer.Ordinal).Select(name => new InputOption(type.GetField(name)!.GetCustomAttribute<DescriptionAttribute>()?.Description ?? Words.Of(name), name))];
}

/// <summary>The values that a practice's records offer at this moment under a name of <see cref="OptionSource"/>; none for an unknown name.</summary>
public delegate IReadOnlyList<InputOption> LiveOptions(string source);

/// <summary>Names of the lists that steps of the engine choose from. Who hosts the engine fills them.</summary>
public static class OptionSource
{
    /// <summary>The roles that tasks are given to.</summary>
    public const string Roles = "roles";

    /// <summary>The people who work here.</summary>
    public const string People = "people";

    /// <summary>The events that something in the program, or a workflow, publishes.</summary>
    public const string Events = "events";
}

using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Activities.Options;

/// <summary>Names of the lists that steps of the front office choose from, besides those of the engine. What is stored is an id or a key; what a person reads is a name.</summary>
public static class PracticeSource
{
    /// <summary>The templates of messages.</summary>
    public const string Templates = "templates";

    /// <summary>The practitioners.</summary>
    public const string Practitioners = "practitioners";

    /// <summary>The specialists to whom patients are referred.</summary>
    public const string Specialists = "specialists";

    /// <summary>Every list that a host has to fill.</summary>
    public static IReadOnlyList<string> All { get; } = [OptionSource.Roles, OptionSource.People, OptionSource.Events, Templates, Practitioners, Specialists];
}

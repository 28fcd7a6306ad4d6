namespace Frontdesk.Engine.Tasks;

/// <summary>Someone who does something to a task, and in whose place they may act.</summary>
/// <param name="User">Who they are.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="StandsInFor">People who are away and whose tasks they may take meanwhile.</param>
public sealed record TaskActor(string User, IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> StandsInFor)
{
    /// <summary>Someone who stands in for nobody.</summary>
    public TaskActor(string user, IReadOnlyCollection<string> roles)
        : this(user, roles, [])
    {
    }

    /// <summary>They are that person, or stand in for them.</summary>
    public bool ActsFor(string? person) => person is not null && (string.Equals(person, User, StringComparison.Ordinal) || StandsInFor.Contains(person));
}

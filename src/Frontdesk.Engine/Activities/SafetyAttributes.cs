namespace Frontdesk.Engine.Activities;

/// <summary>What ends a wait.</summary>
public enum WaitEnd
{
    /// <summary>The activity: it ends, escalates or looks again at a time of its own.</summary>
    Itself = 0,

    /// <summary>Only something from outside; without a deadline beside it the instance may stand still for ever.</summary>
    Others = 1,
}

/// <summary>Says that an activity waits. Every activity that creates a bookmark says so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WaitsAttribute(WaitEnd end) : Attribute
{
    /// <summary>What ends the wait.</summary>
    public WaitEnd End { get; } = end;
}

/// <summary>Who gets what an activity sends.</summary>
public enum Audience
{
    /// <summary>A private person, who may have said no and who sleeps at night.</summary>
    Person = 0,

    /// <summary>Another office, at its place of work.</summary>
    Partner = 1,

    /// <summary>A program at a web address.</summary>
    Program = 2,
}

/// <summary>Says that an activity puts a message into the outbox. Every activity that does says so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SendsAttribute(Audience audience) : Attribute
{
    /// <summary>Who gets it.</summary>
    public Audience Audience { get; } = audience;

    /// <summary>Whether the activity itself sees, at the moment of sending, that the person may be written to now.</summary>
    public bool MindsPermission { get; init; }

    /// <summary>Whether each run sends anew, because nothing that the author gives names the effect.</summary>
    public bool RepeatsEachRun { get; init; }
}

/// <summary>Marks the input that names the effect: what runs again with the same value is done once.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EffectKeyAttribute : Attribute;

/// <summary>Marks an input whose value is written into what leaves.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MessageTextAttribute : Attribute;

/// <summary>Marks an output, or an input, whose value may say something about a person that stands in no message.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfidentialAttribute : Attribute;

/// <summary>
/// Says that whoever leaves the activity by one of the ports has a clearance, e.g. an approval; by every other port they have
/// none, even when they had one before.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ClearsAttribute(string clearance, params string[] ports) : Attribute
{
    /// <summary>The clearance's name.</summary>
    public string Clearance { get; } = clearance;

    /// <summary>The ports.</summary>
    public IReadOnlyList<string> Ports { get; } = ports;
}

/// <summary>Says that whoever leaves the activity by one of the ports has a clearance no longer; by the others it stays as it was.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LosesAttribute(string clearance, params string[] ports) : Attribute
{
    /// <summary>The clearance's name.</summary>
    public string Clearance { get; } = clearance;

    /// <summary>The ports.</summary>
    public IReadOnlyList<string> Ports { get; } = ports;
}

/// <summary>Says that no path may lead to the activity without a clearance.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsClearanceAttribute(string clearance) : Attribute
{
    /// <summary>The clearance's name.</summary>
    public string Clearance { get; } = clearance;

    /// <summary>The input that decides whether it is needed; without one it always is.</summary>
    public string? Input { get; init; }

    /// <summary>The constant of <see cref="Input"/> with which it is not needed. A computed value may be any, so it is needed then.</summary>
    public string? Unless { get; init; }
}

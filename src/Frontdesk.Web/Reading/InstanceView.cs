namespace Frontdesk.Web.Reading;

/// <summary>Where a workflow instance is.</summary>
public enum InstanceState
{
    /// <summary>A burst is moving it now, or is about to.</summary>
    Running = 0,

    /// <summary>It waits for a time, an event, a reply or a person.</summary>
    Waiting = 1,

    /// <summary>It reached its end.</summary>
    Finished = 2,

    /// <summary>Somebody stopped it.</summary>
    Cancelled = 3,

    /// <summary>An incident stopped it.</summary>
    Faulted = 4,
}

/// <summary>Which instances are asked for, last changed first.</summary>
public sealed record InstanceQuery(ListQuery List, InstanceState? State = null, string? DefinitionId = null)
{
    /// <summary>Only those that are not over.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Only those on these versions; empty for all.</summary>
    public IReadOnlyList<int> Versions { get; init; } = [];

    /// <summary>None on this version.</summary>
    public int? NotVersion { get; init; }
}

/// <summary>A workflow instance as one line.</summary>
/// <param name="Id">The instance's id.</param>
/// <param name="DefinitionId">The workflow it runs.</param>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Version">The version it is pinned to.</param>
/// <param name="State">Where it is.</param>
/// <param name="About">What it is about, in plain words, when known.</param>
/// <param name="WaitingFor">What it waits for next, when it waits.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ChangedAt">When it last moved.</param>
public sealed record InstanceRow(
    string Id,
    string DefinitionId,
    string Workflow,
    int Version,
    InstanceState State,
    string? About,
    string? WaitingFor,
    DateTimeOffset StartedAt,
    DateTimeOffset ChangedAt)
{
    /// <summary>The patient it is about, when known.</summary>
    public string? PatientId { get; init; }
}

/// <summary>Everything a person may ask of an instance: state, waits, variables, journal and incidents.</summary>
public sealed record InstanceView(
    InstanceRow Instance,
    string? CorrelationId,
    IReadOnlyList<InstanceWait> Waits,
    IReadOnlyList<InstanceVariable> Variables,
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<IncidentRow> Incidents);

/// <summary>One thing an instance waits for.</summary>
/// <param name="Kind"><c>Timer</c>, <c>Event</c>, <c>Task</c> or <c>Message</c>.</param>
/// <param name="What">In plain words.</param>
/// <param name="DueAt">When it happens or runs out, if it does.</param>
public sealed record InstanceWait(string Kind, string What, DateTimeOffset? DueAt);

/// <summary>A variable and its value as JSON text.</summary>
public sealed record InstanceVariable(string Name, string Value);

/// <summary>One line of an instance's journal.</summary>
/// <param name="At">When, in the practice's offset.</param>
/// <param name="Activity">The activity's name in the designer.</param>
/// <param name="Type">The activity's type.</param>
/// <param name="Event"><c>Started</c>, <c>Completed</c>, <c>Suspended</c>, <c>Resumed</c>, <c>Faulted</c> or <c>Cancelled</c>.</param>
/// <param name="Detail">The outcome or message, if any.</param>
public sealed record JournalEntry(DateTimeOffset At, string Activity, string Type, string Event, string? Detail);

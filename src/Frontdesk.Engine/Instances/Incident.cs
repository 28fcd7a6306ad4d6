namespace Frontdesk.Engine.Instances;

/// <summary>Something that a person should look at: a fault, a wait that nothing can end, an exception.</summary>
/// <param name="Id">Unique within the practice.</param>
/// <param name="ActivityId">The activity concerned.</param>
/// <param name="ActivityType">Its type.</param>
/// <param name="Kind">A stable word: <c>fault</c>, <c>script</c>, <c>stalled</c>, <c>exception</c>.</param>
/// <param name="Message">What happened, without patient data.</param>
/// <param name="At">When (UTC).</param>
public sealed record Incident(string Id, string ActivityId, string ActivityType, string Kind, string Message, DateTimeOffset At);

/// <summary>The status of an instance, as Elsa has it.</summary>
public enum WorkflowStatus
{
    /// <summary>Not over.</summary>
    Running,

    /// <summary>Over.</summary>
    Finished,
}

/// <summary>The finer status of an instance, as Elsa has it.</summary>
public enum WorkflowSubStatus
{
    /// <summary>Created, not begun.</summary>
    Pending,

    /// <summary>In a burst.</summary>
    Executing,

    /// <summary>Waiting.</summary>
    Suspended,

    /// <summary>Over as planned.</summary>
    Finished,

    /// <summary>Ended by an error.</summary>
    Faulted,

    /// <summary>Ended from outside.</summary>
    Cancelled,
}

/// <summary>An error that ends an activity and can be expected: the definition or its data are at fault, not the program.</summary>
public class FaultException(string kind, string message) : Exception(message)
{
    /// <summary>A stable word for the kind of error.</summary>
    public string Kind { get; } = kind;
}

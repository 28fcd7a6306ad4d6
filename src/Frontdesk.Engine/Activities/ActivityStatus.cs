namespace Frontdesk.Engine.Activities;

/// <summary>Where one execution of an activity stands.</summary>
public enum ActivityStatus
{
    /// <summary>Scheduled, not begun.</summary>
    Pending,

    /// <summary>Begun and not done: running now, or waiting.</summary>
    Running,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Ended from outside.</summary>
    Canceled,

    /// <summary>Stopped by an error.</summary>
    Faulted,
}

/// <summary>How a flowchart step with several ways in takes what arrives.</summary>
public enum MergeMode
{
    /// <summary>Goes on when nothing upstream is still on its way; paths not taken do not count.</summary>
    Stream,

    /// <summary>Waits for every forward way in.</summary>
    Merge,

    /// <summary>Waits for every way in, loops back included.</summary>
    Converge,

    /// <summary>Runs once for each arrival.</summary>
    Cascade,

    /// <summary>Runs for the first arrival and cancels the others.</summary>
    Race,
}

/// <summary>The ports by which an activity leaves.</summary>
public sealed class Outcomes(params string[] names)
{
    /// <summary>The port that is taken when nothing else is said.</summary>
    public static readonly Outcomes Default = new("Done");

    /// <summary>The ports.</summary>
    public string[] Names { get; } = names;
}

/// <summary>Sent up by Break: the nearest loop ends.</summary>
public sealed class BreakSignal
{
    internal static readonly BreakSignal Instance = new();
}

/// <summary>Sent up by Complete: the nearest composite ends with these outcomes.</summary>
public sealed class CompleteCompositeSignal(Outcomes outcomes)
{
    /// <summary>The ports by which the composite leaves.</summary>
    public Outcomes Outcomes { get; } = outcomes;
}

/// <summary>Sent up when an activity was canceled.</summary>
public sealed class CancelSignal
{
    internal static readonly CancelSignal Instance = new();
}

/// <summary>A signal on its way up.</summary>
public sealed class SignalContext(ActivityExecutionContext receiver, ActivityExecutionContext sender)
{
    /// <summary>Who receives it now.</summary>
    public ActivityExecutionContext ReceiverActivityExecutionContext { get; internal set; } = receiver;

    /// <summary>Who sent it.</summary>
    public ActivityExecutionContext SenderActivityExecutionContext { get; } = sender;

    internal bool Stopped { get; private set; }

    /// <summary>Nobody further up receives it.</summary>
    public void StopPropagation() => Stopped = true;
}

/// <summary>What a parent learns of a completed child.</summary>
public readonly record struct ActivityCompletedContext(ActivityExecutionContext TargetContext, ActivityExecutionContext ChildContext, object? Result);

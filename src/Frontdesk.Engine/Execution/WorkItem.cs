using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Execution;

/// <summary>An activity that will run in this burst.</summary>
internal readonly record struct WorkItem(
    Activity Activity,
    ActivityExecutionContext? Owner,
    ActivityCompletionCallback? Callback,
    string? Tag,
    IReadOnlyDictionary<string, object?>? Variables,
    int CallbackEpoch = 0);

/// <summary>A token of a flowchart: control on its way along a connection.</summary>
internal sealed class FlowToken(int from, int to, string port)
{
    /// <summary>The index of the activity that it comes from.</summary>
    public int From { get; } = from;

    /// <summary>The index of the activity that it goes to.</summary>
    public int To { get; } = to;

    /// <summary>The port that it left by.</summary>
    public string Port { get; } = port;

    public bool Consumed { get; set; }

    public bool Blocked { get; set; }

    public bool IsLive => !Consumed && !Blocked;
}

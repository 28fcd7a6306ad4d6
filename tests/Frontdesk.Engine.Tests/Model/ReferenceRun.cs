namespace Frontdesk.Engine.Tests.Model;

internal enum RunState
{
    Running,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One execution of a step in the reference: what runs in it hangs below it as long as it is not done.</summary>
internal sealed class ReferenceRun(ModelStep step, ReferenceRun? parent, bool reports)
{
    public ModelStep Step => step;

    public ReferenceRun? Parent => parent;

    /// <summary>Whether the parent hears of the end.</summary>
    public bool Reports => reports;

    public List<ReferenceRun> Children { get; } = [];

    public RunState State { get; set; }

    /// <summary>How often it ended; what was scheduled before an end does not report to it.</summary>
    public int Ends { get; set; }

    public bool IsBreaking { get; set; }

    /// <summary>The position of a sequence, the count of a loop, or how many branches are left.</summary>
    public int? Position { get; set; }

    /// <summary>The end of a count and the items of a list, computed once when the step begins.</summary>
    public int[] Range { get; set; } = [];

    public Dictionary<string, int?> Variables { get; } = new(StringComparer.Ordinal);

    public List<Token> Tokens { get; } = [];

    /// <summary>A token on a way of a flowchart.</summary>
    internal sealed class Token(ModelStep from, ModelStep to, string port, bool isBlocked)
    {
        public ModelStep From => from;

        public ModelStep To => to;

        public string Port => port;

        /// <summary>Whether it stands for a path whose turn another path has taken.</summary>
        public bool IsBlocked => isBlocked;

        public bool IsConsumed { get; set; }

        public bool IsLive => !isBlocked && !IsConsumed;
    }
}

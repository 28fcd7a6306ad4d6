using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Builtin;

/// <summary>Writes a line into the instance's journal.</summary>
[Activity("Elsa", "Console", "Writes a line into the instance's journal.")]
public sealed class WriteLine : CodeActivity
{
    /// <summary>The line.</summary>
    [Input(Description = "The line.", UIHint = "multi-line")]
    public Input<string> Text { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        if (context.Get(Text) is { } line)
            context.WorkflowExecutionContext.Journal.Add(JournalEvent.Line, context, line);
    }
}

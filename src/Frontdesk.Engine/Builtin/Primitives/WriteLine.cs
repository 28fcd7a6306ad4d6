using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Builtin;

/// <summary>Writes a line into the instance's journal.</summary>
[Activity("Elsa", "Values", "Writes a line into the history of this run.", DisplayName = "Write a line")]
public sealed class WriteLine : CodeActivity
{
    /// <summary>The line.</summary>
    [Input(DisplayName = "Text", Description = "The line; no patient data.")]
    public Input<string> Text { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        if (context.Get(Text) is { } line)
            context.WorkflowExecutionContext.Journal.Add(JournalEvent.Line, context, line);
    }
}

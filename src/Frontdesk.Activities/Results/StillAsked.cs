using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>Whether what a task asks for is still wanted: a new version, an answer or a decision since then ends it.</summary>
[Activity("Frontdesk", "Results", "Says whether what a task asks for is still wanted; a new version, an answer or a decision ends it.", DisplayName = "Still wanted?")]
[FlowNode("Yes", "No")]
public sealed class StillAsked : CodeActivity
{
    /// <summary>What names it, from the step that waits for the result.</summary>
    [Input(DisplayName = "What is asked for", Description = "Its name, as 'Wait for the result' gave it.", Required = true)]
    public Input<string> Key { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) =>
        await context.CompleteActivityWithOutcomesAsync(ResultCourse.IsStillAsked(await context.ResultAsync(), context.Get(Key) ?? string.Empty) ? "Yes" : "No");
}

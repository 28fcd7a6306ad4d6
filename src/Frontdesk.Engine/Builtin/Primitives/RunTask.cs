using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Asks another program or a person to do something and waits for the answer.</summary>
[Waits(WaitEnd.Others)]
[Activity("Elsa", "Waiting", "Asks another program to do something and waits for its answer.", DisplayName = "Ask another program")]
public sealed class RunTask : Activity
{
    /// <summary>What is asked for.</summary>
    [Input(DisplayName = "What is asked for", Description = "A name by which the other program knows what to do.", Required = true)]
    public Input<string> TaskName { get; set; } = new();

    /// <summary>What the other needs to know.</summary>
    [Input(DisplayName = "Details", Description = "What the other program needs to know, as named values.", TypeName = "ObjectDictionary", UIHint = InputHint.JsonEditor)]
    public Input<object> Payload { get; set; } = new();

    /// <summary>The task's id.</summary>
    [Output(DisplayName = "Task", Description = "The id under which the other program answers.")]
    public Output<string>? TaskId { get; set; }

    /// <summary>The answer.</summary>
    [Output(DisplayName = "Answer", Description = "What the other program answered.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var workflow = context.WorkflowExecutionContext;
        var taskId = workflow.Environment.NewId();
        var name = context.Get(TaskName) ?? string.Empty;
        context.Set(TaskId, taskId, nameof(TaskId));
        var bookmark = context.CreateBookmark(new CreateBookmarkArgs { Stimulus = taskId, TaskId = taskId, Callback = OnDoneAsync });
        var details = new JsonObject { ["kind"] = UserTasks.RunTaskKind, ["taskName"] = name, ["payload"] = Values.To<JsonNode>(context.Get(Payload))?.DeepClone() };
        context.GetRequiredService<BurstTransaction>().OpenTask(new UserTaskDraft(taskId, workflow.Id, bookmark.Id, Id, name, 500, null, details.ToJsonString()));
        return default;
    }

    private ValueTask OnDoneAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.ResumeInput.GetValueOrDefault("Result"));
        return context.CompleteActivityAsync();
    }
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Builtin;

/// <summary>What steps that start other workflows have in common.</summary>
[Waits(WaitEnd.Others)]
public abstract class ChildWorkflow : Activity
{
    /// <summary>Which workflow to start.</summary>
    [Input(DisplayName = "Workflow", Description = "Which workflow to start.", UIHint = InputHint.WorkflowPicker, Required = true)]
    public Input<string> WorkflowDefinitionId { get; set; } = new();

    /// <summary>Its inputs.</summary>
    [Input(DisplayName = "Inputs", Description = "What the workflow is given, as named values.", TypeName = "ObjectDictionary", UIHint = InputHint.JsonEditor, Order = 1)]
    public Input<object> Input { get; set; } = new();

    private protected static Dictionary<string, object?> ToInput(object? value)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Values.Convert(value, typeof(JsonNode)) is JsonObject json)
        {
            foreach (var (name, item) in json)
                map[name] = Values.FromJson(item?.DeepClone());
        }

        return map;
    }

    private protected static string Start(ActivityExecutionContext context, string definitionId, string? correlationId, Dictionary<string, object?> input, string? bookmarkId)
    {
        var burst = context.GetRequiredService<BurstTransaction>();
        return burst.StartWorkflow(new StartRequest(definitionId)
        {
            Input = input,
            CorrelationId = correlationId is { Length: > 0 } ? correlationId : null,
            ParentInstanceId = context.WorkflowExecutionContext.Id,
            ParentBookmarkId = bookmarkId,
        });
    }

    private protected ValueTask StartOneAsync(ActivityExecutionContext context, string? correlationId, bool wait, ExecuteActivityDelegate onFinished)
    {
        var bookmark = wait ? context.CreateBookmark(new CreateBookmarkArgs { Callback = onFinished }) : null;
        var id = Start(context, context.Get(WorkflowDefinitionId) ?? string.Empty, correlationId, ToInput(context.Get(Input)), bookmark?.Id);
        context.SetProperty("Child", id);
        return wait ? default : context.CompleteActivityAsync();
    }
}

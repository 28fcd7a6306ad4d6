using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts another workflow once for each item of a list and, if asked, waits for all of them.</summary>
[Activity("Elsa", "Other workflows", "Starts another workflow once for each item of a list.", DisplayName = "Start a workflow for each item", Kind = ActivityKind.Task)]
[FlowNode("Completed", "Canceled", "Done")]
public sealed class BulkDispatchWorkflows : ChildWorkflow
{
    /// <summary>The list.</summary>
    [Input(DisplayName = "Items", Description = "The list, as a variable, a script or a list in square brackets.", Expected = true)]
    public Input<object> Items { get; set; } = new();

    /// <summary>The input that takes an item which is not an object.</summary>
    [Input(DisplayName = "Input for the item", Description = "The input of the workflow that takes the item, when items are not named values themselves.")]
    public Input<string> DefaultItemInputKey { get; set; } = new("Item");

    /// <summary>Computes the correlation id of an item, with the variables <c>item</c> and <c>index</c>.</summary>
    [Input(DisplayName = "What each is about", Description = "Gives the id of what each run is about, for its item.", AutoEvaluate = false)]
    public Input<string> CorrelationIdFunction { get; set; } = new();

    /// <summary>Whether to wait for all of them.</summary>
    [Input(DisplayName = "Wait for the end", Description = "Whether to go on only when all of them are over.", Order = 2)]
    public Input<bool> WaitForCompletion { get; set; } = new(true);

    /// <summary>Runs for each that finished.</summary>
    [Port(DisplayName = "When one is over")]
    public Activity? ChildCompleted { get; set; }

    /// <summary>Runs for each that faulted.</summary>
    [Port(DisplayName = "When one has failed")]
    public Activity? ChildFaulted { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = Values.ToItems(context.Get(Items));
        if (items.Count == 0)
        {
            await context.CompleteActivityWithOutcomesAsync("Completed", "Done");
            return;
        }

        var wait = context.Get(WaitForCompletion);
        var bookmark = wait ? context.CreateBookmark(new CreateBookmarkArgs { Callback = OnChildFinishedAsync, AutoBurn = false }) : null;
        context.Position = items.Count;
        for (var i = 0; i < items.Count; i++)
            StartItem(context, items[i], i, bookmark?.Id);
        if (!wait)
            await context.CompleteActivityWithOutcomesAsync("Done");
    }

    private void StartItem(ActivityExecutionContext context, object? item, int index, string? bookmarkId)
    {
        var input = ToInput(context.Get(Input));
        if (item is JsonObject json)
        {
            foreach (var (name, value) in json)
                input[name] = Values.FromJson(value?.DeepClone());
        }
        else
        {
            input[context.Get(DefaultItemInputKey) ?? "Item"] = item;
        }

        context.DynamicVariables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = item, ["Item"] = item, ["index"] = index };
        var correlation = context.Evaluate(CorrelationIdFunction);
        context.DynamicVariables = null;
        Start(context, context.Get(WorkflowDefinitionId) ?? string.Empty, correlation, input, bookmarkId);
    }

    private async ValueTask OnChildFinishedAsync(ActivityExecutionContext context)
    {
        var faulted = string.Equals(context.ResumeInput.GetValueOrDefault("SubStatus")?.ToString(), "Faulted", StringComparison.Ordinal);
        if ((faulted ? ChildFaulted : ChildCompleted) is { } child)
        {
            var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["ChildInstanceId"] = context.ResumeInput.GetValueOrDefault("InstanceId"), ["ChildOutput"] = context.ResumeInput.GetValueOrDefault("Output") };
            await context.ScheduleActivityAsync(child, OnChildHandledAsync, variables: variables);
            return;
        }

        await CountAsync(context);
    }

    private ValueTask OnChildHandledAsync(ActivityCompletedContext context) => CountAsync(context.TargetContext);

    private static ValueTask CountAsync(ActivityExecutionContext context) =>
        --context.Position > 0 ? default : context.CompleteActivityWithOutcomesAsync("Completed", "Done");
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its body for all items of a list side by side. Each run sees its own CurrentValue and CurrentIndex.</summary>
[Activity("Elsa", "Repeating", "Runs a step for all items of a list at the same time.", DisplayName = "For all items at once")]
public sealed class ParallelForEach : Activity
{
    /// <summary>The list.</summary>
    [Input(DisplayName = "Items", Description = "The list, as a variable or a script.", Expected = true)]
    public Input<object> Items { get; set; } = new();

    /// <summary>What runs for each item.</summary>
    [Port(DisplayName = "Step to repeat")]
    public Activity? Body { get; set; }

    internal override IReadOnlyList<string> BodyVariables => ["CurrentValue", "CurrentIndex"];

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = ToList(context.Get(Items));
        if (items.Count == 0 || Body is null)
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.Position = items.Count;
        for (var i = 0; i < items.Count; i++)
        {
            var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["CurrentValue"] = items[i], ["CurrentIndex"] = i };
            await context.ScheduleActivityAsync(Body, OnChildCompletedAsync, variables: variables);
        }
    }

    /// <summary>Unlike ForEach, and as in Elsa, what is no list has no items.</summary>
    private static IReadOnlyList<object?> ToList(object? value) =>
        value is JsonArray or (System.Collections.IEnumerable and not (string or JsonNode)) ? Values.ToItems(value) : [];

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext context) =>
        --context.TargetContext.Position == 0 ? context.TargetContext.CompleteActivityAsync() : default;
}

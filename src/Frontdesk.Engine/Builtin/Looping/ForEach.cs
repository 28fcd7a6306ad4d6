using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its body for each item of a list, one after the other. Each turn sees its CurrentValue and CurrentIndex.</summary>
[Activity("Elsa", "Repeating", "Runs a step for each item of a list, one after the other.", DisplayName = "For each item")]
public sealed class ForEach : Loop
{
    /// <summary>The list.</summary>
    [Input(DisplayName = "Items", Description = "The list, as a variable, a script or a list in square brackets.", TypeName = "List<Object>", Expected = true)]
    public Input<object> Items { get; set; } = new();

    /// <summary>The item of the current turn.</summary>
    [Output(DisplayName = "Item", Description = "The item of the current turn.")]
    public Output<object>? CurrentValue { get; set; }

    internal override IReadOnlyList<string> BodyVariables => ["CurrentValue", "CurrentIndex"];

    /// <summary>As in Elsa, a text is a list of its characters, unless it is JSON; what is no list at all is a mistake.</summary>
    private IReadOnlyList<object?> ToList(object? value) => value switch
    {
        null when Items.Expression is null => [],
        string text when text.AsSpan().TrimStart() is [not '[', ..] => [.. text.Select(c => (object?)c.ToString())],
        string text when !string.IsNullOrWhiteSpace(text) => Values.ToItems(text),
        JsonArray or (System.Collections.IEnumerable and not (string or JsonNode)) => Values.ToItems(value),
        _ => throw new FaultException("list", "The items to go through are no list. Correct the expression, or let it give an empty list."),
    };

    /// <inheritdoc/>
    protected override ValueTask TurnAsync(ActivityExecutionContext context)
    {
        var index = context.HasPosition ? context.Position + 1 : 0;
        var items = ToList(context.Get(Items));
        if (index >= items.Count || Body is null)
            return context.CompleteActivityAsync();
        context.Position = index;
        context.Set(CurrentValue, items[index], nameof(CurrentValue));
        return RunBodyAsync(context, new Dictionary<string, object?>(StringComparer.Ordinal) { ["CurrentIndex"] = index, ["CurrentValue"] = items[index] });
    }
}

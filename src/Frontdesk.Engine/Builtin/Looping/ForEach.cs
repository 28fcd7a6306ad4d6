using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its body for each item of a list, one after the other. Each turn sees its CurrentValue and CurrentIndex.</summary>
[Activity("Elsa", "Looping", "Runs its body for each item of a list, one after the other.")]
public sealed class ForEach : Loop
{
    /// <summary>The list.</summary>
    [Input(Description = "The list.", UIHint = "multi-line")]
    public Input<object> Items { get; set; } = new();

    /// <summary>The item of the current turn.</summary>
    [Output(Description = "The item of the current turn.")]
    public Output<object>? CurrentValue { get; set; }

    internal override IReadOnlyList<string> BodyVariables => ["CurrentValue", "CurrentIndex"];

    /// <inheritdoc/>
    protected override ValueTask TurnAsync(ActivityExecutionContext context)
    {
        var index = context.HasPosition ? context.Position + 1 : 0;
        var items = Values.ToItems(context.Get(Items));
        if (index >= items.Count || Body is null)
            return context.CompleteActivityAsync();
        context.Position = index;
        context.Set(CurrentValue, items[index], nameof(CurrentValue));
        return RunBodyAsync(context, new Dictionary<string, object?>(StringComparer.Ordinal) { ["CurrentIndex"] = index, ["CurrentValue"] = items[index] });
    }
}

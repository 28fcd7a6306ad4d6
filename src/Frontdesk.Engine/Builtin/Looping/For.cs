using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Counts from one number to another and runs its body for each. Each turn sees its CurrentValue.</summary>
[Activity("Elsa", "Repeating", "Counts from one number to another and runs a step each time.", DisplayName = "Count")]
public sealed class For : Loop
{
    /// <summary>The first number.</summary>
    [Input(DisplayName = "First number", Description = "The number to begin with.")]
    public Input<int> Start { get; set; } = new(0);

    /// <summary>The last number.</summary>
    [Input(DisplayName = "Last number", Description = "The number to end with.")]
    public Input<int> End { get; set; } = new(0);

    /// <summary>How far each turn counts.</summary>
    [Input(DisplayName = "Step", Description = "How far to count each time.")]
    public Input<int> Step { get; set; } = new(1);

    /// <summary>Whether the last number itself is included.</summary>
    [Input(DisplayName = "Include the last number", Description = "Whether the step runs for the last number as well.")]
    public Input<bool> OuterBoundInclusive { get; set; } = new(true);

    /// <summary>The number of the current turn.</summary>
    [Output(DisplayName = "Number", Description = "The number of the current turn.")]
    public Output<object>? CurrentValue { get; set; }

    internal override IReadOnlyList<string> BodyVariables => ["CurrentValue"];

    /// <inheritdoc/>
    protected override ValueTask TurnAsync(ActivityExecutionContext context)
    {
        var step = context.Get(Step);
        var current = context.HasPosition ? context.Position + step : context.Get(Start);
        var end = context.Get(End);
        var inclusive = context.Get(OuterBoundInclusive);
        var goesOn = step >= 0
            ? inclusive ? current <= end : current < end
            : inclusive ? current >= end : current > end;
        if (!goesOn || Body is null)
            return context.CompleteActivityAsync();
        context.Position = current;
        context.Set(CurrentValue, current, nameof(CurrentValue));
        return RunBodyAsync(context, new Dictionary<string, object?>(StringComparer.Ordinal) { ["CurrentValue"] = current });
    }
}

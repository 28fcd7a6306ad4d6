using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>
/// Named states and the transitions between them. In a state the triggers of all transitions that leave it wait; the
/// first that comes, and whose condition holds, takes the machine on. A state that nothing leaves ends it.
/// </summary>
[Activity("Elsa", "Beginning and end", "Named states, and what leads from one to the next.", DisplayName = "States")]
public sealed class StateMachine : Activity
{
    private const string Current = "CurrentState";
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly List<Transition> _transitions = [];
    private string _initial = string.Empty;

    internal override IEnumerable<Input> ListedInputs => _transitions.Select(t => t.Condition).OfType<Input>();

    internal string Initial => _initial;

    internal IReadOnlyDictionary<string, State> States => _states;

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        _initial = Text(builder.Json, "currentState") is { Length: > 0 } current ? current : Text(builder.Json, "initialState");
        var states = builder.Json["states"] as JsonArray ?? [];
        for (var i = 0; i < states.Count; i++)
        {
            if (states[i] is JsonObject json)
                _states.TryAdd(Text(json, "name"), new State(builder.ReadActivity(json["entry"], $"states[{i}].entry"), builder.ReadActivity(json["exit"], $"states[{i}].exit")));
        }

        var transitions = builder.Json["transitions"] as JsonArray ?? [];
        for (var i = 0; i < transitions.Count; i++)
        {
            if (transitions[i] is JsonObject json)
                _transitions.Add(ReadTransition(builder, json, $"transitions[{i}]"));
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => EnterAsync(context, _initial);

    internal IEnumerable<Transition> LeavingFrom(string state) =>
        _transitions.Where(t => string.Equals(t.From, state, StringComparison.Ordinal) && t.Trigger is not null && _states.ContainsKey(t.To));

    /// <summary>Makes an execution of an older version of this machine stand in this one: in the same state, on the same transitions.</summary>
    internal void Carry(StateMachine before, ActivityExecutionContext after, Action<string> refuse)
    {
        if (after.GetProperty<string>(Current) is { } state && !_states.ContainsKey(state))
            refuse($"'{DisplayName}' is in the state '{state}', which that version does not have.");
        foreach (var child in after.Children.Where(child => child.Tag is not null))
        {
            var was = before._transitions[int.Parse(child.Tag!, CultureInfo.InvariantCulture)];
            var same = _transitions.Find(one => one.From == was.From && one.To == was.To && one.Trigger?.Key == was.Trigger?.Key);
            if (same is null)
                refuse($"'{DisplayName}' is on its way from '{was.From}' to '{was.To}' or waits for it, and that version does not have this transition.");
            else
                child.Tag = same.Tag;
        }
    }

    private static string Text(JsonObject json, string name) => json[name] is JsonValue value ? value.ToString() : string.Empty;

    private static bool IsIn(ActivityExecutionContext context, string state) => string.Equals(context.GetProperty<string>(Current), state, StringComparison.Ordinal);

    private Transition ReadTransition(ActivityBuilder builder, JsonObject json, string path)
    {
        var condition = json["condition"] is JsonObject given ? builder.ReadExpression<bool>(given, $"{path}.condition") : null;
        return new Transition(_transitions.Count.ToString(CultureInfo.InvariantCulture), Text(json, "from"), Text(json, "to"), builder.ReadActivity(json["trigger"], $"{path}.trigger"), condition, builder.ReadActivity(json["action"], $"{path}.action"));
    }

    private ValueTask EnterAsync(ActivityExecutionContext context, string name)
    {
        context.SetProperty(Current, name);
        if (!_states.TryGetValue(name, out var state))
            return context.CompleteActivityAsync();
        return state.Entry is null ? WaitAsync(context) : context.ScheduleActivityAsync(state.Entry, OnEnteredAsync);
    }

    private ValueTask OnEnteredAsync(ActivityCompletedContext context) => WaitAsync(context.TargetContext);

    private async ValueTask WaitAsync(ActivityExecutionContext context)
    {
        var leaving = _transitions.Where(t => IsIn(context, t.From) && t.Trigger is not null && _states.ContainsKey(t.To)).ToList();
        if (leaving.Count == 0)
        {
            await context.CompleteActivityAsync();
            return;
        }

        foreach (var transition in leaving)
            await context.ScheduleActivityAsync(transition.Trigger, OnTriggeredAsync, transition.Tag);
    }

    private async ValueTask OnTriggeredAsync(ActivityCompletedContext context)
    {
        var (machine, transition) = (context.TargetContext, TransitionOf(context));
        if (!IsIn(machine, transition.From))
            return;
        if (transition.Condition is not null && !machine.Evaluate(transition.Condition))
        {
            await machine.ScheduleActivityAsync(transition.Trigger, OnTriggeredAsync, transition.Tag);
            return;
        }

        var others = _transitions.Where(t => !ReferenceEquals(t, transition) && t.From == transition.From).Select(t => t.Trigger).ToHashSet();
        foreach (var child in machine.Children.Where(c => !ReferenceEquals(c, context.ChildContext) && others.Contains(c.Activity)).ToArray())
            await child.CancelActivityAsync();
        if (transition.Action is null)
            await LeaveAsync(machine, transition);
        else
            await machine.ScheduleActivityAsync(transition.Action, OnActedAsync, transition.Tag);
    }

    private ValueTask OnActedAsync(ActivityCompletedContext context) =>
        TransitionOf(context) is var transition && IsIn(context.TargetContext, transition.From) ? LeaveAsync(context.TargetContext, transition) : default;

    private ValueTask LeaveAsync(ActivityExecutionContext machine, Transition transition) =>
        _states.GetValueOrDefault(transition.From)?.Exit is { } exit ? machine.ScheduleActivityAsync(exit, OnLeftAsync, transition.Tag) : EnterAsync(machine, transition.To);

    private ValueTask OnLeftAsync(ActivityCompletedContext context) =>
        TransitionOf(context) is var transition && IsIn(context.TargetContext, transition.From) ? EnterAsync(context.TargetContext, transition.To) : default;

    private Transition TransitionOf(ActivityCompletedContext context) => _transitions[int.Parse(context.ChildContext.Tag!, CultureInfo.InvariantCulture)];

    internal sealed record State(Activity? Entry, Activity? Exit);

    internal sealed record Transition(string Tag, string From, string To, Activity? Trigger, Input<bool>? Condition, Activity? Action);
}

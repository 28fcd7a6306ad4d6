using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Builtin;

/// <summary>Stops with an incident.</summary>
[Activity("Elsa", "Beginning and end", "Stops with a problem that a person has to look at.", DisplayName = "Raise a problem")]
public sealed class Fault : CodeActivity
{
    /// <summary>A code for the fault.</summary>
    [Input(DisplayName = "Code", Description = "A short code that says which problem it is.")]
    public Input<string> Code { get; set; } = new();

    /// <summary>Its category, e.g. HTTP.</summary>
    [Input(DisplayName = "Group", Description = "The group of problems that it belongs to, for example Orders.")]
    public Input<string> Category { get; set; } = new();

    /// <summary>Its type, e.g. System or Business.</summary>
    [Input(DisplayName = "Kind", Description = "The kind of problem, for example Business or System.")]
    public Input<string> FaultType { get; set; } = new();

    /// <summary>What a person reads.</summary>
    [Input(DisplayName = "Message", Description = "What the person who looks at it reads; no patient data.")]
    public Input<string> Message { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) =>
        throw new FaultException(context.Get(Code) is { Length: > 0 } code ? code : "fault", context.Get(Message) ?? "The workflow stopped here.");
}

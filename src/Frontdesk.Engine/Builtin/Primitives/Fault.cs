using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Builtin;

/// <summary>Stops with an incident.</summary>
[Activity("Elsa", "Primitives", "Stops with an incident.")]
public sealed class Fault : CodeActivity
{
    /// <summary>A code for the fault.</summary>
    [Input(Description = "A code for the fault.")]
    public Input<string> Code { get; set; } = new();

    /// <summary>Its category, e.g. HTTP.</summary>
    [Input(Description = "Its category, e.g. HTTP.")]
    public Input<string> Category { get; set; } = new();

    /// <summary>Its type, e.g. System or Business.</summary>
    [Input(Description = "Its type, e.g. System or Business.")]
    public Input<string> FaultType { get; set; } = new();

    /// <summary>What a person reads.</summary>
    [Input(Description = "What a person reads.")]
    public Input<string> Message { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) =>
        throw new FaultException(context.Get(Code) is { Length: > 0 } code ? code : "fault", context.Get(Message) ?? "The workflow stopped here.");
}

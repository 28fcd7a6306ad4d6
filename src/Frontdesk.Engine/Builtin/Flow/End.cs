using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Ends the flowchart or sequence around it; nothing follows.</summary>
[Activity("Elsa", "Flow", "Ends the flowchart around it; nothing follows.")]
public sealed class End : CodeActivity, ITerminalNode;

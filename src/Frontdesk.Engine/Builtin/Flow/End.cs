using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Ends the flowchart or sequence around it; nothing follows.</summary>
[Activity("Elsa", "Beginning and end", "Ends the steps around it; nothing follows.", DisplayName = "End")]
public sealed class End : CodeActivity, ITerminalNode;

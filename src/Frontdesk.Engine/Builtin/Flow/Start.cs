using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Marks where a flowchart begins.</summary>
[Activity("Elsa", "Beginning and end", "Marks where the workflow begins.", DisplayName = "Start", IsStart = true)]
public sealed class Start : CodeActivity;

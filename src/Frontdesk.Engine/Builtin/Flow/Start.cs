using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Marks where a flowchart begins.</summary>
[Activity("Elsa", "Flow", "Marks where a flowchart begins.")]
public sealed class Start : CodeActivity;

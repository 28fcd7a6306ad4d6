using System.Diagnostics;

namespace Frontdesk.Engine.Telemetry;

/// <summary>A place in a trace as W3C writes it (<c>traceparent</c>), kept with rows that go on later, also after a restart.</summary>
public static class TraceParent
{
    /// <summary>The place to go on from; the beginning of a trace when there is none or it cannot be read.</summary>
    public static ActivityContext Parse(string? text) => text is not null && ActivityContext.TryParse(text, null, isRemote: true, out var context) ? context : default;
}

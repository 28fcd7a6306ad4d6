using System.Diagnostics;
using Frontdesk.Engine.Telemetry;

namespace Frontdesk.Engine.Pump;

/// <summary>What is known of a burst while it runs: what caused it, since when, and its place in a trace.</summary>
internal readonly record struct BurstTrail(BurstKind Kind, long BeganAt, string? Parent, Activity? Span)
{
    private static readonly string[] Names = [.. Enum.GetValues<BurstKind>().Select(kind => $"burst {BurstRecord.WordOf(kind)}")];

    internal bool IsWatched => BeganAt != 0;

    /// <summary>Where everything goes on that the burst brings about; null when nobody follows it.</summary>
    internal string? TraceParent => Span?.Id ?? Parent;

    /// <summary>Begins the burst's span, where somebody follows.</summary>
    internal static Activity? StartSpan(BurstKind kind, string? parent) =>
        EngineTelemetry.Source.StartActivity(Names[(int)kind], ActivityKind.Consumer, Telemetry.TraceParent.Parse(parent));

    internal void End(BurstOutcome outcome, string? instanceId, string? definitionId)
    {
        if (Span is not { } span)
            return;
        span.SetTag(TelemetryNames.InstanceId, instanceId);
        span.SetTag(TelemetryNames.DefinitionId, definitionId);
        span.SetTag(TelemetryNames.Outcome, outcome switch { BurstOutcome.Completed => "completed", BurstOutcome.Failed => "failed", _ => "refused" });
        if (outcome == BurstOutcome.Failed)
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}

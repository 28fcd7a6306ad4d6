using Frontdesk.Engine.Telemetry;

namespace Frontdesk.Engine.Pump;

/// <summary>Something that a caller waits for: it runs as a burst and is answered after the commit.</summary>
internal sealed class PumpRequest(BurstKind kind, string? key, Func<Burst, CancellationToken, ValueTask<object?>> body, CancellationToken cancellationToken)
{
    internal BurstKind Kind { get; } = kind;

    /// <summary>Where the caller is in a trace, if somebody follows it.</summary>
    internal string? TraceParent { get; } = System.Diagnostics.Activity.Current?.Id;

    internal string? Key { get; } = key;

    internal Func<Burst, CancellationToken, ValueTask<object?>> Body { get; } = body;

    internal CancellationToken CancellationToken { get; } = cancellationToken;

    internal TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a request came to; its caller learns it after the commit.</summary>
internal sealed record RequestAnswer(PumpRequest Request, object? Result, Exception? Error);

/// <summary>What one transaction came to.</summary>
internal sealed record BatchOutcome(IReadOnlyList<RequestAnswer> Answers, bool Worked);

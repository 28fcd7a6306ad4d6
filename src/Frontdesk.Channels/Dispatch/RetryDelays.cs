namespace Frontdesk.Channels.Dispatch;

/// <summary>Waits between attempts: doubling up to a limit, each between half and all of it, so that many messages do not return at once.</summary>
/// <param name="first">The wait after the first attempt, before jitter.</param>
/// <param name="longest">The longest wait, before jitter.</param>
/// <param name="jitter">Where the jitter comes from; seeded in tests and simulations.</param>
public sealed class RetryDelays(TimeSpan first, TimeSpan longest, Random jitter)
{
    private readonly Lock gate = new();

    /// <summary>The wait after an attempt.</summary>
    /// <param name="attempt">The attempt that just ended, from 1.</param>
    /// <param name="atLeast">What the provider asked for, if anything; never shortened.</param>
    public TimeSpan After(int attempt, TimeSpan? atLeast = null)
    {
        var doubled = first.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var full = Math.Min(doubled, longest.TotalSeconds);
        double part;
        lock (gate)
            part = jitter.NextDouble();
        var wait = TimeSpan.FromSeconds(full * (0.5 + (part / 2)));
        return atLeast is { } asked && asked > wait ? asked : wait;
    }
}

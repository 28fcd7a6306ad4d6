namespace Frontdesk.Channels.Dispatch;

/// <summary>How the outbox is emptied.</summary>
public sealed class DispatchOptions
{
    /// <summary>How many messages are taken at once.</summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>How many recipients are served at the same time.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>How many times a message is tried before a person is asked.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The longest that one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a taken message is left alone; after a crash it is asked about once this has passed.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The wait before the second attempt, before jitter.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait between two attempts, before jitter.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The outbox is looked at again after this time at the latest.</summary>
    public TimeSpan IdleWait { get; set; } = TimeSpan.FromSeconds(30);

    internal void Check(string section)
    {
        foreach (var (name, value) in new[] { (nameof(BatchSize), BatchSize), (nameof(Parallelism), Parallelism), (nameof(MaxAttempts), MaxAttempts) })
        {
            if (value < 1)
                throw new ChannelSettingException($"{section}:{name}", "is below 1.");
        }

        foreach (var (name, value) in new[] { (nameof(AttemptTimeout), AttemptTimeout), (nameof(FirstRetry), FirstRetry), (nameof(IdleWait), IdleWait) })
        {
            if (value <= TimeSpan.Zero)
                throw new ChannelSettingException($"{section}:{name}", "is not a time above zero, such as 00:00:30.");
        }

        if (LongestRetry < FirstRetry)
            throw new ChannelSettingException($"{section}:{nameof(LongestRetry)}", $"is below {nameof(FirstRetry)}.");
        // The last message of a batch starts when those before it have ended; its lease must not end while it is sent.
        var longestBatch = AttemptTimeout * (1 + ((BatchSize - 1) / Parallelism));
        if (Lease <= longestBatch)
            throw new ChannelSettingException($"{section}:{nameof(Lease)}", $"is not longer than a whole batch may take ({longestBatch:c}): lengthen it, or lower {nameof(BatchSize)} or {nameof(AttemptTimeout)}.");
    }
}

namespace Frontdesk.Channels.Http;

/// <summary>How web calls are made.</summary>
public sealed class HttpOptions
{
    /// <summary>The longest wait for an answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times a call is tried before the process goes on without an answer.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>The largest answer that is kept, in bytes; the rest is cut off.</summary>
    public int LargestAnswer { get; set; } = 1_000_000;

    internal void Check(string section)
    {
        if (Timeout <= TimeSpan.Zero)
            throw new ChannelSettingException($"{section}:{nameof(Timeout)}", "is not a time above zero, such as 00:00:30.");
        if (MaxAttempts < 1)
            throw new ChannelSettingException($"{section}:{nameof(MaxAttempts)}", "is below 1.");
        if (LargestAnswer is < 1 or > 100_000_000)
            throw new ChannelSettingException($"{section}:{nameof(LargestAnswer)}", "is not from 1 to 100,000,000 bytes.");
    }
}

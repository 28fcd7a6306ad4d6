using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Pump;

/// <summary>How a pump works.</summary>
public sealed record EngineOptions
{
    /// <summary>The most bursts that commit together.</summary>
    public int MaxBatch { get; init; } = 200;

    /// <summary>How many instances stay in memory between bursts; 0 loads each anew.</summary>
    public int CachedInstances { get; init; } = 2_000;

    /// <summary>How often a burst that threw is tried before a person must look.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait before the second try; it doubles with each further one.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the key of a request that was answered is remembered; the key of a start is for ever.</summary>
    public TimeSpan KeyRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The limits of scripts.</summary>
    public ScriptLimits ScriptLimits { get; init; } = ScriptLimits.Default;

    /// <summary>The most steps that an instance runs in one burst, without waiting once; more is an endless loop.</summary>
    public int MaxStepsPerBurst { get; init; } = 500_000;

    /// <summary>The zone of cron expressions: the practice's.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// Whether an exception's message may be shown to people: it is written for them and holds nothing about a patient. Of
    /// all others only the type is told.
    /// </summary>
    public Func<Exception, bool> MayTell { get; init; } = _ => false;

    /// <summary>With a seed, ids and random numbers repeat (simulation).</summary>
    public int? Seed { get; init; }
}

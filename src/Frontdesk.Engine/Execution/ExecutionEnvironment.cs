using System.Buffers.Binary;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Execution;

/// <summary>
/// What a running instance may ask of the world: the clock, ids and random numbers. A simulation gives seeded ones;
/// nothing in the engine knows the difference.
/// </summary>
public sealed class ExecutionEnvironment
{
    private readonly Random? _seeded;
    private long _lastOrdered;

    /// <summary>Creates the surroundings of instances.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="scriptLimits">The limits of scripts.</param>
    /// <param name="seed">With a seed, ids and random numbers repeat.</param>
    /// <param name="timeZone">The practice's zone, for cron expressions.</param>
    public ExecutionEnvironment(TimeProvider timeProvider, ScriptLimits? scriptLimits = null, int? seed = null, TimeZoneInfo? timeZone = null)
    {
        TimeProvider = timeProvider;
        ScriptLimits = scriptLimits ?? ScriptLimits.Default;
        TimeZone = timeZone ?? TimeZoneInfo.Utc;
        _seeded = seed is { } s ? new Random(s) : null;
    }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The limits of scripts.</summary>
    public ScriptLimits ScriptLimits { get; }

    /// <summary>The most steps that an instance runs in one burst, without waiting once.</summary>
    public int MaxStepsPerBurst { get; init; } = 500_000;

    /// <summary>What is measured, if anything.</summary>
    internal Telemetry.EngineTelemetry? Telemetry { get; init; }

    /// <summary>The practice's zone.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>A new id: time-ordered, or from the seed.</summary>
    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (_seeded is null)
            return NewOrdered(bytes);
        lock (_seeded)
            _seeded.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A version 7 id that is greater than every one before it, also within one millisecond.</summary>
    private Guid NewOrdered(Span<byte> bytes)
    {
        var now = TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        long last, next;
        do
        {
            last = Interlocked.Read(ref _lastOrdered);
            next = Math.Max(last + 1, now);
        }
        while (Interlocked.CompareExchange(ref _lastOrdered, next, last) != last);
        Random.Shared.NextBytes(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, ((next >> 12) << 16) | 0x7000 | (next & 0xFFF));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A new id as 32 hexadecimal digits.</summary>
    public string NewId() => NewGuid().ToString("N");

    /// <summary>A random number from 0 up to, not including, 1.</summary>
    public double NextDouble()
    {
        if (_seeded is null)
            return Random.Shared.NextDouble();
        lock (_seeded)
            return _seeded.NextDouble();
    }
}

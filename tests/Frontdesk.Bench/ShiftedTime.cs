namespace Frontdesk.Bench;

/// <summary>The machine's clock, set forward by as much as is wanted: what is due in an hour is due now.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _shift));

    internal void Forward(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}

namespace Frontdesk.Engine.Journal;

/// <summary>How long the journal of an instance that is over is kept as it was written, and how long at all.</summary>
/// <param name="PackAfter">From the end of the instance until its journal is packed; it can be read as before.</param>
/// <param name="PurgeAfter">From the end of the instance until its journal is deleted. The instance itself stays, and so does every record of the practice.</param>
public sealed record JournalRetention(TimeSpan PackAfter, TimeSpan PurgeAfter);

/// <summary>How far a sweep over the journals of instances that are over has come. A sweep is made of many short steps, so that nobody waits for it.</summary>
/// <param name="CreatedAt">The instance that was looked at last was created then (Unix milliseconds, UTC).</param>
/// <param name="InstanceId">That instance.</param>
/// <param name="Looked">How many instances were looked at so far.</param>
/// <param name="Packed">Of how many the journal was packed.</param>
/// <param name="Purged">Of how many the journal was deleted.</param>
/// <param name="IsDone">Whether there is none left.</param>
public sealed record JournalSweep(long CreatedAt, string InstanceId, int Looked, int Packed, int Purged, bool IsDone)
{
    /// <summary>Where a sweep begins.</summary>
    public static JournalSweep Beginning { get; } = new(long.MinValue, "", 0, 0, 0, IsDone: false);
}

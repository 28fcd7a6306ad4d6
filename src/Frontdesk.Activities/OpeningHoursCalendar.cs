using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Engine.Tasks;
using NodaTime;

namespace Frontdesk.Activities;

/// <summary>
/// Counts working time by the opening hours and holidays of the practice's main location, as they are when a task opens.
/// A practice without a location counts around the clock.
/// </summary>
public sealed class OpeningHoursCalendar(IPracticeRecords records) : IBusinessCalendar
{
    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> DueAfterAsync(DateTimeOffset from, TimeSpan work, CancellationToken cancellationToken = default) =>
        (await records.FindLocationsAsync(cancellationToken)).Main() is { } location
            ? location.AddOpenTime(Instant.FromDateTimeOffset(from), Duration.FromTimeSpan(work)).ToDateTimeOffset()
            : from + work;
}

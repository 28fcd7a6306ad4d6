namespace Frontdesk.Engine.Tasks;

/// <summary>
/// Knows when people are at work. The engine knows no opening hours; a host registers one as scoped, so that it reads its
/// calendar in the burst that asks. Without one, time counts around the clock.
/// </summary>
public interface IBusinessCalendar
{
    /// <summary>The moment at which so much working time has passed.</summary>
    /// <param name="from">When it begins to count (UTC).</param>
    /// <param name="work">How long people need; more than nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The moment (UTC); never before <paramref name="from"/>.</returns>
    ValueTask<DateTimeOffset> DueAfterAsync(DateTimeOffset from, TimeSpan work, CancellationToken cancellationToken = default);
}

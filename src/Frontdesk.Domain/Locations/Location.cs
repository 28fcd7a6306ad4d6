using NodaTime;

namespace Frontdesk.Domain.Locations;

/// <summary>A place where patients are seen, with the clock on its wall and its business days (domain.md §0 rule 10).</summary>
public sealed class Location : Entity
{
    // Ten years of days: beyond that a calendar is wrong rather than long.
    private const int Reach = 3660;

    private Location()
    {
    }

    /// <summary>Opens a location, Monday to Friday from 8:00 to 17:00 until told otherwise.</summary>
    /// <exception cref="InvalidValueException">The zone does not exist.</exception>
    public Location(PracticeId practice, LocationId id, string name, string zoneId, PhoneNumber callBackPhone)
        : base(practice)
    {
        Id = id;
        Name = name;
        ZoneId = Zones.Named(zoneId).Id;
        CallBackPhone = callBackPhone;
        OpeningHours =
        [
            .. Enumerable.Range((int)IsoDayOfWeek.Monday, 5)
                .Select(day => new OpeningHours((IsoDayOfWeek)day, new LocalTime(8, 0), new LocalTime(17, 0))),
        ];
    }

    /// <summary>The location.</summary>
    public LocationId Id { get; private set; }

    /// <summary>The name that patients know.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The IANA zone of the clock on its wall.</summary>
    public string ZoneId { get; private set; } = string.Empty;

    /// <summary>The number that patients call back.</summary>
    public PhoneNumber CallBackPhone { get; private set; }

    /// <summary>When it is open.</summary>
    public IReadOnlyList<OpeningHours> OpeningHours { get; private set; } = [];

    /// <summary>When it is closed for the day.</summary>
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>The zone of the clock on its wall.</summary>
    public DateTimeZone Zone => Zones.Named(ZoneId);

    /// <summary>Changes the weekly hours.</summary>
    /// <exception cref="DomainRuleException">There are none at all.</exception>
    public void Open(IReadOnlyList<OpeningHours> hours)
    {
        if (hours.Count == 0)
            throw new DomainRuleException("opening-hours", $"Location {Id} opens at least once a week.");

        OpeningHours = [.. hours.OrderBy(hour => hour.Day).ThenBy(hour => hour.Opens)];
    }

    /// <summary>Changes the list of holidays.</summary>
    public void Observe(IReadOnlyList<Holiday> holidays) => Holidays = [.. holidays.OrderBy(holiday => holiday.Date)];

    /// <summary>Changes the number that patients call back.</summary>
    public void AnswerAt(PhoneNumber callBackPhone) => CallBackPhone = callBackPhone;

    /// <summary>The location sees patients on that day.</summary>
    public bool IsBusinessDay(LocalDate date) =>
        OpeningHours.Any(hours => hours.Day == date.DayOfWeek) && !Holidays.Any(holiday => holiday.Date == date);

    /// <summary>The location is open for the whole of a span.</summary>
    public bool IsOpenFor(Instant start, Instant end)
    {
        var from = PracticeTime.Of(start, Zone).Local;
        var until = PracticeTime.Of(end, Zone).Local;
        return IsBusinessDay(from.Date)
            && from.Date == until.Date
            && OpeningHours.Any(hours => hours.Day == from.DayOfWeek && hours.Opens <= from.TimeOfDay && until.TimeOfDay <= hours.Closes);
    }

    /// <summary>
    /// The day that lies a number of business days later, or earlier when negative. Zero gives the day itself if it is a
    /// business day, otherwise the next one.
    /// </summary>
    /// <exception cref="DomainRuleException">There is no such business day within ten years.</exception>
    public LocalDate AddBusinessDays(LocalDate date, int days)
    {
        var step = days < 0 ? -1 : 1;
        var left = Math.Abs(days);
        for (var i = 0; i < Reach; i++)
        {
            if (left == 0 && IsBusinessDay(date))
                return date;

            date = date.PlusDays(step);
            if (left > 0 && IsBusinessDay(date))
                left--;
        }

        throw new DomainRuleException("business-days", $"Location {Id} has no business day in reach.");
    }

    /// <summary>
    /// The deadline that lies a number of business days after a moment: at a wall time of that day, or without one when the
    /// location closes. Zero means today if it is a business day, otherwise the next one.
    /// </summary>
    /// <exception cref="DomainRuleException">There is no such business day within ten years.</exception>
    public Instant AddBusinessDays(Instant from, int days, LocalTime? at = null)
    {
        var day = AddBusinessDays(PracticeTime.Of(from, Zone).Local.Date, days);
        return PracticeTime.At(day.At(at ?? HoursOn(day).Max(hours => hours.Closes)), Zone).Instant;
    }

    /// <summary>
    /// The moment at which the location has been open for so long: nights, lunch breaks, weekends and holidays do not count.
    /// Work that fills the last hour of a day ends when the door closes; no work at all ends at the next open moment.
    /// </summary>
    /// <exception cref="DomainRuleException">The work is negative, or not to be done within ten years.</exception>
    public Instant AddOpenTime(Instant from, Duration work)
    {
        if (work < Duration.Zero)
            throw new DomainRuleException("open-time", "Work takes no negative time.");

        var day = PracticeTime.Of(from, Zone).Local.Date;
        var done = from;
        for (var i = 0; i < Reach; i++, day = day.PlusDays(1))
        {
            foreach (var hours in HoursOn(day))
            {
                // Stretches that overlap count once, and one that a change of the clocks swallows not at all.
                var begin = Instant.Max(PracticeTime.At(day.At(hours.Opens), Zone).Instant, done);
                var open = PracticeTime.At(day.At(hours.Closes), Zone).Instant - begin;
                if (open <= Duration.Zero)
                    continue;
                if (work <= open)
                    return begin + work;

                work -= open;
                done = begin + open;
            }
        }

        throw new DomainRuleException("open-time", $"Location {Id} is not open for so long within ten years.");
    }

    private IEnumerable<OpeningHours> HoursOn(LocalDate day) =>
        IsBusinessDay(day) ? OpeningHours.Where(hours => hours.Day == day.DayOfWeek) : [];
}

using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Practitioners;
using NodaTime;

namespace Frontdesk.Domain.Scheduling;

/// <summary>Why a slot cannot be had.</summary>
public enum SlotRefusal
{
    /// <summary>The slot begins in the past.</summary>
    InThePast = 0,

    /// <summary>The location is closed for some of it.</summary>
    LocationClosed = 1,

    /// <summary>The practitioner is away for some of it.</summary>
    PractitionerAway = 2,

    /// <summary>A resource is taken for some of it.</summary>
    ResourceTaken = 3,
}

/// <summary>One answer to "why not this slot".</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">The reason in a sentence for the person at the desk.</param>
/// <param name="Resource">The resource that is taken, if that is the reason.</param>
/// <param name="Appointment">The appointment that holds it, if that is the reason.</param>
public sealed record BookingConflict(SlotRefusal Reason, string Message, Resource? Resource = null, AppointmentId? Appointment = null)
{
    /// <summary>Every reason why a slot cannot be had; none when it can. The database has the last word at the commit.</summary>
    /// <param name="start">The slot's start.</param>
    /// <param name="duration">The slot's length.</param>
    /// <param name="resources">What the visit occupies.</param>
    /// <param name="existing">Bookings of those resources around the slot.</param>
    /// <param name="location">Where.</param>
    /// <param name="practitioner">Who.</param>
    /// <param name="now">The present.</param>
    /// <param name="moving">The appointment that is being moved, whose own bookings do not count.</param>
    public static IReadOnlyList<BookingConflict> Find(
        Instant start,
        Duration duration,
        IReadOnlyList<Resource> resources,
        IEnumerable<Booking> existing,
        Location location,
        Practitioner practitioner,
        Instant now,
        AppointmentId? moving = null)
    {
        var end = start + duration;
        List<BookingConflict> found = [];
        if (start < now)
            found.Add(new BookingConflict(SlotRefusal.InThePast, "The slot begins in the past."));

        if (!location.IsOpenFor(start, end))
            found.Add(new BookingConflict(SlotRefusal.LocationClosed, $"{location.Name} is closed for some of that time."));

        if (practitioner.IsAwayDuring(start, end))
            found.Add(new BookingConflict(SlotRefusal.PractitionerAway, $"{practitioner.Name.Full} is away for some of that time."));

        foreach (var booking in existing)
        {
            if (booking.IsActive && booking.AppointmentId != moving && booking.Start < end && start < booking.End && resources.Contains(booking.Resource))
            {
                found.Add(new BookingConflict(
                    SlotRefusal.ResourceTaken,
                    $"{booking.Resource} is taken by appointment {booking.AppointmentId}.",
                    booking.Resource,
                    booking.AppointmentId));
            }
        }

        return found;
    }
}

/// <summary>The database refused a booking because another appointment holds the resource at that time.</summary>
public sealed class BookingConflictException : Exception
{
    /// <summary>Names what is known of the resource.</summary>
    public BookingConflictException(string resource, Exception? inner)
        : base($"Already taken at that time: {resource}.", inner) => Resource = resource;

    /// <summary>The resource, as far as the database said.</summary>
    public string Resource { get; }
}

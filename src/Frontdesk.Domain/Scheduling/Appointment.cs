using System.ComponentModel;
using NodaTime;

namespace Frontdesk.Domain.Scheduling;

/// <summary>Why a visit was called off.</summary>
public enum CancellationReason
{
    /// <summary>The patient called it off.</summary>
    [Description("The patient called it off")]
    Patient = 0,

    /// <summary>The practitioner is not available.</summary>
    PractitionerAway = 1,

    /// <summary>The location is closed.</summary>
    LocationClosed = 2,

    /// <summary>The patient died.</summary>
    PatientDied = 3,

    /// <summary>The patient left without being seen.</summary>
    LeftWithoutBeingSeen = 4,

    /// <summary>It was booked by mistake.</summary>
    [Description("Booked by mistake")]
    Mistake = 5,

    /// <summary>Anything else; the note says what.</summary>
    [Description("Another reason")]
    Other = 6,
}

/// <summary>What is asked for when a visit is booked.</summary>
/// <param name="Practice">The practice.</param>
/// <param name="Id">The new appointment.</param>
/// <param name="Patient">Who comes.</param>
/// <param name="Practitioner">Who sees the patient.</param>
/// <param name="Location">Where.</param>
/// <param name="VisitType">What kind of visit.</param>
/// <param name="Start">When, with the location's zone.</param>
/// <param name="Duration">How long.</param>
/// <param name="IsConfidential">The visit is kept from guardians.</param>
public sealed record AppointmentRequest(
    PracticeId Practice,
    AppointmentId Id,
    PatientId Patient,
    PractitionerId Practitioner,
    LocationId Location,
    VisitTypeId VisitType,
    PracticeTime Start,
    Duration Duration,
    bool IsConfidential = false)
{
    /// <summary>Rooms and devices that the visit occupies besides the practitioner.</summary>
    public IReadOnlyList<Resource> Resources { get; init; } = [];
}

/// <summary>
/// A visit with one patient and one practitioner. Moving it makes a new <see cref="Version"/>, and whatever was planned
/// for the old one no longer counts. What may be done when is in <see cref="AppointmentStatusTable"/>.
/// </summary>
public sealed class Appointment : Entity
{
    private readonly List<Booking> bookings = [];

    private Appointment()
    {
    }

    private Appointment(AppointmentRequest request, AppointmentStatus status)
        : base(request.Practice)
    {
        Id = request.Id;
        Patient = request.Patient;
        Location = request.Location;
        VisitType = request.VisitType;
        IsConfidential = request.IsConfidential;
        Status = status;
        Version = 1;
        Place(request.Start, request.Duration, request.Practitioner, request.Resources);
    }

    /// <summary>The appointment; it stays the same when the visit moves.</summary>
    public AppointmentId Id { get; private set; }

    /// <summary>Who comes.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>Who sees the patient.</summary>
    public PractitionerId Practitioner { get; private set; }

    /// <summary>Where.</summary>
    public LocationId Location { get; private set; }

    /// <summary>What kind of visit.</summary>
    public VisitTypeId VisitType { get; private set; }

    /// <summary>Where it stands.</summary>
    public AppointmentStatus Status { get; private set; }

    /// <summary>Grows by one whenever the visit moves. Messages and replies belong to a version.</summary>
    public int Version { get; private set; }

    /// <summary>When the visit begins.</summary>
    public Instant Start { get; private set; }

    /// <summary>The IANA zone of the location's clock.</summary>
    public string ZoneId { get; private set; } = string.Empty;

    /// <summary>What that clock shows when the visit begins.</summary>
    public LocalDateTime LocalStart { get; private set; }

    /// <summary>How long the visit takes.</summary>
    public Duration Duration { get; private set; }

    /// <summary>When the visit ends.</summary>
    public Instant End => Start + Duration;

    /// <summary>When this version was booked; null before it is.</summary>
    public Instant? BookedAt { get; private set; }

    /// <summary>When the patient confirmed this version; null until then.</summary>
    public Instant? ConfirmedAt { get; private set; }

    /// <summary>The patient confirmed this version.</summary>
    public bool IsConfirmed => ConfirmedAt is not null;

    /// <summary>This version was booked on the day of the visit.</summary>
    public bool IsSameDay { get; private set; }

    /// <summary>The visit is kept from guardians.</summary>
    public bool IsConfidential { get; private set; }

    /// <summary>Why it was called off.</summary>
    public CancellationReason? CancellationReason { get; private set; }

    /// <summary>The exclusive resources it holds or held.</summary>
    public IReadOnlyList<Booking> Bookings => bookings;

    /// <summary>The moment with zone and wall time.</summary>
    public PracticeTime StartsAt => PracticeTime.Of(Start, Zones.Named(ZoneId));

    /// <summary>The visit is booked and lies ahead.</summary>
    public bool IsUpcoming(Instant now) => Status is (AppointmentStatus.Booked or AppointmentStatus.Pending) && Start > now;

    /// <summary>Suggests a visit without taking its slot.</summary>
    public static Appointment Propose(AppointmentRequest request, Instant now)
    {
        var appointment = new Appointment(request, AppointmentStatus.Proposed);
        appointment.Raise(new AppointmentProposed(request.Practice, request.Id, request.Patient, now));
        return appointment;
    }

    /// <summary>Books a visit in one step.</summary>
    public static Appointment Book(AppointmentRequest request, Instant now)
    {
        var appointment = new Appointment(request, AppointmentStatus.Proposed);
        appointment.Book(now);
        return appointment;
    }

    /// <summary>Books a visit that was proposed, pending or on the waiting list.</summary>
    /// <exception cref="DomainRuleException">The appointment's status does not allow it; so for every verb below.</exception>
    public void Book(Instant now)
    {
        Step(AppointmentVerb.Book);
        MarkBooked(now);
        Raise(new AppointmentBooked(PracticeId, Id, Patient, Version, Start, now));
    }

    /// <summary>Asks for someone's word and holds the slot meanwhile.</summary>
    public void Request(Instant now)
    {
        Step(AppointmentVerb.Request);
        Raise(new AppointmentRequested(PracticeId, Id, Patient, now));
    }

    /// <summary>Puts the visit on the waiting list.</summary>
    public void Queue(Instant now)
    {
        Step(AppointmentVerb.Queue);
        Raise(new AppointmentQueued(PracticeId, Id, Patient, now));
    }

    /// <summary>Records the patient's yes. Confirming the same version again changes nothing.</summary>
    /// <param name="version">The version that the patient was asked about.</param>
    /// <param name="now">The present.</param>
    public void Confirm(int version, Instant now)
    {
        Step(AppointmentVerb.Confirm);
        if (version != Version)
            throw new DomainRuleException("appointment-version", $"Appointment {Id} has moved: version {version} is not version {Version}.");

        if (IsConfirmed)
            return;

        ConfirmedAt = now;
        Raise(new AppointmentConfirmed(PracticeId, Id, Patient, Version, now));
    }

    /// <summary>Moves the visit: a new version that the patient has not confirmed.</summary>
    public void Reschedule(PracticeTime start, Instant now, Duration? duration = null, PractitionerId? practitioner = null, IReadOnlyList<Resource>? resources = null)
    {
        // Checked before anything changes, so that a refused move leaves the visit and its confirmation as they were.
        Require(duration ?? Duration);
        Step(AppointmentVerb.Reschedule);
        var old = Version++;
        ConfirmedAt = null;
        Place(
            start,
            duration ?? Duration,
            practitioner ?? Practitioner,
            resources ?? [.. bookings.Where(booking => booking.Kind != ResourceKind.Practitioner && booking.AppointmentVersion == old).Select(booking => booking.Resource)]);

        if (Status == AppointmentStatus.Booked)
            MarkBooked(now);

        Raise(new AppointmentRescheduled(PracticeId, Id, Patient, old, Version, Start, now));
    }

    /// <summary>Calls the visit off and frees what it held.</summary>
    public void Cancel(CancellationReason reason, Instant now)
    {
        Step(AppointmentVerb.Cancel);
        CancellationReason = reason;
        Raise(new AppointmentCancelled(PracticeId, Id, Patient, Version, reason, now));
    }

    /// <summary>Records that the patient is in the building, also after they were marked as missing.</summary>
    public void Arrive(Instant now)
    {
        Step(AppointmentVerb.Arrive);
        Raise(new PatientArrived(PracticeId, Id, Patient, now));
    }

    /// <summary>Checks the patient in.</summary>
    public void CheckIn(Instant now)
    {
        Step(AppointmentVerb.CheckIn);
        Raise(new PatientCheckedIn(PracticeId, Id, Patient, now));
    }

    /// <summary>Records that the visit took place.</summary>
    public void Fulfill(Instant now)
    {
        Step(AppointmentVerb.Fulfill);
        Raise(new AppointmentFulfilled(PracticeId, Id, Patient, now));
    }

    /// <summary>Records that the patient did not come; not before the visit began.</summary>
    public void MarkNoShow(Instant now)
    {
        if (now < Start)
            throw new DomainRuleException("no-show-early", $"Appointment {Id} has not begun, so nobody missed it.");

        Step(AppointmentVerb.MarkNoShow);
        Raise(new AppointmentMissed(PracticeId, Id, Patient, now));
    }

    private void Step(AppointmentVerb verb)
    {
        Status = AppointmentStatusTable.After(Status, verb)
            ?? throw new DomainRuleException("appointment-status", $"Appointment {Id} is {AppointmentStatusTable.Code(Status)}, so {verb} is not possible.");

        var holds = AppointmentStatusTable.HoldsSlot(Status);
        foreach (var booking in bookings)
        {
            if (booking.AppointmentVersion == Version && booking.IsActive != holds)
                booking.Hold(Version, booking.Start, booking.End, holds);
        }
    }

    private void Require(Duration duration)
    {
        if (duration < Duration.FromMinutes(1) || duration > Duration.FromDays(1))
            throw new DomainRuleException("visit-duration", $"Appointment {Id} lasts between a minute and a day.");
    }

    private void MarkBooked(Instant now)
    {
        BookedAt = now;
        IsSameDay = PracticeTime.Of(now, Zones.Named(ZoneId)).Local.Date == LocalStart.Date;
    }

    private void Place(PracticeTime start, Duration duration, PractitionerId practitioner, IReadOnlyList<Resource> resources)
    {
        Require(duration);
        Start = start.Instant;
        ZoneId = start.Zone.Id;
        LocalStart = start.Local;
        Duration = duration;
        Practitioner = practitioner;

        var needed = resources.Append(Resource.Of(practitioner)).Distinct().ToList();
        var holds = AppointmentStatusTable.HoldsSlot(Status);
        foreach (var booking in bookings)
        {
            if (needed.Remove(booking.Resource))
                booking.Hold(Version, Start, End, holds);
            else
                booking.Release();
        }

        foreach (var resource in needed)
            bookings.Add(new Booking(PracticeId, Id, resource, Version, Start, End, holds));
    }
}

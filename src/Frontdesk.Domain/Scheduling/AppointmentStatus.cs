namespace Frontdesk.Domain.Scheduling;

/// <summary>Where an appointment stands, with FHIR R4's codes (domain.md §6).</summary>
public enum AppointmentStatus
{
    /// <summary>Suggested to a patient; holds no slot.</summary>
    Proposed = 0,

    /// <summary>Waiting for someone's word; holds its slot.</summary>
    Pending = 1,

    /// <summary>Booked.</summary>
    Booked = 2,

    /// <summary>The patient is in the building.</summary>
    Arrived = 3,

    /// <summary>The patient's papers are in order.</summary>
    CheckedIn = 4,

    /// <summary>The visit took place.</summary>
    Fulfilled = 5,

    /// <summary>Called off before it took place.</summary>
    Cancelled = 6,

    /// <summary>The patient did not come.</summary>
    NoShow = 7,

    /// <summary>Waiting for a slot.</summary>
    Waitlist = 8,
}

/// <summary>What people do with an appointment.</summary>
public enum AppointmentVerb
{
    /// <summary>Ask for the other side's word.</summary>
    Request = 0,

    /// <summary>Put on the waiting list.</summary>
    Queue = 1,

    /// <summary>Book the slot.</summary>
    Book = 2,

    /// <summary>The patient said yes to the visit.</summary>
    Confirm = 3,

    /// <summary>Move to another time or practitioner.</summary>
    Reschedule = 4,

    /// <summary>The patient is here.</summary>
    Arrive = 5,

    /// <summary>Check the patient in.</summary>
    CheckIn = 6,

    /// <summary>The visit took place.</summary>
    Fulfill = 7,

    /// <summary>Call the visit off.</summary>
    Cancel = 8,

    /// <summary>The patient did not come.</summary>
    MarkNoShow = 9,
}

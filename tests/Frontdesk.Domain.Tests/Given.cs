using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Tests;

/// <summary>A small practice in New York in 2026, and the people in it.</summary>
internal static class Given
{
    public static readonly PracticeId PracticeId = new("northside");

    public static readonly DateTimeZone NewYork = Zones.Named("America/New_York");

    public static readonly PhoneNumber Mobile = PhoneNumber.Parse("(617) 555-0123");

    public static readonly PhoneNumber OtherMobile = PhoneNumber.Parse("(212) 555-0199");

    public static readonly PersonId Mother = new("mother");

    public static Instant At(int month, int day, int hour, int minute = 0, int year = 2026) =>
        PracticeTime.At(new LocalDateTime(year, month, day, hour, minute), NewYork).Instant;

    public static Practice Practice(PracticeId? practice = null) => new(practice ?? PracticeId, "Northside Clinic", "Your doctor's office");

    public static Location Location(PracticeId? practice = null) =>
        new(practice ?? PracticeId, new LocationId("main"), "Main Street", "America/New_York", PhoneNumber.Parse("(617) 555-0100"));

    public static Practitioner Practitioner(PracticeId? practice = null, string id = "dr-lee") =>
        new(practice ?? PracticeId, new PractitionerId(id), new PersonName("Ann", "Lee"), "family medicine", Npi.Parse("1234567893"));

    public static StaffMember Staff(string id, PractitionerId? practitioner = null, params string[] roles) =>
        new(PracticeId, new StaffId(id), new PersonName("Ann", "Lee"), roles, practitioner);

    public static VisitType VisitType(PracticeId? practice = null) =>
        new(practice ?? PracticeId, new VisitTypeId("follow-up"), "Follow-up", Duration.FromMinutes(20));

    public static Patient Patient(string id = "pat-1", PracticeId? practice = null, LocalDate? born = null)
    {
        var patient = Domain.Patients.Patient.Register(
            practice ?? PracticeId,
            new PatientId(id),
            new PersonName("Rosa", "Diaz"),
            born ?? new LocalDate(1980, 5, 4),
            AdministrativeSex.Female,
            At(1, 5, 9));
        patient.AddPhone(Mobile);
        patient.AddEmail(EmailAddress.Parse("rosa@example.org"));
        patient.GrantConsent(patient.Person, Channel.Sms, "intake form", At(1, 5, 9));
        return patient;
    }

    /// <summary>An urgent referral to a cardiologist, complete as it stands.</summary>
    public static ReferralRequest Referral(string id = "r1", string specialist = "ruiz", ReferralUrgency urgency = ReferralUrgency.Urgent, string patient = "rosa") =>
        new(PracticeId, new ReferralId(id), new PatientId(patient), new PractitionerId("dr-lee"), new LocationId("main"), new SpecialistId(specialist), urgency, "Palpitations", "Is an arrhythmia likely?");

    /// <summary>A child with a mother who gets texts.</summary>
    public static Patient Child(string id = "child-1", int bornIn = 2018)
    {
        var child = Domain.Patients.Patient.Register(
            PracticeId,
            new PatientId(id),
            new PersonName("Leo", "Diaz"),
            new LocalDate(bornIn, 6, 1),
            AdministrativeSex.Male,
            At(1, 5, 9));
        child.AddProxy(new Proxy(Mother, new PersonName("Rosa", "Diaz"), ProxyRelation.Parent, new PhoneContact(Mobile, LineType.Mobile)));
        child.GrantConsent(Mother, Channel.Sms, "intake form", At(1, 5, 9));
        return child;
    }

    public static AppointmentRequest Request(
        LocalDateTime start,
        string id = "apt-1",
        string patient = "pat-1",
        string practitioner = "dr-lee",
        PracticeId? practice = null) => new(
            practice ?? PracticeId,
            new AppointmentId(id),
            new PatientId(patient),
            new PractitionerId(practitioner),
            new LocationId("main"),
            new VisitTypeId("follow-up"),
            PracticeTime.At(start, NewYork),
            Duration.FromMinutes(20));

    public static Appointment Appointment(LocalDateTime start, Instant bookedAt, string id = "apt-1", string patient = "pat-1") =>
        Domain.Scheduling.Appointment.Book(Request(start, id, patient), bookedAt);

    public static SentMessage Asked(Appointment appointment, PersonId recipient, Instant at, string rule = "3-day", int? version = null, string? thread = null, PhoneNumber? number = null) => new(
        appointment.PracticeId,
        new MessageEnvelope(
            PlannedReminder.KeyOf(appointment.Id, version ?? appointment.Version, rule, recipient),
            appointment.Patient,
            recipient,
            Channel.Sms,
            (number ?? Mobile).Value,
            $"reminder-{rule}",
            LanguageTag.English,
            rule,
            appointment.Id,
            version ?? appointment.Version,
            AsksForConfirmation: true,
            thread,
            Segments: 1),
        at);
}

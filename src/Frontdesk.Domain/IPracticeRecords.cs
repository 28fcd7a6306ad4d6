using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain;

/// <summary>
/// One practice's records within one unit of work; each duty adds what it looks up in its own folder. What is found here and changed through its own methods is saved when
/// the unit of work commits. A <c>Find</c> answers null for what is not there.
/// </summary>
public partial interface IPracticeRecords
{
    /// <summary>The practice.</summary>
    ValueTask<Practice?> FindPracticeAsync(CancellationToken cancellationToken = default);

    /// <summary>A patient by id.</summary>
    ValueTask<Patient?> FindPatientAsync(PatientId id, CancellationToken cancellationToken = default);

    /// <summary>Patients who are reached, themselves or by proxy, at a number.</summary>
    Task<IReadOnlyList<Patient>> FindPatientsByPhoneAsync(PhoneNumber number, CancellationToken cancellationToken = default);

    /// <summary>Patients who were born on a day.</summary>
    Task<IReadOnlyList<Patient>> FindPatientsBornOnAsync(LocalDate day, CancellationToken cancellationToken = default);

    /// <summary>The patient who carries an external id.</summary>
    Task<Patient?> FindPatientByIdentifierAsync(ExternalIdentifier identifier, CancellationToken cancellationToken = default);

    /// <summary>A practitioner by id.</summary>
    ValueTask<Practitioner?> FindPractitionerAsync(PractitionerId id, CancellationToken cancellationToken = default);

    /// <summary>The practitioner who carries an NPI.</summary>
    Task<Practitioner?> FindPractitionerByNpiAsync(Npi npi, CancellationToken cancellationToken = default);

    /// <summary>A location by id.</summary>
    ValueTask<Location?> FindLocationAsync(LocationId id, CancellationToken cancellationToken = default);

    /// <summary>The practice's locations, by name.</summary>
    Task<IReadOnlyList<Location>> FindLocationsAsync(CancellationToken cancellationToken = default);

    /// <summary>A kind of visit by id.</summary>
    ValueTask<VisitType?> FindVisitTypeAsync(VisitTypeId id, CancellationToken cancellationToken = default);

    /// <summary>An appointment by id.</summary>
    Task<Appointment?> FindAppointmentAsync(AppointmentId id, CancellationToken cancellationToken = default);

    /// <summary>A patient's appointments that begin after a moment, soonest first.</summary>
    Task<IReadOnlyList<Appointment>> FindUpcomingByPatientAsync(PatientId patient, Instant after, CancellationToken cancellationToken = default);

    /// <summary>Appointments after a moment of everyone who is reached at a number, soonest first.</summary>
    Task<IReadOnlyList<Appointment>> FindUpcomingByPhoneAsync(PhoneNumber number, Instant after, CancellationToken cancellationToken = default);

    /// <summary>A practitioner's appointments that touch a span, soonest first.</summary>
    Task<IReadOnlyList<Appointment>> FindByPractitionerAsync(PractitionerId practitioner, Instant from, Instant until, CancellationToken cancellationToken = default);

    /// <summary>A patient's appointments that began before a moment, latest first.</summary>
    Task<IReadOnlyList<Appointment>> FindHistoryAsync(PatientId patient, Instant before, CancellationToken cancellationToken = default);

    /// <summary>Active bookings of any of the resources that touch a span.</summary>
    Task<IReadOnlyList<Booking>> FindBookingsAsync(IReadOnlyList<Resource> resources, Instant from, Instant until, CancellationToken cancellationToken = default);

    /// <summary>The template for a channel in a language: the tag itself, else its primary language, else the practice's default.</summary>
    Task<MessageTemplate?> FindTemplateAsync(string key, Channel channel, LanguageTag language, CancellationToken cancellationToken = default);

    /// <summary>What is known of a number's opt-out, in force or taken back.</summary>
    ValueTask<OptOut?> FindOptOutAsync(PhoneNumber number, CancellationToken cancellationToken = default);

    /// <summary>Messages that a person was sent since a moment, oldest first.</summary>
    Task<IReadOnlyList<SentMessage>> FindSentToAsync(PersonId recipient, Instant since, CancellationToken cancellationToken = default);

    /// <summary>Messages that a number or address was sent since a moment, oldest first.</summary>
    Task<IReadOnlyList<SentMessage>> FindSentToAsync(string address, Instant since, CancellationToken cancellationToken = default);

    /// <summary>A message by its idempotency key.</summary>
    ValueTask<SentMessage?> FindSentAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The messages that left as one; a message alone is its own thread.</summary>
    Task<IReadOnlyList<SentMessage>> FindThreadAsync(string thread, CancellationToken cancellationToken = default);

    /// <summary>An appointment's reminders of every version.</summary>
    Task<IReadOnlyList<Reminder>> FindRemindersAsync(AppointmentId appointment, CancellationToken cancellationToken = default);

    /// <summary>A reminder by its key.</summary>
    ValueTask<Reminder?> FindReminderAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Looks at patient data, in the order in which they happened.</summary>
    Task<IReadOnlyList<AccessLog>> FindAccessesAsync(PatientId patient, CancellationToken cancellationToken = default);

    /// <summary>A received record by its id.</summary>
    ValueTask<ReceivedRecord?> FindReceivedAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Received records of a kind that their senders call by a name: as other records refer to them.</summary>
    Task<IReadOnlyList<ReceivedRecord>> FindReceivedAsync(ReceivedKind kind, string source, CancellationToken cancellationToken = default);

    /// <summary>A patient's received records of a kind, latest first; those without a day come last.</summary>
    Task<IReadOnlyList<ReceivedRecord>> FindReceivedAsync(PatientId patient, ReceivedKind kind, CancellationToken cancellationToken = default);

    /// <summary>The content hashes of those of some received records that are kept, by id; the records are not loaded.</summary>
    Task<IReadOnlyDictionary<string, string>> FindReceivedHashesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Adds something new.</summary>
    /// <exception cref="DomainRuleException">It belongs to another practice.</exception>
    void Add(Entity entity);
}

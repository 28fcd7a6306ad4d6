using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>Someone who may be told of a visit, with every way to reach them.</summary>
/// <param name="Person">Who.</param>
/// <param name="Phones">Phones, best first.</param>
/// <param name="Emails">E-mail addresses, best first.</param>
/// <param name="Language">The language to write in.</param>
/// <param name="Zone">The zone whose clock the quiet hours are read on.</param>
public sealed record Recipient(
    PersonId Person,
    IReadOnlyList<PhoneContact> Phones,
    IReadOnlyList<EmailContact> Emails,
    LanguageTag Language,
    DateTimeZone Zone)
{
    /// <summary>The first number that texts may be tried on.</summary>
    public PhoneNumber? TextNumber => Phones.FirstOrDefault(phone => phone.ReceivesTexts)?.Number;

    /// <summary>The first number that can be called.</summary>
    public PhoneNumber? CallNumber => Phones.FirstOrDefault(phone => !phone.IsWrong)?.Number;

    /// <summary>The first address that can be written to.</summary>
    public EmailAddress? MailAddress => Emails.FirstOrDefault(email => !email.IsWrong)?.Address;

    /// <summary>There is any way at all to reach this person.</summary>
    public bool IsReachable => CallNumber is not null || MailAddress is not null;

    /// <summary>The number or address on a channel; null when there is none.</summary>
    public string? AddressOn(Channel channel) => channel switch
    {
        Channel.Sms => TextNumber?.Value,
        Channel.Email => MailAddress?.Value,
        Channel.Voice => CallNumber?.Value,
        _ => null,
    };

    /// <summary>
    /// Who may be told of a visit, best first. An adult: the patient, then proxies who may. A minor: guardians who may,
    /// never an estranged one. An adolescent's confidential visit: the adolescent alone, or nobody.
    /// </summary>
    /// <remarks>The zone is the person's own or the clinic's; an area code says nothing about where a person is.</remarks>
    public static IReadOnlyList<Recipient> For(Patient patient, Appointment appointment, Location location, Practice practice) =>
        For(patient, appointment.LocalStart.Date, appointment.IsConfidential, location.Zone, practice.DefaultLanguage, proxy => proxy.MayReceiveReminders);

    /// <summary>
    /// Who may be told something about a patient on a day, best first: as for a visit, with the proxies who may hear of
    /// this kind of thing.
    /// </summary>
    /// <param name="patient">Whom it is about.</param>
    /// <param name="day">The day on which the patient's age counts.</param>
    /// <param name="isConfidential">It is for the patient alone.</param>
    /// <param name="zone">The zone of those whose own is not known: the clinic's.</param>
    /// <param name="language">The language of those whose own is not known.</param>
    /// <param name="mayHear">Which proxies may hear of it.</param>
    public static IReadOnlyList<Recipient> For(Patient patient, LocalDate day, bool isConfidential, DateTimeZone zone, LanguageTag language, Func<Proxy, bool> mayHear)
    {
        var self = Self(patient, isConfidential, zone, language);
        if (!patient.IsMinorOn(day))
            return isConfidential ? Reachable([self]) : Reachable([self, .. Proxies(patient, self, mayHear)]);

        return isConfidential || patient.IsConfidentialAdolescent
            ? Reachable([self])
            : Reachable(Proxies(patient, self, proxy => proxy.IsGuardian && mayHear(proxy)));
    }

    private static Recipient Self(Patient patient, bool isConfidential, DateTimeZone zone, LanguageTag language)
    {
        // A record often lists a guardian's phone: what a guardian shares is no place for a confidential visit.
        var guarded = patient.IsConfidentialAdolescent || isConfidential;
        var shared = patient.Proxies.Where(proxy => proxy.IsGuardian || proxy.IsEstranged).ToList();
        return new Recipient(
            patient.Person,
            guarded ? [.. patient.Phones.Where(phone => !shared.Exists(proxy => proxy.Phone?.Number == phone.Number))] : patient.Phones,
            guarded ? [.. patient.Emails.Where(email => !shared.Exists(proxy => proxy.Email?.Address == email.Address))] : patient.Emails,
            patient.Language ?? language,
            patient.ZoneId is null ? zone : Zones.Named(patient.ZoneId));
    }

    private static IEnumerable<Recipient> Proxies(Patient patient, Recipient self, Func<Proxy, bool> mayHear) =>
        from proxy in patient.Proxies
        where !proxy.IsEstranged && mayHear(proxy)
        select new Recipient(
            proxy.Id,
            proxy.Phone is null ? [] : [proxy.Phone],
            proxy.Email is null ? [] : [proxy.Email],
            proxy.Language ?? self.Language,
            proxy.ZoneId is null ? self.Zone : Zones.Named(proxy.ZoneId));

    private static List<Recipient> Reachable(IEnumerable<Recipient> recipients) => [.. recipients.Where(recipient => recipient.IsReachable)];
}

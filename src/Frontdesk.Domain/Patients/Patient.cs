using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Patients;

/// <summary>A patient of the practice: who they are, how they may be reached, and who may be told in their place.</summary>
public sealed class Patient : Entity
{
    /// <summary>The age from which a person decides alone.</summary>
    public const int AgeOfMajority = 18;

    private Patient()
    {
    }

    private Patient(PracticeId practice, PatientId id, PersonName name, LocalDate birthDate, AdministrativeSex sex)
        : base(practice)
    {
        Id = id;
        Name = name;
        BirthDate = birthDate;
        Sex = sex;
    }

    /// <summary>The patient.</summary>
    public PatientId Id { get; private set; }

    /// <summary>The patient as a person who can be contacted.</summary>
    public PersonId Person => PersonId.Of(Id);

    /// <summary>The patient's name.</summary>
    public PersonName Name { get; private set; } = null!;

    /// <summary>Date of birth.</summary>
    public LocalDate BirthDate { get; private set; }

    /// <summary>Sex for administration.</summary>
    public AdministrativeSex Sex { get; private set; }

    /// <summary>The patient died: nothing is sent to or about the patient.</summary>
    public bool IsDeceased { get; private set; }

    /// <summary>The patient is in a hospital: reminders would be noise at home.</summary>
    public bool IsAdmitted { get; private set; }

    /// <summary>An adolescent whose own visits are kept from guardians.</summary>
    public bool IsConfidentialAdolescent { get; private set; }

    /// <summary>Staff arrange an interpreter for calls and visits.</summary>
    public bool NeedsInterpreter { get; private set; }

    /// <summary>The patient's language, if known.</summary>
    public LanguageTag? Language { get; private set; }

    /// <summary>The IANA zone where the patient lives, if it is not the clinic's. Never taken from an area code.</summary>
    public string? ZoneId { get; private set; }

    /// <summary>The channel that the patient asked for, if any.</summary>
    public Channel? PreferredChannel { get; private set; }

    /// <summary>Phones, best first.</summary>
    public IReadOnlyList<PhoneContact> Phones { get; private set; } = [];

    /// <summary>E-mail addresses, best first.</summary>
    public IReadOnlyList<EmailContact> Emails { get; private set; } = [];

    /// <summary>Where letters go; null when it is not known.</summary>
    public PostalAddress? Address { get; private set; }

    /// <summary>Every word about channels, oldest first.</summary>
    public IReadOnlyList<Consent> Consents { get; private set; } = [];

    /// <summary>Who may be contacted in the patient's place.</summary>
    public IReadOnlyList<Proxy> Proxies { get; private set; } = [];

    /// <summary>Ids that other organisations gave.</summary>
    public IReadOnlyList<ExternalIdentifier> Identifiers { get; private set; } = [];

    /// <summary>Registers a patient.</summary>
    public static Patient Register(PracticeId practice, PatientId id, PersonName name, LocalDate birthDate, AdministrativeSex sex, Instant now)
    {
        var patient = new Patient(practice, id, name, birthDate, sex);
        patient.Raise(new PatientRegistered(practice, id, now));
        return patient;
    }

    /// <summary>Completed years of age on a day.</summary>
    public int AgeOn(LocalDate day) => day < BirthDate ? 0 : Period.Between(BirthDate, day, PeriodUnits.Years).Years;

    /// <summary>Under age on a day.</summary>
    public bool IsMinorOn(LocalDate day) => AgeOn(day) < AgeOfMajority;

    /// <summary>
    /// Someone with this name and birth date is probably this patient: accents, case, and a preferred instead of a given name
    /// do not tell two people apart.
    /// </summary>
    public bool IsProbably(PersonName name, LocalDate birthDate) =>
        birthDate == BirthDate
        && IsSame(Name.Family, name.Family)
        && (IsSame(Name.Given, name.Given) || IsSame(Name.Preferred, name.Given) || IsSame(Name.Given, name.Preferred));

    /// <summary>Corrects name, birth date or sex.</summary>
    public void CorrectDemographics(PersonName name, LocalDate birthDate, AdministrativeSex sex)
    {
        Name = name;
        BirthDate = birthDate;
        Sex = sex;
    }

    /// <summary>Sets language and whether an interpreter is needed.</summary>
    public void Speak(LanguageTag? language, bool needsInterpreter = false)
    {
        Language = language;
        NeedsInterpreter = needsInterpreter;
    }

    /// <summary>Sets the zone where the patient lives; null when it is the clinic's.</summary>
    /// <exception cref="InvalidValueException">There is no such zone.</exception>
    public void LiveIn(string? zoneId) => ZoneId = zoneId is null ? null : Zones.Named(zoneId).Id;

    /// <summary>Sets the channel that the patient asked for.</summary>
    public void Prefer(Channel? channel) => PreferredChannel = channel;

    /// <summary>Keeps an adolescent's own visits from guardians, or no longer.</summary>
    public void KeepVisitsConfidential(bool confidential = true) => IsConfidentialAdolescent = confidential;

    /// <summary>Adds a phone or replaces what is known of it.</summary>
    public void AddPhone(PhoneNumber number, LineType line = LineType.Unknown) =>
        Phones = Put(Phones, new PhoneContact(number, line), phone => phone.Number == number);

    /// <summary>Adds an e-mail address or clears its wrong mark.</summary>
    public void AddEmail(EmailAddress address) =>
        Emails = Put(Emails, new EmailContact(address), email => email.Address == address);

    /// <summary>Takes a phone off the record.</summary>
    public void RemovePhone(PhoneNumber number) => Phones = [.. Phones.Where(phone => phone.Number != number)];

    /// <summary>Takes an e-mail address off the record.</summary>
    public void RemoveEmail(EmailAddress address) => Emails = [.. Emails.Where(email => email.Address != address)];

    /// <summary>Sets where letters go; null when it is not known any more.</summary>
    public void MoveTo(PostalAddress? address) => Address = address;

    /// <summary>Adds an external id once.</summary>
    public void AddIdentifier(ExternalIdentifier identifier)
    {
        if (!Identifiers.Contains(identifier))
            Identifiers = [.. Identifiers, identifier];
    }

    /// <summary>
    /// Adds a proxy or replaces the one with the same id. Someone who was excluded stays excluded, whatever a later form or
    /// import says: only <see cref="TakeBackEstrangement"/> lets them in again.
    /// </summary>
    /// <exception cref="DomainRuleException">The proxy carries the patient's own id.</exception>
    public void AddProxy(Proxy proxy)
    {
        if (proxy.Id == Person)
            throw new DomainRuleException("proxy-is-patient", $"Patient {Id} cannot be their own proxy.");

        var isExcluded = Proxies.Any(other => other.Id == proxy.Id && other.IsEstranged);
        Proxies = Put(Proxies, isExcluded ? proxy with { IsEstranged = true } : proxy, other => other.Id == proxy.Id);
    }

    /// <summary>Lets a proxy in again who had been excluded.</summary>
    public void TakeBackEstrangement(PersonId proxy) => Proxies = [.. Proxies.Select(other => other.Id == proxy ? other with { IsEstranged = false } : other)];

    /// <summary>Excludes a proxy from everything, for good reason: an estranged parent, a protective order.</summary>
    public void MarkEstranged(PersonId proxy) => Proxies = [.. Proxies.Select(other => other.Id == proxy ? other with { IsEstranged = true } : other)];

    /// <summary>Records that a line turned out to be a landline or a mobile, for the patient and every proxy who shares it.</summary>
    public void LearnLine(PhoneNumber number, LineType line) => ChangePhone(number, phone => phone with { Line = line });

    /// <summary>Marks a number as someone else's, for the patient and every proxy who shares it.</summary>
    public void MarkWrongNumber(PhoneNumber number, Instant now)
    {
        var owners = PeopleAt(number);
        ChangePhone(number, phone => phone with { IsWrong = true });
        foreach (var owner in owners)
            Raise(new PatientPhoneFoundWrong(PracticeId, Id, owner, now));
    }

    /// <summary>Marks an address as undeliverable, for the patient and every proxy who shares it.</summary>
    public void MarkWrongEmail(EmailAddress address)
    {
        Emails = [.. Emails.Select(email => email.Address == address ? email with { IsWrong = true } : email)];
        Proxies = [.. Proxies.Select(proxy => proxy.Email?.Address == address ? proxy with { Email = proxy.Email with { IsWrong = true } } : proxy)];
    }

    /// <summary>Records that a person allows a channel.</summary>
    public void GrantConsent(PersonId person, Channel channel, string source, Instant now)
    {
        Consents = [.. Consents, new Consent(person, channel, IsGranted: true, source, now)];
        Raise(new ConsentGranted(PracticeId, Id, person, channel, now));
    }

    /// <summary>Records that a person forbids a channel; honoured at once, by whatever means it was said.</summary>
    public void RevokeConsent(PersonId person, Channel channel, string source, Instant now)
    {
        Consents = [.. Consents, new Consent(person, channel, IsGranted: false, source, now)];
        Raise(new ConsentRevoked(PracticeId, Id, person, channel, now));
    }

    /// <summary>The latest word of a person about a channel; null when nothing was said.</summary>
    public bool? HasConsent(PersonId person, Channel channel)
    {
        bool? latest = null;
        var at = Instant.MinValue;
        foreach (var consent in Consents)
        {
            if (consent.Person == person && consent.Channel == channel && consent.At >= at)
                (latest, at) = (consent.IsGranted, consent.At);
        }

        return latest;
    }

    /// <summary>Records the patient's death.</summary>
    public void RecordDeath(Instant now)
    {
        if (IsDeceased)
            return;

        IsDeceased = true;
        Raise(new PatientDied(PracticeId, Id, now));
    }

    /// <summary>Takes back a death recorded by mistake.</summary>
    public void CorrectDeath() => IsDeceased = false;

    /// <summary>Records an admission to a hospital.</summary>
    public void Admit(Instant now)
    {
        if (IsAdmitted)
            return;

        IsAdmitted = true;
        Raise(new PatientAdmitted(PracticeId, Id, now));
    }

    /// <summary>Records that the patient came home.</summary>
    public void Discharge(Instant now)
    {
        if (!IsAdmitted)
            return;

        IsAdmitted = false;
        Raise(new PatientDischarged(PracticeId, Id, now));
    }

    /// <summary>Everyone on this record who is reached at a number.</summary>
    public IReadOnlyList<PersonId> PeopleAt(PhoneNumber number) =>
    [
        .. Phones.Where(phone => phone.Number == number).Select(_ => Person),
        .. Proxies.Where(proxy => proxy.Phone?.Number == number).Select(proxy => proxy.Id),
    ];

    private static bool IsSame(string? one, string? other) =>
        one is not null && other is not null
        && CultureInfo.InvariantCulture.CompareInfo.Compare(one, other, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0;

    // What replaces an entry keeps its place, because the order says which is best.
    private static IReadOnlyList<T> Put<T>(IReadOnlyList<T> list, T entry, Func<T, bool> isSame) =>
        list.Any(isSame) ? [.. list.Select(other => isSame(other) ? entry : other)] : [.. list, entry];

    private void ChangePhone(PhoneNumber number, Func<PhoneContact, PhoneContact> change)
    {
        Phones = [.. Phones.Select(phone => phone.Number == number ? change(phone) : phone)];
        Proxies = [.. Proxies.Select(proxy => proxy.Phone?.Number == number ? proxy with { Phone = change(proxy.Phone) } : proxy)];
    }
}

using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>How a specialist's desk gets messages.</summary>
public enum SpecialistChannel
{
    /// <summary>By e-mail.</summary>
    Email = 0,

    /// <summary>By fax.</summary>
    Fax = 1,

    /// <summary>On paper: a person prints it and hands it over or posts it.</summary>
    Paper = 2,
}

/// <summary>A specialist left the plans that the practice refers within.</summary>
/// <param name="Specialist">The specialist.</param>
/// <param name="LeftOn">The first day outside.</param>
public sealed record SpecialistLeftNetwork(PracticeId PracticeId, SpecialistId Specialist, LocalDate LeftOn, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Specialist.Value;
}

/// <summary>An entry of the directory of specialists: who they are, how their desk is reached, and since when they are no longer in the network.</summary>
public sealed class Specialist : Entity
{
    private Specialist()
    {
    }

    /// <summary>Adds a specialist, in the network until told otherwise.</summary>
    /// <exception cref="DomainRuleException">Name or specialty is missing.</exception>
    public Specialist(PracticeId practice, SpecialistId id, string name, string specialty, Npi? npi = null)
        : base(practice)
    {
        Id = id;
        Correct(name, specialty, npi);
    }

    /// <summary>The specialist.</summary>
    public SpecialistId Id { get; private set; }

    /// <summary>The name of the person or office.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The specialty in the practice's words.</summary>
    public string Specialty { get; private set; } = string.Empty;

    /// <summary>National Provider Identifier.</summary>
    public Npi? Npi { get; private set; }

    /// <summary>Where e-mails go.</summary>
    public EmailAddress? Email { get; private set; }

    /// <summary>Where faxes go.</summary>
    public PhoneNumber? Fax { get; private set; }

    /// <summary>Where the desk answers the phone.</summary>
    public PhoneNumber? Phone { get; private set; }

    /// <summary>The first day outside the network; null while in it.</summary>
    public LocalDate? LeftNetworkOn { get; private set; }

    /// <summary>How messages go at present: e-mail before fax before paper, by what is known and not found wrong.</summary>
    public SpecialistChannel Channel =>
        Email is not null ? SpecialistChannel.Email
        : Fax is not null ? SpecialistChannel.Fax
        : SpecialistChannel.Paper;

    /// <summary>The address on <see cref="Channel"/>; null on paper.</summary>
    public string? Address => Email?.Value ?? Fax?.Value;

    /// <summary>In the network on a day.</summary>
    public bool IsInNetworkOn(LocalDate day) => LeftNetworkOn is not { } left || day < left;

    /// <summary>Corrects name, specialty or NPI.</summary>
    /// <exception cref="DomainRuleException">Name or specialty is missing.</exception>
    public void Correct(string name, string specialty, Npi? npi)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(specialty))
            throw new DomainRuleException("specialist-name", "A specialist has a name and a specialty: give both.");

        Name = name.Trim();
        Specialty = specialty.Trim();
        Npi = npi;
    }

    /// <summary>Sets how the desk is reached; what is null is not known.</summary>
    public void AnswerAt(EmailAddress? email, PhoneNumber? fax, PhoneNumber? phone) => (Email, Fax, Phone) = (email, fax, phone);

    /// <summary>Takes an address off the entry that turned out to be somebody else's, so that nothing more goes there.</summary>
    public void ForgetAddress(string address)
    {
        if (Email?.Value == address)
            Email = null;
        if (Fax?.Value == address)
            Fax = null;
    }

    /// <summary>Leaves the network from a day on.</summary>
    public void LeaveNetwork(LocalDate from, Instant now)
    {
        LeftNetworkOn = from;
        Raise(new SpecialistLeftNetwork(PracticeId, Id, from, now));
    }

    /// <summary>Is in the network again.</summary>
    public void JoinNetwork() => LeftNetworkOn = null;
}

using NodaTime;

namespace Frontdesk.Domain.Staff;

/// <summary>A time when someone is away, and who stands in.</summary>
public sealed record OutOfOffice
{
    /// <summary>Makes an absence from one moment up to another.</summary>
    /// <exception cref="DomainRuleException">It ends before it starts.</exception>
    public OutOfOffice(Instant from, Instant until, StaffId? standIn, string reason)
    {
        if (until <= from)
            throw new DomainRuleException("absence-order", "An absence ends after it starts.");

        From = from;
        Until = until;
        StandIn = standIn;
        Reason = reason;
    }

    /// <summary>The first moment away.</summary>
    public Instant From { get; }

    /// <summary>The first moment back.</summary>
    public Instant Until { get; }

    /// <summary>Who takes their tasks meanwhile; null leaves them to the roles.</summary>
    public StaffId? StandIn { get; }

    /// <summary>Why, in the office's words.</summary>
    public string Reason { get; }

    /// <summary>Away at that moment.</summary>
    public bool Covers(Instant moment) => From <= moment && moment < Until;
}

/// <summary>Someone who works at the practice: roles, times away, and who stands in.</summary>
public sealed class StaffMember : Entity
{
    private StaffMember()
    {
    }

    /// <summary>Adds someone to the practice.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The name under which they sign in.</param>
    /// <param name="name">Their name.</param>
    /// <param name="roles">What they do; at least one.</param>
    /// <param name="practitioner">Who they are among the practitioners, for those who see patients.</param>
    /// <exception cref="DomainRuleException">There is no role.</exception>
    public StaffMember(PracticeId practice, StaffId id, PersonName name, IReadOnlyList<string> roles, PractitionerId? practitioner = null)
        : base(practice)
    {
        Id = id;
        Name = name;
        Practitioner = practitioner;
        IsActive = true;
        TakeRoles(roles);
    }

    /// <summary>The name under which they sign in.</summary>
    public StaffId Id { get; private set; }

    /// <summary>Their name.</summary>
    public PersonName Name { get; private set; } = null!;

    /// <summary>What they do; see <see cref="StaffRole"/>.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>Who they are among the practitioners, for those who see patients.</summary>
    public PractitionerId? Practitioner { get; private set; }

    /// <summary>Who covers for them when an absence names nobody, or when they have left.</summary>
    public StaffId? CoveredBy { get; private set; }

    /// <summary>False once they left the practice.</summary>
    public bool IsActive { get; private set; }

    /// <summary>When they are away.</summary>
    public IReadOnlyList<OutOfOffice> TimesAway { get; private set; } = [];

    /// <summary>Corrects their name.</summary>
    public void BeCalled(PersonName name) => Name = name;

    /// <summary>Changes what they do.</summary>
    /// <exception cref="DomainRuleException">There is no role.</exception>
    public void TakeRoles(IReadOnlyList<string> roles)
    {
        if (roles.Count == 0 || roles.Any(string.IsNullOrWhiteSpace))
            throw new DomainRuleException("staff-roles", $"{Id} needs at least one role.");

        Roles = [.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Sets who covers for them.</summary>
    /// <exception cref="DomainRuleException">It is themselves.</exception>
    public void BeCoveredBy(StaffId? colleague)
    {
        if (colleague == Id)
            throw new DomainRuleException("cover-self", $"{Id} cannot cover for themselves.");

        CoveredBy = colleague;
    }

    /// <summary>Records a time away.</summary>
    /// <exception cref="DomainRuleException">They are their own stand-in.</exception>
    public void GoAway(OutOfOffice absence)
    {
        if (absence.StandIn == Id)
            throw new DomainRuleException("cover-self", $"{Id} cannot stand in for themselves.");

        TimesAway = [.. TimesAway, absence];
    }

    /// <summary>Ends the time away that holds a moment; later ones stay.</summary>
    public void ComeBack(Instant now) => TimesAway = [.. TimesAway.Where(absence => !absence.Covers(now))];

    /// <summary>Leaves the practice: what is theirs goes to whoever covers.</summary>
    public void Leave() => IsActive = false;

    /// <summary>Comes back to the practice.</summary>
    public void Return() => IsActive = true;

    /// <summary>Away or gone at that moment.</summary>
    public bool IsAway(Instant moment) => !IsActive || TimesAway.Any(absence => absence.Covers(moment));

    /// <summary>Who stands in at that moment; null when they are here or nobody was named.</summary>
    public StaffId? StandInAt(Instant moment) =>
        IsAway(moment) ? TimesAway.FirstOrDefault(absence => absence.Covers(moment))?.StandIn ?? CoveredBy : null;
}

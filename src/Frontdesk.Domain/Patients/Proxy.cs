namespace Frontdesk.Domain.Patients;

/// <summary>What a proxy is to the patient.</summary>
public enum ProxyRelation
{
    /// <summary>A parent.</summary>
    Parent = 0,

    /// <summary>A legal guardian other than a parent.</summary>
    Guardian = 1,

    /// <summary>A spouse or partner.</summary>
    Spouse = 2,

    /// <summary>An adult child.</summary>
    Child = 3,

    /// <summary>A holder of a health-care power of attorney.</summary>
    PowerOfAttorney = 4,

    /// <summary>A carer or anyone else the patient named.</summary>
    Carer = 5,
}

/// <summary>A person who may be contacted for a patient.</summary>
/// <param name="Id">The proxy as a person.</param>
/// <param name="Name">The proxy's name.</param>
/// <param name="Relation">What the proxy is to the patient.</param>
/// <param name="Phone">The proxy's phone.</param>
/// <param name="Email">The proxy's e-mail.</param>
/// <param name="MayReceiveReminders">The proxy may be told of appointments.</param>
/// <param name="MayReceiveResults">The proxy may be told of results.</param>
/// <param name="IsEstranged">A court or the patient's family excluded this person: nothing is ever sent.</param>
/// <param name="Language">The proxy's language, when it is not the patient's.</param>
/// <param name="ZoneId">The IANA zone where the proxy lives, when it is not the patient's.</param>
public sealed record Proxy(
    PersonId Id,
    PersonName Name,
    ProxyRelation Relation,
    PhoneContact? Phone = null,
    EmailContact? Email = null,
    bool MayReceiveReminders = true,
    bool MayReceiveResults = false,
    bool IsEstranged = false,
    LanguageTag? Language = null,
    string? ZoneId = null)
{
    /// <summary>The proxy decides for a minor.</summary>
    public bool IsGuardian => Relation is ProxyRelation.Parent or ProxyRelation.Guardian;
}

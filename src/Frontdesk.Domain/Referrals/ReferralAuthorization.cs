using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>Where the payer's authorization stands.</summary>
public enum AuthorizationState
{
    /// <summary>The payer need not be asked.</summary>
    NotNeeded = 0,

    /// <summary>The payer has to be asked.</summary>
    Needed = 1,

    /// <summary>The payer was asked.</summary>
    Requested = 2,

    /// <summary>The payer said yes.</summary>
    Approved = 3,

    /// <summary>The payer said no.</summary>
    Denied = 4,

    /// <summary>The payer was asked to think again.</summary>
    Appealed = 5,
}

/// <summary>A payer's authorization: number, last day and number of visits (domain.md §1).</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Number">The payer's number, once approved.</param>
/// <param name="ValidUntil">The last day on which a visit is covered; null for no end.</param>
/// <param name="Visits">How many visits are covered; null for no limit.</param>
/// <param name="UsedVisits">How many took place.</param>
public sealed record ReferralAuthorization(AuthorizationState State, string? Number = null, LocalDate? ValidUntil = null, int? Visits = null, int UsedVisits = 0)
{
    /// <summary>A packet may leave.</summary>
    public bool IsClear => State is AuthorizationState.NotNeeded or AuthorizationState.Approved;

    /// <summary>A visit on a day is covered: approved, not past its last day, and visits are left.</summary>
    public bool Covers(LocalDate day) =>
        State == AuthorizationState.NotNeeded
        || (State == AuthorizationState.Approved && (ValidUntil is not { } last || day <= last) && (Visits is not { } visits || UsedVisits < visits));

    /// <summary>The step that leads from one state to another is possible.</summary>
    public static bool MayBecome(AuthorizationState from, AuthorizationState to) => (from, to) switch
    {
        (_, AuthorizationState.Needed or AuthorizationState.NotNeeded) => true,
        (AuthorizationState.Needed, AuthorizationState.Requested or AuthorizationState.Approved or AuthorizationState.Denied) => true,
        (AuthorizationState.Requested or AuthorizationState.Appealed, AuthorizationState.Approved or AuthorizationState.Denied) => true,
        (AuthorizationState.Denied, AuthorizationState.Appealed or AuthorizationState.Approved) => true,
        // Renewed or corrected.
        (AuthorizationState.Approved, AuthorizationState.Approved or AuthorizationState.Denied or AuthorizationState.Requested) => true,
        _ => from == to,
    };
}

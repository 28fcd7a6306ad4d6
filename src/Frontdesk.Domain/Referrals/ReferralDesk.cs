using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>What needs more than one record: duplicates, who may end a case, dates against authorizations, redirecting.</summary>
/// <param name="records">The practice's records.</param>
public sealed class ReferralDesk(IPracticeRecords records)
{
    /// <summary>A referral that must exist.</summary>
    /// <exception cref="DomainRuleException">There is none with that id.</exception>
    public async Task<Referral> GetAsync(string id, CancellationToken cancellationToken = default) =>
        await records.FindReferralAsync(new ReferralId(id), cancellationToken)
        ?? throw new DomainRuleException("missing-record", $"Referral {id} is not in the records.");

    /// <summary>The location whose calendar counts.</summary>
    /// <exception cref="DomainRuleException">The location is gone.</exception>
    public async Task<Location> LocationAsync(Referral referral, CancellationToken cancellationToken = default) =>
        await records.FindLocationAsync(referral.Location, cancellationToken)
        ?? throw new DomainRuleException("missing-record", $"Location {referral.Location} is not in the records.");

    /// <summary>
    /// An open referral like this one: the same patient and specialist, or the same specialty under another order. Two
    /// specialists for one order are meant.
    /// </summary>
    public async Task<Referral?> FindDuplicateAsync(Referral referral, CancellationToken cancellationToken = default)
    {
        var specialty = (await records.FindSpecialistAsync(referral.Specialist, cancellationToken))?.Specialty;
        foreach (var other in await records.FindReferralsAsync(referral.Patient, cancellationToken))
        {
            if (other.Id == referral.Id || other.IsOver || other.Status == ReferralStatus.Draft || referral.Parent == other.Id || other.Parent == referral.Id)
                continue;

            if (other.Specialist == referral.Specialist)
                return other;

            var isSameSpecialty = string.Equals((await records.FindSpecialistAsync(other.Specialist, cancellationToken))?.Specialty, specialty, StringComparison.OrdinalIgnoreCase);
            if (isSameSpecialty && other.OrderKey != referral.OrderKey)
                return other;
        }

        return null;
    }

    /// <summary>The open referral of the same order to a specialist: an order goes to one specialist once at a time. Null when there is none.</summary>
    public async Task<Referral?> FindOfSameOrderAsync(Referral referral, SpecialistId specialist, CancellationToken cancellationToken = default) =>
        (await records.FindOpenReferralsAsync(specialist, cancellationToken)).FirstOrDefault(other => other.Id != referral.Id && other.OrderKey == referral.OrderKey);

    /// <summary>Someone is the ordering provider or acts for them at this moment; a medical director stands behind every provider.</summary>
    public async Task<bool> IsProviderAsync(string by, Referral referral, Instant now, CancellationToken cancellationToken = default)
    {
        if (await FindStaffAsync(by, cancellationToken) is not { IsActive: true } member)
            return false;

        return member.Practitioner == referral.OrderingProvider
            || member.Roles.Contains(StaffRole.MedicalDirector)
            || (await new StaffDirectory(records).WhoActsForAsync(referral.OrderingProvider, now, cancellationToken))?.Id == member.Id;
    }

    /// <summary>Who decides for the provider now; null when nobody is here.</summary>
    public async Task<StaffMember?> DeciderAsync(Referral referral, Instant now, CancellationToken cancellationToken = default) =>
        await new StaffDirectory(records).WhoActsForAsync(referral.OrderingProvider, now, cancellationToken);

    /// <summary>Staff enter a date. Unlike a date that the specialist's desk states as a fact, one that the authorization does not cover is refused.</summary>
    /// <exception cref="DomainRuleException">The authorization does not cover it.</exception>
    public async Task ScheduleAsync(Referral referral, Instant when, string by, Instant now, CancellationToken cancellationToken = default)
    {
        var day = when.InZone((await LocationAsync(referral, cancellationToken)).Zone).Date;
        if (!referral.Authorization.Covers(day))
            throw new DomainRuleException("authorization-covers", $"The authorization of referral {referral.Number} does not cover a visit on {day:uuuu-MM-dd}: choose an earlier day, or enter the payer's new word first.");

        referral.Schedule(when, by, day, now);
    }

    /// <summary>Redirects to another specialist: a new referral that follows from this one, signed by the same word.</summary>
    /// <returns>The new referral.</returns>
    public async Task<Referral> RedirectAsync(Referral referral, ReferralId newId, SpecialistId specialist, string by, Instant now, CancellationToken cancellationToken = default)
    {
        if (specialist == referral.Specialist || await records.FindSpecialistAsync(specialist, cancellationToken) is null)
            throw new DomainRuleException("redirect-to", $"Referral {referral.Number} is redirected to another specialist of the directory.");
        if (await FindOfSameOrderAsync(referral, specialist, cancellationToken) is { } other)
            throw new DomainRuleException("order-once", $"Referral {other.Number} of the same order is open with that specialist already: choose another one.");

        var isProvider = await IsProviderAsync(by, referral, now, cancellationToken);
        referral.Redirect(newId, by, isProvider, now);
        var next = new Referral(Follow(referral, newId, specialist), now);
        next.TakeTimes(referral.Times);
        next.Sign(by, now);
        records.Add(next);
        return next;
    }

    /// <summary>The specialist, or the provider after reading the report, sends the patient on: a draft that follows from this referral and waits to be signed.</summary>
    public Referral ReferOn(Referral referral, ReferralId newId, SpecialistId specialist, string reason, string question, string by, Instant now)
    {
        var next = new Referral(Follow(referral, newId, specialist) with { Reason = reason, Question = question, Order = newId.Value }, now);
        referral.Write($"Sent on as {next.Number}", by, null, now);
        records.Add(next);
        return next;
    }

    private static ReferralRequest Follow(Referral from, ReferralId id, SpecialistId specialist) =>
        new(from.PracticeId, id, from.Patient, from.OrderingProvider, from.Location, specialist, from.Urgency, from.Reason, from.Question)
        {
            Order = from.OrderKey,
            Note = from.Note,
            // An authorization names the specialist, so another specialist needs another one.
            NeedsAuthorization = from.Authorization.State != AuthorizationState.NotNeeded,
            IsEConsult = from.IsEConsult,
            WithoutResults = from.WithoutResults,
            IsSelfPay = from.IsSelfPay,
            VisitBy = from.VisitBy,
            Parent = from.Id,
        };

    private async ValueTask<StaffMember?> FindStaffAsync(string by, CancellationToken cancellationToken)
    {
        try
        {
            return await records.FindStaffAsync(new StaffId(by), cancellationToken);
        }
        catch (InvalidValueException)
        {
            // Not the name of an account: a specialist's desk, a patient, or the desk before there is sign-in.
            return null;
        }
    }
}

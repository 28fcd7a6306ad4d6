using Frontdesk.Domain.Links;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>A provider's direction as it was given.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Version">The version that was seen.</param>
/// <param name="ContentHash">The content that was seen.</param>
/// <param name="By">Who.</param>
public sealed record Direction(DecisionOutcome Outcome, int Version, string ContentHash, StaffId By)
{
    /// <summary>The provider's own words, for ApproveEdited; others may leave them out and get the standard words.</summary>
    public string? Text { get; init; }

    /// <summary>Why it is kept back.</summary>
    public HoldReason? HoldReason { get; init; }

    /// <summary>Until when it is kept back.</summary>
    public Instant? HoldUntil { get; init; }
}

/// <summary>Where providers and staff act on results. Only a provider directs: the front desk has no way to send before (domain.md §3).</summary>
public sealed class ResultDesk(IPracticeRecords records)
{
    /// <summary>The longest hold, unless the practice says otherwise [K].</summary>
    public static readonly Duration UsualLongestHold = Duration.FromDays(14);

    /// <summary>The subject of links and tasks about a result.</summary>
    public static string SubjectOf(ResultId id) => $"result/{id}";

    /// <summary>A result that has to exist.</summary>
    /// <exception cref="DomainRuleException">It does not.</exception>
    public async Task<DiagnosticResult> RequireAsync(ResultId id, CancellationToken cancellationToken = default) =>
        await records.FindResultAsync(id, cancellationToken) ?? throw new DomainRuleException("missing-record", $"Result {id} is not in the records.");

    /// <summary>Records a provider's direction.</summary>
    /// <exception cref="DomainRuleException">Whoever decides is no provider, another version is there, or the direction does not fit.</exception>
    public async Task<ResultDecision> DecideAsync(ResultId id, Direction direction, Duration longestHold, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await RequireAsync(id, cancellationToken);
        await RequireProviderAsync(direction.By, cancellationToken);
        var decision = direction.Outcome == DecisionOutcome.Hold
            ? result.Hold(
                direction.HoldReason ?? throw new DomainRuleException("result-hold", $"Result {id}: say why it is kept back."),
                direction.HoldUntil ?? throw new DomainRuleException("result-hold", $"Result {id}: say until when it is kept back."),
                longestHold,
                direction.Version,
                direction.By,
                now)
            : result.Decide(direction.Outcome, direction.Version, direction.ContentHash, direction.By, await WordsAsync(result, direction, cancellationToken), now);
        records.Add(decision);
        return decision;
    }

    /// <summary>Approves a normal result under its provider's standing order; null when none covers it and the provider has to be asked.</summary>
    public async Task<ResultDecision?> ApproveUnderStandingOrderAsync(ResultId id, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await RequireAsync(id, cancellationToken);
        if (result.Practitioner is not { } practitioner
            || result is not { Severity: ResultSeverity.Normal, IsComplete: true, IsCorrected: false, IsWithdrawn: false, IsForVoiceOnly: false, State: ResultState.AwaitingProvider }
            || await records.FindStandingOrderAsync(practitioner, result.Code, cancellationToken) is not { } order
            || !order.IsInForce(now)
            || await records.FindStaffAsync(practitioner, cancellationToken) is not { } signer)
        {
            return null;
        }

        var decision = result.ApproveUnder(order, signer.Id, ResultWording.Of(DecisionOutcome.ApproveTemplate, result.Severity, await LanguageAsync(result.Patient, cancellationToken)), now);
        records.Add(decision);
        return decision;
    }

    /// <summary>It turned out to be somebody else's: links to it are taken back at once.</summary>
    /// <param name="id">The result.</param>
    /// <param name="by">Who says so; null when a report does.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DomainRuleException">The result's state does not allow it, or whoever says so does not work here.</exception>
    public async Task DetachAsync(ResultId id, StaffId? by, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await RequireAsync(id, cancellationToken);
        if (by is { } who)
            await RequireStaffAsync(who, cancellationToken);

        result.Detach(now, by);
        foreach (var link in await records.FindLinksAsync(SubjectOf(id), cancellationToken))
            link.Revoke(now);
    }

    /// <summary>Records what staff heard of an attempt later: a letter came back, the patient has it, or calls because of it.</summary>
    /// <param name="id">The result.</param>
    /// <param name="key">The attempt.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="by">Who heard it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DomainRuleException">There is no such attempt, this cannot come of it now, whoever heard it does not work here, or only a clinician can have told it.</exception>
    public async Task HearAsync(ResultId id, string key, ContactOutcome outcome, StaffId by, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await RequireAsync(id, cancellationToken);
        var attempt = result.Contacts.FirstOrDefault(contact => contact.Key == key)
            ?? throw new DomainRuleException("result-contact", $"Result {id} has no attempt '{key}'; take its key from the result's attempts.");
        if (await records.FindStaffAsync(by, cancellationToken) is not { IsActive: true } member)
            throw new DomainRuleException("result-contact", $"{by} is nobody's account here: give the account of whoever heard it.");

        var possible = LaterWord.Of(result, attempt);
        if (!possible.Contains(outcome))
            throw new DomainRuleException("result-contact", $"'{outcome}' cannot come of attempt '{key}' now; {(possible.Count == 0 ? "nothing can" : $"possible: {string.Join(", ", possible)}")}.");

        if (attempt.Kind == ContactKind.ClinicianCall && !member.Roles.Any(StaffRole.Clinical.Contains))
            throw new DomainRuleException("result-contact", $"{by} is no clinician: only a clinician or provider tells this result.");

        result.Record(key, outcome, by.Value, now);
    }

    /// <summary>
    /// Makes a link to the secure page for the approval in force, and takes back those of earlier approvals. The same approval
    /// has one link.
    /// </summary>
    /// <exception cref="DomainRuleException">There is no approval that matches.</exception>
    public async Task<SecureLink> OpenPageAsync(ResultId id, Duration lifetime, int attempts, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await RequireAsync(id, cancellationToken);
        if (result.WhyNotTell(now) is { } why)
            throw new DomainRuleException("result-approval", $"Result {id} may not be told of: {why}.");

        var name = new LinkId($"{id}-{result.Approval!.Number}");
        if (await records.FindLinkAsync(name, cancellationToken) is { } made)
            return made;

        foreach (var old in await records.FindLinksAsync(SubjectOf(id), cancellationToken))
            old.Revoke(now);

        var link = new SecureLink(result.PracticeId, name, LinkPurpose.PatientMessage, SubjectOf(id), result.Patient!.Value, now + lifetime, attempts, now);
        records.Add(link);
        return link;
    }

    /// <summary>Whoever directs or gives up on a result has to be a provider who works here.</summary>
    /// <exception cref="DomainRuleException">They are not.</exception>
    public async Task RequireProviderAsync(StaffId who, CancellationToken cancellationToken = default)
    {
        if (await records.FindStaffAsync(who, cancellationToken) is not { IsActive: true } member || !member.Roles.Any(StaffRole.Deciding.Contains))
            throw new DomainRuleException("result-provider", $"{who} is no provider of this practice: only a provider directs what a patient is told.");
    }

    /// <summary>Whoever says something about a result has to work here.</summary>
    /// <exception cref="DomainRuleException">They do not.</exception>
    public async Task RequireStaffAsync(StaffId who, CancellationToken cancellationToken = default)
    {
        if (await records.FindStaffAsync(who, cancellationToken) is not { IsActive: true })
            throw new DomainRuleException("result-staff", $"{who} is nobody's account here: say who you are, then answer again.");
    }

    private async Task<string?> WordsAsync(DiagnosticResult result, Direction direction, CancellationToken cancellationToken) => direction.Outcome switch
    {
        DecisionOutcome.ApproveEdited => direction.Text ?? (result.DraftVersion == result.Version ? result.Draft : null),
        DecisionOutcome.ApproveTemplate => ResultWording.Of(direction.Outcome, result.Severity, await LanguageAsync(result.Patient, cancellationToken)),
        _ => string.IsNullOrWhiteSpace(direction.Text) ? ResultWording.Of(direction.Outcome, result.Severity, await LanguageAsync(result.Patient, cancellationToken)) : direction.Text,
    };

    /// <summary>In which language a patient is told: their own, else the practice's.</summary>
    internal async Task<LanguageTag> LanguageAsync(PatientId? patient, CancellationToken cancellationToken) =>
        (patient is { } id ? (await records.FindPatientAsync(id, cancellationToken))?.Language : null)
        ?? (await records.FindPracticeAsync(cancellationToken))?.DefaultLanguage
        ?? LanguageTag.English;
}

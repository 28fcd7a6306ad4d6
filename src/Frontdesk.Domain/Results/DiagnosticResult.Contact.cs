using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <content>Reaching the patient, what follows, and the end.</content>
public sealed partial class DiagnosticResult
{
    /// <summary>Every attempt to reach the patient, oldest first.</summary>
    public IReadOnlyList<ResultContact> Contacts { get; private set; } = [];

    /// <summary>When the present course of reaching the patient began; null when there is none.</summary>
    public Instant? OutreachFrom { get; private set; }

    /// <summary>The version that the patient was told of last; null when none.</summary>
    public int? InformedVersion { get; private set; }

    /// <summary>When the patient knew of the present version.</summary>
    public Instant? AcknowledgedAt { get; private set; }

    /// <summary>How it is known: <c>page</c>, or the id of whoever told.</summary>
    public string? AcknowledgedBy { get; private set; }

    /// <summary>What is to follow.</summary>
    public FollowUpKind FollowUp { get; private set; }

    /// <summary>When what was to follow was seen to.</summary>
    public Instant? FollowUpDoneAt { get; private set; }

    /// <summary>When it was done; null while it is open.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>Why it was done.</summary>
    public ResultClosing? Closing { get; private set; }

    /// <summary>What its process has asked for, so that nothing is asked for twice.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    /// <summary>The attempts of the present course.</summary>
    public IEnumerable<ResultContact> Course => Contacts.Where(contact => contact.Decision == Approval?.Number);

    /// <summary>Notes that something is being asked for.</summary>
    /// <returns>False when it was asked for before.</returns>
    public bool Ask(string what)
    {
        if (Asked.Contains(what))
            return false;

        Asked = [.. Asked, what];
        return true;
    }

    /// <summary>It was asked for before.</summary>
    public bool IsAsked(string what) => Asked.Contains(what);

    /// <summary>Begins an attempt of the present course.</summary>
    /// <exception cref="DomainRuleException">There is no approval that matches.</exception>
    public ResultContact Begin(ContactKind kind, Instant now)
    {
        if (WhyNotTell(now) is { } why)
            throw new DomainRuleException("result-approval", $"Result {Id} may not be told of: {why}.");

        var contact = new ResultContact(kind, Course.Count(other => other.Kind == kind) + 1, Approval!.Number, now);
        Contacts = [.. Contacts, contact];
        return contact;
    }

    /// <summary>
    /// Records what came of an attempt. Nothing of an earlier course moves the present one on; a patient who was reached by a
    /// clinician knows, as one does who has the letter with the approved words; one who wants a clinician is called by one.
    /// </summary>
    /// <returns>True when the attempt belongs to the present course and was open or had only left.</returns>
    public bool Record(string key, ContactOutcome outcome, string? by, Instant now)
    {
        if (Contacts.FirstOrDefault(contact => contact.Key == key) is not { } attempt || attempt.Outcome == outcome)
            return false;

        Contacts = [.. Contacts.Select(contact => ReferenceEquals(contact, attempt) ? attempt with { Outcome = outcome, At = now, By = by } : contact)];
        if (attempt.Decision != Approval?.Number)
            return false;

        if (outcome == ContactOutcome.Reached && attempt.Kind == ContactKind.ClinicianCall && State == ResultState.ClinicianCalling)
            Acknowledge(by ?? "voice", now);
        else if (outcome == ContactOutcome.Reached && attempt.Kind is ContactKind.Letter or ContactKind.CertifiedLetter && State == ResultState.Notifying)
            Acknowledge("letter", now);
        else if (outcome == ContactOutcome.WantsClinician && State == ResultState.Notifying)
            Step(ResultVerb.LeaveToVoice);

        Change(now);
        return true;
    }

    /// <summary>A clinician told the patient of a critical value that no provider had answered; the provider's direction is still needed.</summary>
    /// <param name="by">Who told.</param>
    /// <param name="now">The present.</param>
    public void TellCritical(StaffId by, Instant now)
    {
        Contacts = [.. Contacts, new ResultContact(ContactKind.ClinicianCall, Contacts.Count(other => other.Decision == 0) + 1, Decision: 0, now, ContactOutcome.Reached, now, by.Value)];
        InformedVersion = Version;
        KnowCritical(by, now);
    }

    /// <summary>The patient knows. Reading it again changes nothing.</summary>
    /// <param name="by">How it is known.</param>
    /// <param name="now">The present.</param>
    public void Acknowledge(string by, Instant now)
    {
        if (State is ResultState.Acknowledged or ResultState.FollowUpTracked or ResultState.Closed)
            return;

        Step(ResultVerb.Acknowledge);
        AcknowledgedAt = now;
        AcknowledgedBy = by;
        InformedVersion = Version;
        Raise(new ResultAcknowledged(PracticeId, Id, Version, now));
        Change(now);
    }

    /// <summary>Sees to what is to follow; nothing is done in the same moment.</summary>
    public void TrackFollowUp(Instant now)
    {
        Step(ResultVerb.TrackFollowUp);
        if (FollowUp == FollowUpKind.None)
            FollowUpDoneAt = now;

        Change(now);
    }

    /// <summary>What was to follow is seen to: the repeat is ordered, the visit booked, or the patient declined.</summary>
    public void FinishFollowUp(Instant now)
    {
        if (State != ResultState.FollowUpTracked || FollowUpDoneAt is not null)
            return;

        FollowUpDoneAt = now;
        Change(now);
    }

    /// <summary>The patient did not answer: the provider decides anew, and the course begins again.</summary>
    public void AskAgain(Instant now)
    {
        Step(ResultVerb.AskAgain);
        Approval = null;
        OutreachFrom = null;
        Change(now);
    }

    /// <summary>Ends it. Only a provider gives up on a patient who cannot be reached.</summary>
    public void Close(ResultClosing closing, Instant now)
    {
        Step(ResultVerb.Close);
        ClosedAt = now;
        Closing = closing;
        Change(now);
    }
}

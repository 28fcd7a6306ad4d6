using Frontdesk.Domain.Locations;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What a result's process does next.</summary>
public enum ResultStepKind
{
    /// <summary>Nothing before its moment.</summary>
    Wait = 0,

    /// <summary>A critical value that nobody knows of.</summary>
    Critical = 1,

    /// <summary>A person finds out whose it is.</summary>
    FindPatient = 2,

    /// <summary>Everything is there: the provider is asked, or a standing order covers it.</summary>
    ReadyForReview = 3,

    /// <summary>The provider is asked.</summary>
    Review = 4,

    /// <summary>The time of a hold is over.</summary>
    HoldOver = 5,

    /// <summary>A message tells that a message waits.</summary>
    Message = 6,

    /// <summary>The front desk calls.</summary>
    Call = 7,

    /// <summary>A clinician calls.</summary>
    ClinicianCall = 8,

    /// <summary>A letter goes.</summary>
    Letter = 9,

    /// <summary>A certified letter goes.</summary>
    CertifiedLetter = 10,

    /// <summary>The post brought a letter back.</summary>
    LetterReturned = 11,

    /// <summary>The patient did not answer, or died: the provider decides.</summary>
    Unreachable = 12,

    /// <summary>The patient knows: what is to follow is seen to.</summary>
    FollowUp = 13,

    /// <summary>All is done.</summary>
    Done = 14,

    /// <summary>Somebody gets a copy.</summary>
    Copy = 15,

    /// <summary>The practice's own target for informing the patient is missed.</summary>
    InformLate = 16,

    /// <summary>The outer limit for informing the patient is missed.</summary>
    LimitMissed = 17,

    /// <summary>Nothing is left for the process.</summary>
    Over = 18,
}

/// <summary>What is next, and when.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When; null for now.</param>
/// <param name="Detail">Whom or what it is about: the copy's practitioner.</param>
public sealed record ResultStep(ResultStepKind Kind, Instant? At = null, string? Detail = null);

/// <summary>
/// The course of a result: what is due now, else the moment at which something will be. It reads what stands on the result
/// and nothing else, so it gives the same answer after a restart, a repeat, or an event that came while the process was busy.
/// </summary>
/// <param name="rules">The practice's deadlines.</param>
/// <param name="place">Whose business days count.</param>
public sealed class ResultCourse(ResultRules rules, Location place)
{
    private static readonly Duration Day = Duration.FromDays(1);
    private static readonly Duration Week = Duration.FromDays(7);

    /// <summary>What is next.</summary>
    /// <param name="result">The result.</param>
    /// <param name="patientDied">The patient died.</param>
    /// <param name="now">The present.</param>
    public ResultStep Next(DiagnosticResult result, bool patientDied, Instant now)
    {
        if (result.CriticalSince is not null && result.CriticalKnownAt is null && !result.IsAsked(CriticalKey(result)))
            return new ResultStep(ResultStepKind.Critical);

        if (ResultStateTable.IsOver(result.State))
            return new ResultStep(ResultStepKind.Over);

        if (result.Patient is not null && result.IsComplete && result.CopyTo.FirstOrDefault(copy => !result.IsAsked(CopyKey(result, copy))) is { } next && next != default)
            return new ResultStep(ResultStepKind.Copy, Detail: next.Value);

        var step = OfState(result, patientDied);
        if (step.At is not { } at || at <= now)
            return step with { At = null };

        return Late(result, now) is { At: { } lateAt } late && lateAt < at ? late with { At = lateAt <= now ? null : lateAt } : step;
    }

    /// <summary>What notes that the provider was asked about this version, and after which hold.</summary>
    public static string ReviewKey(DiagnosticResult result) => $"review+{result.Version}+{result.Decisions}+{result.Matches}";

    /// <summary>What notes that a critical value was raised.</summary>
    public static string CriticalKey(DiagnosticResult result) => $"critical+{result.CriticalSince!.Value.ToUnixTimeMilliseconds()}";

    /// <summary>What notes that a person was asked whose it is.</summary>
    public static string PatientKey(DiagnosticResult result) => $"patient+{result.Matches}";

    /// <summary>What notes that somebody was asked to read a copy.</summary>
    public static string CopyKey(DiagnosticResult result, PractitionerId copy) => $"copy+{result.Version}+{copy}";

    /// <summary>What notes that a missed target was told.</summary>
    public static string LateKey(DiagnosticResult result, ResultStepKind kind) => $"{kind}+{result.Version}";

    /// <summary>What notes that the missed outer limit was told in its first, second, third week.</summary>
    public string LimitKey(DiagnosticResult result, Instant now) => LimitKey(result, WeeksPast(LimitOf(result), now));

    private static string LimitKey(DiagnosticResult result, int weeks) => $"{ResultStepKind.LimitMissed}+{result.Version}+{weeks}";

    /// <summary>What notes that a returned letter was told.</summary>
    public static string ReturnedKey(ResultContact letter) => $"returned+{letter.Decision}+{letter.Kind}+{letter.Number}";

    /// <summary>What notes that the follow-up of the present direction was asked for.</summary>
    public static string FollowUpKey(DiagnosticResult result) => $"follow-up+{result.Decisions}";

    /// <summary>What a key asked for is still wanted: a new version, an answer or a decision since then ends it.</summary>
    public static bool IsStillAsked(DiagnosticResult result, string key) => key.Split('+')[0] switch
    {
        "critical" => result.CriticalSince is not null && result.CriticalKnownAt is null,
        "review" => result.State == ResultState.AwaitingProvider && ReviewKey(result) == key,
        "patient" => result.State == ResultState.Unmatched && PatientKey(result) == key,
        "follow-up" => result.State == ResultState.FollowUpTracked && result.FollowUpDoneAt is null && FollowUpKey(result) == key,
        "contact" => result.Course.FirstOrDefault(contact => contact.Key == key) is { Outcome: ContactOutcome.Asked } contact && IsWanted(result.State, contact.Kind),
        "returned" => result.State is ResultState.Notifying or ResultState.ClinicianCalling && result.Course.Any(contact => ReturnedKey(contact) == key),
        nameof(ResultStepKind.InformLate) => result.AcknowledgedAt is null && LateKey(result, ResultStepKind.InformLate) == key,
        _ => true,
    };

    /// <summary>When the patient should know by the practice's own target.</summary>
    public Instant InformBy(DiagnosticResult result) => place.AddBusinessDays(result.VersionAt, result.NeedsAction ? rules.InformActionDays : rules.InformDays);

    /// <summary>When the patient has to know [VA].</summary>
    public Instant LimitOf(DiagnosticResult result) => result.VersionAt + (Day * (result.NeedsAction ? rules.LimitActionDays : rules.LimitDays));

    private ResultStep OfState(DiagnosticResult result, bool patientDied) => result.State switch
    {
        ResultState.Unmatched => result.IsAsked(PatientKey(result)) ? Idle(result) : new ResultStep(ResultStepKind.FindPatient),
        ResultState.Classified => new ResultStep(ResultStepKind.ReadyForReview, WaitsForRest(result) ? place.AddBusinessDays(result.VersionAt, rules.PartialWaitDays) : null),
        ResultState.AwaitingProvider => result.IsAsked(ReviewKey(result)) ? Idle(result) : new ResultStep(ResultStepKind.Review),
        ResultState.OnHold => new ResultStep(ResultStepKind.HoldOver, result.HoldUntil),
        ResultState.Notifying or ResultState.ClinicianCalling => patientDied ? Unreachable(result, null) : Outreach(result),
        ResultState.Acknowledged => new ResultStep(ResultStepKind.FollowUp),
        ResultState.FollowUpTracked => result.FollowUpDoneAt is null ? Idle(result) : new ResultStep(ResultStepKind.Done),
        _ => Idle(result),
    };

    private static bool IsWanted(ResultState state, ContactKind kind) => kind switch
    {
        ContactKind.Message or ContactKind.Call => state == ResultState.Notifying,
        ContactKind.ClinicianCall => state == ResultState.ClinicianCalling,
        _ => state is ResultState.Notifying or ResultState.ClinicianCalling,
    };

    // Nothing but the laboratory's next word is missing, and what is there asks for nothing.
    private static bool WaitsForRest(DiagnosticResult result) => !result.IsComplete && result.Severity < ResultSeverity.Abnormal;

    // 3 messages, 3 calls in 3 days, letter on day 4, certified letter on day 14 [K]; a voice begins with the calls.
    private ResultStep Outreach(DiagnosticResult result)
    {
        List<ResultContact> course = [.. result.Course];
        var from = result.OutreachFrom!.Value + Lag(course, result.OutreachFrom.Value);
        if (course.Find(contact => contact.Outcome == ContactOutcome.Returned && !result.IsAsked(ReturnedKey(contact))) is not null)
            return new ResultStep(ResultStepKind.LetterReturned);

        var byVoice = result.State == ResultState.ClinicianCalling;
        var call = byVoice ? ResultStepKind.ClinicianCall : ResultStepKind.Call;
        var kind = byVoice ? ContactKind.ClinicianCall : ContactKind.Call;
        var calls = course.Count(contact => contact.Kind == kind);

        // Nobody waits for messages that cannot arrive: no consent, no number, opted out, not delivered.
        var cutOff = course.Find(contact => contact.Kind == ContactKind.Message && contact.Outcome is ContactOutcome.NotPossible or ContactOutcome.NotDelivered);
        var messages = byVoice || cutOff is not null ? rules.Messages : course.Count(contact => contact.Kind == ContactKind.Message);
        var firstCall = (byVoice, cutOff) switch
        {
            (true, _) => course.FirstOrDefault(contact => contact.Kind == ContactKind.ClinicianCall)?.AskedAt ?? from,
            (false, { At: { } at }) => Instant.Min(at, from + (Day * rules.FirstCallDay)),
            _ => from + (Day * rules.FirstCallDay),
        };
        List<ResultStep> due = [];
        if (messages < rules.Messages)
            due.Add(new ResultStep(ResultStepKind.Message, from + (Day * (messages * rules.MessageGapDays))));

        // A call that nobody has made yet is not asked for twice: the next one follows what comes of it.
        var last = course.FindLast(contact => contact.Kind == kind);
        if (calls < rules.Calls && last is not { Outcome: ContactOutcome.Asked })
            due.Add(new ResultStep(call, NotTheSameDay(firstCall + (Day * (calls * rules.CallGapDays)), last)));

        if (!course.Exists(contact => contact.Kind == ContactKind.Letter))
            due.Add(new ResultStep(ResultStepKind.Letter, from + (Day * rules.LetterDay)));

        if (!course.Exists(contact => contact.Kind == ContactKind.CertifiedLetter))
            due.Add(new ResultStep(ResultStepKind.CertifiedLetter, from + (Day * rules.CertifiedDay)));

        return due.Count > 0 ? due.MinBy(step => (step.At, step.Kind))! : Unreachable(result, from + (Day * rules.UnreachableDay));
    }

    // What the program did late, because it stood still for a while, moves all that follows: nobody gets three messages and two
    // letters in one minute, and nobody counts as not reached before the attempts were made.
    private Duration Lag(List<ResultContact> course, Instant from)
    {
        var lag = Duration.Zero;
        foreach (var contact in course)
        {
            int? planned = contact.Kind switch
            {
                ContactKind.Message => (contact.Number - 1) * rules.MessageGapDays,
                ContactKind.Letter => rules.LetterDay,
                ContactKind.CertifiedLetter => rules.CertifiedDay,
                _ => null,
            };
            if (planned is { } days)
                lag = Duration.Max(lag, contact.AskedAt - from - (Day * days));
        }

        return lag;
    }

    // A call that was made late moves the next one: nobody is rung twice within minutes, unless the manager wants no gap.
    private Instant NotTheSameDay(Instant planned, ResultContact? last)
    {
        if (last?.At is not { } made || rules.CallGapDays == 0)
            return planned;

        var day = made.InZone(place.Zone).Date;
        while (planned.InZone(place.Zone).Date <= day)
            planned += Day;
        return planned;
    }

    private ResultStep Unreachable(DiagnosticResult result, Instant? at) =>
        result.Course.Any(contact => contact.Kind == ContactKind.Unreachable && contact.Outcome == ContactOutcome.Asked) ? Idle(result) : new ResultStep(ResultStepKind.Unreachable, at);

    // A task is open for it; the deadlines of informing go on, and after the last one the task itself is what waits.
    private ResultStep Idle(DiagnosticResult result) => new(ResultStepKind.Wait, LimitOf(result) + (Day * 3650));

    private ResultStep? Late(DiagnosticResult result, Instant now)
    {
        if (result.AcknowledgedAt is not null)
            return null;

        if (!result.IsAsked(LateKey(result, ResultStepKind.InformLate)))
            return new ResultStep(ResultStepKind.InformLate, InformBy(result));

        // Silence is never normal: the outer limit is told of once a week until the patient knows.
        var limit = LimitOf(result);
        var weeks = WeeksPast(limit, now);
        if (!result.IsAsked(LimitKey(result, weeks)))
            return new ResultStep(ResultStepKind.LimitMissed, limit + (Week * weeks));

        return new ResultStep(ResultStepKind.LimitMissed, limit + (Week * (weeks + 1)));
    }

    private static int WeeksPast(Instant limit, Instant now) => now <= limit ? 0 : (int)((now - limit).TotalDays / 7);
}

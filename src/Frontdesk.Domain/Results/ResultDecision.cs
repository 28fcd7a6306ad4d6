using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What a provider directs (domain.md §3).</summary>
public enum DecisionOutcome
{
    /// <summary>The patient reads the practice's standard words.</summary>
    ApproveTemplate = 0,

    /// <summary>The patient reads the provider's own words.</summary>
    ApproveEdited = 1,

    /// <summary>A clinician tells the patient by voice.</summary>
    ClinicianCalls = 2,

    /// <summary>The test is to be repeated.</summary>
    Repeat = 3,

    /// <summary>The patient is to come in.</summary>
    Visit = 4,

    /// <summary>Nobody is told yet.</summary>
    Hold = 5,
}

/// <summary>Why a result is kept back. Each is individual: a blanket delay is information blocking (45 CFR 171).</summary>
public enum HoldReason
{
    /// <summary>Reading it alone would put the patient or somebody else at risk.</summary>
    PreventHarm = 0,

    /// <summary>The patient asked to wait, e.g. for the visit.</summary>
    PatientAsked = 1,

    /// <summary>It may belong to somebody else or be wrong: the laboratory is asked.</summary>
    BeingVerified = 2,

    /// <summary>The law keeps it from whoever would read it.</summary>
    Privacy = 3,
}

/// <summary>A provider's direction about one version of a result. Decisions are only ever added.</summary>
public sealed class ResultDecision : Entity
{
    private ResultDecision()
    {
    }

    internal ResultDecision(DiagnosticResult result, int number, DecisionOutcome outcome, StaffId by, string? text, Instant now)
        : base(result.PracticeId)
    {
        Result = result.Id;
        Number = number;
        Version = result.Version;
        ContentHash = result.ContentHash;
        Outcome = outcome;
        By = by;
        Text = text;
        DecidedAt = now;
    }

    /// <summary>The result.</summary>
    public ResultId Result { get; private set; }

    /// <summary>Its place among the decisions on the result, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The version that was decided on.</summary>
    public int Version { get; private set; }

    /// <summary>The hash of the content that was decided on.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>What the provider directs.</summary>
    public DecisionOutcome Outcome { get; private set; }

    /// <summary>Who decided.</summary>
    public StaffId By { get; private set; }

    /// <summary>The words that the patient reads; null when a voice tells or nobody does.</summary>
    public string? Text { get; private set; }

    /// <summary>Why it is kept back.</summary>
    public HoldReason? HoldReason { get; internal set; }

    /// <summary>Until when it is kept back.</summary>
    public Instant? HoldUntil { get; internal set; }

    /// <summary>The standing order that directed it; null when the provider did.</summary>
    public string? StandingOrder { get; internal set; }

    /// <summary>When.</summary>
    public Instant DecidedAt { get; private set; }
}

namespace Frontdesk.Domain.Results;

/// <summary>The practice's deadlines for results (domain.md §3): all of them defaults that a manager changes in the workflow.</summary>
public sealed record ResultRules
{
    /// <summary>What ships.</summary>
    public static ResultRules Default { get; } = new();

    /// <summary>Business days within which the patient is informed when somebody has to act; an internal target [K].</summary>
    public int InformActionDays { get; init; } = 2;

    /// <summary>Business days within which the patient is informed otherwise; an internal target [K].</summary>
    public int InformDays { get; init; } = 5;

    /// <summary>Calendar days after which an uninformed patient is an incident when somebody has to act [VA].</summary>
    public int LimitActionDays { get; init; } = 7;

    /// <summary>Calendar days after which an uninformed patient is an incident otherwise [VA].</summary>
    public int LimitDays { get; init; } = 14;

    /// <summary>Business days that the rest of a panel is waited for before the provider sees what is there [K].</summary>
    public int PartialWaitDays { get; init; } = 3;

    /// <summary>How many messages say that a message waits [K].</summary>
    public int Messages { get; init; } = 3;

    /// <summary>Days between two messages [K].</summary>
    public int MessageGapDays { get; init; } = 1;

    /// <summary>The day after the first message on which the first call is due; a clinician's first call is due at once [K].</summary>
    public int FirstCallDay { get; init; } = 1;

    /// <summary>How many calls are made, by the front desk or by a clinician [K].</summary>
    public int Calls { get; init; } = 3;

    /// <summary>Days between two calls [K].</summary>
    public int CallGapDays { get; init; } = 1;

    /// <summary>The day on which a letter goes [K].</summary>
    public int LetterDay { get; init; } = 4;

    /// <summary>The day on which a certified letter goes [K].</summary>
    public int CertifiedDay { get; init; } = 14;

    /// <summary>The day on which the provider decides about a patient who did not answer [K].</summary>
    public int UnreachableDay { get; init; } = 28;
}

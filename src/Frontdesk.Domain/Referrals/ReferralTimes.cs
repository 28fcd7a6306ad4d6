namespace Frontdesk.Domain.Referrals;

/// <summary>How long each step of a referral may take, written as <see cref="StepTime"/> (domain.md §1 [K]; a manager changes them in the workflow).</summary>
/// <param name="Packet">From signing until the packet leaves.</param>
/// <param name="Acknowledged">From sending until the specialist's desk says that it has it.</param>
/// <param name="Scheduled">From sending until there is a date.</param>
/// <param name="Visit">From signing until the patient is seen, when the order names no day.</param>
/// <param name="Report">From the visit until the report is here.</param>
/// <param name="ReportEscalated">From the visit until a missing report goes to the provider.</param>
public sealed record ReferralTimes(string Packet, string Acknowledged, string Scheduled, string Visit, string Report, string ReportEscalated)
{
    /// <summary>From a date until somebody asks whether the patient came.</summary>
    public string Attendance { get; init; } = "1 bd";

    /// <summary>From the provider's review until the patient must have been told.</summary>
    public string Informed { get; init; } = "3 bd";

    /// <summary>Without any news for so long, somebody looks.</summary>
    public string Standstill { get; init; } = "30 d";

    /// <summary>So many days before the authorization ends, the first warning.</summary>
    public int FirstWarningDays { get; init; } = 14;

    /// <summary>So many days before the authorization ends, the second warning.</summary>
    public int SecondWarningDays { get; init; } = 7;

    /// <summary>The times that ship.</summary>
    public static ReferralTimes Default(ReferralUrgency urgency) => urgency switch
    {
        ReferralUrgency.Stat => new("1 h", "2 h", "0 bd", "1 d", "1 d", "30 d"),
        ReferralUrgency.Urgent => new("0 bd", "1 bd", "3 bd", "7 d", "7 d", "30 d"),
        _ => new("2 bd", "5 bd", "10 bd", "30 d", "14 d", "30 d"),
    };

    /// <summary>Reads every time once, so that a wrong one is told where it is set.</summary>
    /// <exception cref="DomainRuleException">One is not a time.</exception>
    public ReferralTimes Checked()
    {
        foreach (var text in (ReadOnlySpan<string>)[Packet, Acknowledged, Scheduled, Visit, Report, ReportEscalated, Attendance, Informed, Standstill])
            _ = StepTime.Parse(text);

        return this;
    }
}

using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>One reason for a risk, with what it adds.</summary>
/// <param name="Text">The reason in a sentence for staff.</param>
/// <param name="Points">What it adds to the score.</param>
public sealed record RiskReason(string Text, double Points);

/// <summary>
/// How likely a patient is to miss a visit: a simple sum that anyone can follow [K]. It decides only whether a person
/// calls, never whether a patient gets a visit.
/// </summary>
/// <param name="Score">Between 0 and 1.</param>
/// <param name="Reasons">What the score is made of.</param>
public sealed record NoShowRisk(double Score, IReadOnlyList<RiskReason> Reasons)
{
    private const double NoShowWeight = 0.6;

    /// <summary>The score reaches the practice's threshold.</summary>
    public bool IsHigh(ReminderRules rules) => Score >= rules.HighRiskFrom;

    /// <summary>Scores a visit.</summary>
    /// <param name="appointment">The visit.</param>
    /// <param name="visitType">Its kind.</param>
    /// <param name="history">The patient's earlier visits.</param>
    public static NoShowRisk Of(Appointment appointment, VisitType visitType, IReadOnlyList<Appointment> history)
    {
        List<RiskReason> reasons = [];
        var ended = history.Count(visit => visit.Id != appointment.Id && visit.Status is AppointmentStatus.Fulfilled or AppointmentStatus.NoShow);
        var missed = history.Count(visit => visit.Id != appointment.Id && visit.Status == AppointmentStatus.NoShow);
        if (missed > 0)
            reasons.Add(new RiskReason($"Missed {missed} of the last {ended} visits.", NoShowWeight * missed / Math.Max(ended, 2)));

        var lead = appointment.Start - (appointment.BookedAt ?? appointment.Start);
        if (lead >= Duration.FromDays(30))
            reasons.Add(new RiskReason("Booked 30 days or more ahead.", 0.2));
        else if (lead >= Duration.FromDays(14))
            reasons.Add(new RiskReason("Booked two weeks or more ahead.", 0.1));

        if (visitType.IsForNewPatients || ended == 0)
            reasons.Add(new RiskReason("First visit to the practice.", 0.15));

        if (missed > 0 && !appointment.IsConfirmed)
            reasons.Add(new RiskReason("Has missed before and has not confirmed.", 0.1));

        return new NoShowRisk(Math.Clamp(reasons.Sum(reason => reason.Points), 0, 1), reasons);
    }
}

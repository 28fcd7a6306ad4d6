using Frontdesk.Activities.Cases;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Waits until something happened to the referral or its next deadline has passed; each is a port.</summary>
[Activity("Frontdesk", "Referrals", "Waits until something happened to the referral or its next deadline has passed.", DisplayName = "Wait for news of the referral")]
[FlowNode(
    "Authorization needed", "Authorization denied", "Authorization ends", "Authorization ran out", "Packet due", "Packet lost", "Possible breach", "Accepted", "Declined",
    "Information asked", "Scheduled", "Visit missed", "Visit called off", "Attended", "Report came", "Report of another", "Report matched", "Reviewed", "Not informed", "Informed",
    "Outreach due", "Outreach ended", "Patient declines", "Booked elsewhere", "Coverage changed", "Specialist left", "Over", "Packet late", "Not acknowledged", "Not scheduled", "Visit late",
    "Visit over", "Report late", "Report very late", "Inform late", "Stands still")]
public sealed class WaitForReferral : WaitForCase
{
    /// <summary>What the news is about, for example the id of a report.</summary>
    [Output(Description = "What the news is about, for example the id of a report.")]
    public Output<string>? Reference { get; set; }

    /// <summary>What a person needs to know, without patient data.</summary>
    [Output(Description = "What a person needs to know, without patient data.")]
    [Confidential]
    public Output<string>? Detail { get; set; }

    /// <summary>How soon: Routine, Urgent or Stat.</summary>
    [Output(Description = "How soon: Routine, Urgent or Stat.")]
    public Output<string>? Urgency { get; set; }

    /// <summary>The patient's id.</summary>
    [Output(Description = "The patient's id.")]
    public Output<string>? Patient { get; set; }

    /// <summary>The ordering provider's id.</summary>
    [Output(Description = "The ordering provider's id.")]
    public Output<string>? Practitioner { get; set; }

    /// <inheritdoc/>
    protected override string WakeEvent => nameof(ReferralChanged);

    /// <inheritdoc/>
    protected override async ValueTask<CaseStep> NextAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        var now = context.Now();
        if (referral.TakeSignal() is { } waiting)
            return Leave(context, referral, waiting.Signal, waiting.Reference);

        if (await HasOtherCoverageAsync(context, referral))
            return Leave(context, referral, ReferralSignal.CoverageChanged, null);

        var deadline = ReferralDeadlines.Take(referral, await new ReferralDesk(context.Records()).LocationAsync(referral), now);
        return deadline.At > now
            ? new CaseStep(ReferralPorts.Of(deadline.Signal), deadline.At)
            : Leave(context, referral, deadline.Signal, null);
    }

    private static async ValueTask<bool> HasOtherCoverageAsync(ActivityExecutionContext context, Referral referral)
    {
        if (referral.CoverageHash is not { } known || !(ReferralStatusTable.IsOut(referral.Status) || referral.Status == ReferralStatus.PacketReady))
            return false;

        var present = await new PacketChartReader(context.Records()).CoverageHashAsync(referral.Patient);
        if (present == known)
            return false;

        referral.NoteCoverage(present, context.Now());
        return true;
    }

    private CaseStep Leave(ActivityExecutionContext context, Referral referral, ReferralSignal signal, string? reference)
    {
        context.Set(Reference, reference ?? string.Empty, nameof(Reference));
        context.Set(Detail, DetailOf(referral, signal, reference), nameof(Detail));
        context.Set(Urgency, referral.Urgency.ToString(), nameof(Urgency));
        context.Set(Patient, referral.Patient.Value, nameof(Patient));
        context.Set(Practitioner, referral.OrderingProvider.Value, nameof(Practitioner));
        return new CaseStep(ReferralPorts.Of(signal));
    }

    private static string DetailOf(Referral referral, ReferralSignal signal, string? reference)
    {
        var about = $"Referral {referral.Number}, {ReferralCodes.PriorityOf(referral.Urgency)}.";
        return signal == ReferralSignal.ReportCame && referral.Reports.FirstOrDefault(report => report.Document.Value == reference) is { } report
            ? $"{about} Found by reading the report: {(report.Found.Count == 0 ? "nothing that identifies this patient" : string.Join(", ", report.Found))}."
            : about;
    }
}

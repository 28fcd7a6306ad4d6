using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Sets how long each step of a referral of one urgency may take. A referral of another urgency passes by.</summary>
[Activity("Frontdesk", "Referrals", "Sets how long each step of a referral of one urgency may take.", DisplayName = "Set the times of referrals")]
public sealed class SetReferralTimes : CodeActivity
{
    /// <summary>The urgency that the times are for.</summary>
    [Input(DisplayName = "Urgency", Description = "The urgency that the times are for.")]
    public Input<ReferralUrgency> Urgency { get; set; } = new(ReferralUrgency.Routine);

    /// <summary>From signing until the packet leaves.</summary>
    [Input(DisplayName = "Until the packet leaves", Description = "From signing until the packet leaves: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Packet { get; set; } = new("2 bd");

    /// <summary>From sending until the specialist's desk says that it has it.</summary>
    [Input(DisplayName = "Until it is acknowledged", Description = "From sending until the specialist's desk says that it has it: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Acknowledged { get; set; } = new("5 bd");

    /// <summary>From sending until there is a date.</summary>
    [Input(DisplayName = "Until there is a date", Description = "From sending until there is a date: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Scheduled { get; set; } = new("10 bd");

    /// <summary>From signing until the patient is seen.</summary>
    [Input(DisplayName = "Until the visit", Description = "From signing until the patient is seen, when the order names no day: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Visit { get; set; } = new("30 d");

    /// <summary>From the visit until the report is here.</summary>
    [Input(DisplayName = "Until the report", Description = "From the visit until the report is here: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Report { get; set; } = new("14 d");

    /// <summary>From the visit until a missing report goes to the provider.</summary>
    [Input(DisplayName = "Until the provider hears", Description = "From the visit until a missing report goes to the provider: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> ReportEscalated { get; set; } = new("30 d");

    /// <summary>From a date until somebody asks whether the patient came.</summary>
    [Input(DisplayName = "Until somebody asks", Description = "From a date until somebody asks whether the patient came: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Attendance { get; set; } = new("1 bd");

    /// <summary>From the provider's review until the patient must have been told.</summary>
    [Input(DisplayName = "Until the patient knows", Description = "From the provider's review until the patient must have been told: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Informed { get; set; } = new("3 bd");

    /// <summary>Without news for so long, somebody looks.</summary>
    [Input(DisplayName = "Without news", Description = "Without news for so long, somebody looks: 1 h is an hour, 2 bd two business days, 14 d fourteen days.")]
    public Input<string> Standstill { get; set; } = new("30 d");

    /// <summary>The first warning, in days before the authorization ends.</summary>
    [Input(DisplayName = "Days before, first warning", Description = "The first warning, in days before the authorization ends.")]
    public Input<int> FirstWarningDays { get; set; } = new(14);

    /// <summary>The second warning, in days before the authorization ends.</summary>
    [Input(DisplayName = "Days before, second warning", Description = "The second warning, in days before the authorization ends.")]
    public Input<int> SecondWarningDays { get; set; } = new(7);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        if (referral.Urgency != context.Get(Urgency))
            return;

        referral.TakeTimes(new ReferralTimes(
            context.Get(Packet) ?? string.Empty,
            context.Get(Acknowledged) ?? string.Empty,
            context.Get(Scheduled) ?? string.Empty,
            context.Get(Visit) ?? string.Empty,
            context.Get(Report) ?? string.Empty,
            context.Get(ReportEscalated) ?? string.Empty)
        {
            Attendance = context.Get(Attendance) ?? string.Empty,
            Informed = context.Get(Informed) ?? string.Empty,
            Standstill = context.Get(Standstill) ?? string.Empty,
            FirstWarningDays = context.Get(FirstWarningDays),
            SecondWarningDays = context.Get(SecondWarningDays),
        });
    }
}

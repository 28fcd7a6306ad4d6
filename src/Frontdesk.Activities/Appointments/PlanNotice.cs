using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>What a notice tells.</summary>
public enum NoticeKind
{
    /// <summary>The visit is called off.</summary>
    CalledOff = 0,

    /// <summary>The practitioner is away, so the visit has to move.</summary>
    PractitionerAway = 1,
}

/// <summary>Plans a message that tells the patient at once that the visit will not take place as booked.</summary>
[Activity("Frontdesk", "Appointments", "Plans a message that tells the patient that the visit will not take place as booked.", DisplayName = "Plan a notice")]
public sealed class PlanNotice : CodeActivity
{
    /// <summary>What it tells: CalledOff or PractitionerAway.</summary>
    [Input(DisplayName = "News", Description = "What the message tells.")]
    public Input<NoticeKind> Kind { get; set; } = new(NoticeKind.CalledOff);

    /// <summary>The words.</summary>
    [Input(DisplayName = "Template", Description = "The template with the words.", Source = PracticeSource.Templates, Required = true)]
    public Input<string> Template { get; set; } = new();

    /// <summary>The channel that is tried first.</summary>
    [Input(DisplayName = "Channel", Description = "The way that is tried first.")]
    public Input<Channel> Channel { get; set; } = new(Domain.Channel.Sms);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var rule = context.Get(Kind) == NoticeKind.CalledOff ? ReminderDesk.CalledOff : ReminderDesk.PractitionerOut;
        await new ReminderDesk(context.Records()).PlanNoticeAsync(context.Visit(), rule, context.Get(Template) ?? string.Empty, context.Get(Channel), context.Now(), CancellationToken.None);
    }
}

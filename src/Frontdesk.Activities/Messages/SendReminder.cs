using Frontdesk.Activities.Appointments;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>
/// Checks a reminder that is due against everything as it is now (the visit, consent, opt-out, sending hours, caps, the
/// recipient) and sends it, keeps it back, waits, changes the channel or asks for a call.
/// </summary>
[Sends(Audience.Person, MindsPermission = true)]
[Activity("Frontdesk", "Messages", "Checks a reminder that is due against everything as it is now, and sends it if it may leave.", DisplayName = "Check and send")]
[FlowNode("Sent", "Not sent", "Later", "Other channel", "Call")]
public sealed class SendReminder : RuleInputs
{
    /// <summary>The reminder that is due.</summary>
    [Input(DisplayName = "Reminder", Description = "The reminder that is due, usually a variable.", Required = true)]
    [EffectKey]
    public Input<string> Reminder { get; set; } = new();

    /// <summary>Texts need a recorded consent of the person who gets them.</summary>
    [Input(DisplayName = "Texts need consent", Description = "Texts need a recorded consent of the person who gets them.")]
    public Input<bool> TextsNeedConsent { get; set; } = new(true);

    /// <summary>E-mails need a recorded consent; without, only a revocation stops them.</summary>
    [Input(DisplayName = "E-mails need consent", Description = "E-mails need a recorded consent; otherwise only a refusal stops them.")]
    public Input<bool> EmailsNeedConsent { get; set; } = new(false);

    /// <summary>A visit that is confirmed needs no call.</summary>
    [Input(DisplayName = "No call when confirmed", Description = "A visit that is confirmed needs no call.")]
    public Input<bool> SkipCallsWhenConfirmed { get; set; } = new(true);

    /// <summary>The number to call, for the port Call.</summary>
    [Output(Description = "The number to call.")]
    [Confidential]
    public Output<string>? CallNumber { get; set; }

    /// <summary>What to say, for the port Call.</summary>
    [Output(Description = "What to say on the phone.")]
    [Confidential]
    public Output<string>? CallScript { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var rules = Rules(context) with { TextsNeedConsent = context.Get(TextsNeedConsent), EmailsNeedConsent = context.Get(EmailsNeedConsent) };
        var sender = new ReminderSender(context.Records(), rules) { SkipCallsWhenConfirmed = context.Get(SkipCallsWhenConfirmed) };
        switch (await sender.HandleAsync(context.Get(Reminder) ?? string.Empty, context.Now(), CancellationToken.None))
        {
            case ReminderStepResult.Sent sent:
                context.Send(sent.Message);
                await context.CompleteActivityWithOutcomesAsync("Sent");
                break;
            case ReminderStepResult.Call call:
                context.Set(CallNumber, call.Number, nameof(CallNumber));
                context.Set(CallScript, call.Script, nameof(CallScript));
                await context.CompleteActivityWithOutcomesAsync("Call");
                break;
            case ReminderStepResult.Later:
                await context.CompleteActivityWithOutcomesAsync("Later");
                break;
            case ReminderStepResult.OtherChannel:
                await context.CompleteActivityWithOutcomesAsync("Other channel");
                break;
            default:
                await context.CompleteActivityWithOutcomesAsync("Not sent");
                break;
        }
    }
}

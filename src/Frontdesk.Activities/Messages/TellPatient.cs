using Frontdesk.Activities.Options;
using Frontdesk.Activities.Safety;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Notices;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using NodaTime.Text;

namespace Frontdesk.Activities.Messages;

/// <summary>
/// Tells a patient, or who may hear in their place, that there is something to do or to read. It waits for sending hours
/// and caps by itself and then checks everything again. What becomes of the message later is heard by the step that waits
/// for the case.
/// </summary>
[NeedsClearance(Clearance.Approval, Input = nameof(Topic), Unless = nameof(NoticeTopic.Referral))]
[Sends(Audience.Person, MindsPermission = true)]
[Waits(WaitEnd.Itself)]
[Activity("Frontdesk", "Messages", "Tells a patient that there is something to do or to read, within sending hours, consent and limits.", DisplayName = "Tell the patient")]
[FlowNode("Sent", "Call", "Not possible")]
public sealed class TellPatient : Activity
{
    /// <summary>The patient.</summary>
    [Input(DisplayName = "Patient", Description = "The patient's id, usually a variable.", Required = true)]
    public Input<string> Patient { get; set; } = new();

    /// <summary>A name for this message within the case; it keeps the message from being sent twice.</summary>
    [Input(DisplayName = "Short name", Description = "A name such as first-text; the same name is never sent twice for one case.", Required = true)]
    [EffectKey]
    public Input<string> Step { get; set; } = new();

    /// <summary>What it is about: Referral or Result.</summary>
    [Input(DisplayName = "Topic", Description = "What it is about; it decides who may hear of it.")]
    public Input<NoticeTopic> Topic { get; set; } = new(NoticeTopic.Referral);

    /// <summary>By which channel.</summary>
    [Input(DisplayName = "Channel", Description = "The way by which it goes.")]
    public Input<Channel> Channel { get; set; } = new(Domain.Channel.Sms);

    /// <summary>The words.</summary>
    [Input(DisplayName = "Template", Description = "The template with the words.", Source = PracticeSource.Templates, Required = true)]
    [MessageText]
    public Input<string> Template { get; set; } = new();

    /// <summary>The practitioner whose specialty may say something.</summary>
    [Input(DisplayName = "Practitioner", Description = "Who it comes from; a sensitive specialty gives the message a neutral sender.", Source = PracticeSource.Practitioners)]
    public Input<string> Practitioner { get; set; } = new();

    /// <summary>It is for the patient alone.</summary>
    [Input(DisplayName = "Confidential", Description = "For the patient alone, whoever else may usually hear.")]
    public Input<bool> Confidential { get; set; } = new(false);

    /// <summary>The link that the message leads to.</summary>
    [Input(DisplayName = "Link", Description = "The id of the link that the message leads to, usually a variable.")]
    public Input<string> Link { get; set; } = new();

    /// <summary>Messages leave from this time of day on the recipient's clock.</summary>
    [Input(DisplayName = "Send from", Description = "Messages leave from this time of day on the recipient's clock, for example 9:00.", Category = "Limits")]
    public Input<string> SendFrom { get; set; } = new("9:00");

    /// <summary>Messages leave before this time of day on the recipient's clock.</summary>
    [Input(DisplayName = "Send until", Description = "Messages leave before this time of day on the recipient's clock, for example 19:00.", Category = "Limits")]
    public Input<string> SendUntil { get; set; } = new("19:00");

    /// <summary>The most messages to one person in a day.</summary>
    [Input(DisplayName = "Most messages in a day", Description = "The most messages to one person in a day, of any kind; 0 for no limit.", Category = "Limits")]
    public Input<int> CapPerDay { get; set; } = new(1);

    /// <summary>The most messages to one person in seven days.</summary>
    [Input(DisplayName = "Most messages in a week", Description = "The most messages to one person in seven days, of any kind; 0 for no limit.", Category = "Limits")]
    public Input<int> CapPerWeek { get; set; } = new(0);

    /// <summary>The number to call, for the port Call.</summary>
    [Output(Description = "The number to call.")]
    [Confidential]
    public Output<string>? CallNumber { get; set; }

    /// <summary>Why it is not possible.</summary>
    [Output(Description = "Why it is not possible.")]
    public Output<string>? Reason { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) => TryAsync(context);

    private static NodaTime.LocalTime Time(string? text) => LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(text ?? string.Empty) is { Success: true } time
        ? time.Value
        : throw new DomainRuleException("sending-hours", $"'{text}' is not a time of day: write 9:00 or 19:00.");

    private async ValueTask TryAsync(ActivityExecutionContext context)
    {
        var rules = new NoticeRules
        {
            SendFrom = Time(context.Get(SendFrom)),
            SendUntil = Time(context.Get(SendUntil)),
            CapPerDay = context.Get(CapPerDay),
            CapPerWeek = context.Get(CapPerWeek),
        };
        switch (await new NoticeDesk(context.Records(), rules, context.GetRequiredService<IEnumerable<INoticeCheck>>()).HandleAsync(await NoticeAsync(context), context.Now()))
        {
            case NoticeDecision.Send send:
                if (send.Message is { } message)
                    context.Send(message);
                await context.CompleteActivityWithOutcomesAsync("Sent");
                break;
            case NoticeDecision.Later later:
                context.CreateBookmark(new CreateBookmarkArgs { Stimulus = "sending-hours", DueAt = later.Until.ToDateTimeOffset(), Callback = TryAsync });
                break;
            case NoticeDecision.Call call:
                context.Set(CallNumber, call.Number.Value, nameof(CallNumber));
                await context.CompleteActivityWithOutcomesAsync("Call");
                break;
            case NoticeDecision.Impossible impossible:
                context.Set(Reason, impossible.Reason.ToString(), nameof(Reason));
                await context.CompleteActivityWithOutcomesAsync("Not possible");
                break;
            default:
                throw new InvalidOperationException("A decision without a meaning.");
        }
    }

    private async ValueTask<Notice> NoticeAsync(ActivityExecutionContext context)
    {
        var caseId = context.CaseId();
        return new Notice(
            $"{caseId}+{context.Get(Step)}",
            caseId,
            new PatientId(context.Get(Patient) ?? string.Empty),
            context.Get(Topic),
            context.Get(Channel),
            context.Get(Template) ?? string.Empty)
        {
            Practitioner = context.Get(Practitioner) is { Length: > 0 } practitioner ? new PractitionerId(practitioner) : null,
            IsConfidential = context.Get(Confidential),
            Link = await AddressAsync(context),
        };
    }

    // The address is made when the message is written, so that no key to what a patient may read lies in a variable.
    private async ValueTask<string> AddressAsync(ActivityExecutionContext context)
    {
        if (context.Get(Link) is not { Length: > 0 } id || await context.Records().FindLinkAsync(new LinkId(id)) is not { } link)
            return string.Empty;
        if (link.Purpose != LinkPurpose.PatientMessage || link.Patient.Value != context.Get(Patient))
            throw new DomainRuleException("link-of-another", "The link is not one for this patient: give the link that 'Open the page' made for the same case.");
        return context.Get(Topic) == NoticeTopic.Result
            ? context.GetRequiredService<LinkAddresses>().Of(link).ToString()
            : throw new DomainRuleException("link-of-result", "The link leads to a message about a result: choose the topic Result, or leave the link out.");
    }
}

using System.ComponentModel;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Activities.Referrals;

/// <summary>What a specialist's desk is told.</summary>
public enum SpecialistMessage
{
    /// <summary>The packet.</summary>
    [Description("The packet")]
    Packet = 0,

    /// <summary>A question how the referral stands.</summary>
    [Description("How does the referral stand?")]
    AskStatus = 1,

    /// <summary>A request for the report.</summary>
    [Description("Where is the report?")]
    AskReport = 2,

    /// <summary>The referral is taken back.</summary>
    [Description("The referral is taken back")]
    Withdrawn = 3,
}

/// <summary>
/// Tells the specialist's desk something, by e-mail, fax or paper as the directory says. Each message carries a fresh link
/// for the answer, and older links stop opening. What left and whereto is written down.
/// </summary>
[Sends(Audience.Partner)]
[Activity("Frontdesk", "Referrals", "Tells the specialist's desk something, with a fresh link for the answer; older links stop opening.", DisplayName = "Tell the specialist")]
[FlowNode("Sent", "On paper", "Not needed", "Authorization does not allow it")]
public sealed class TellSpecialist : CodeActivity
{
    /// <summary>What.</summary>
    [Input(DisplayName = "Message", Description = "What the specialist's desk is told.")]
    public Input<SpecialistMessage> What { get; set; } = new(SpecialistMessage.Packet);

    /// <summary>The link opens for so many days.</summary>
    [Input(DisplayName = "Days that the link opens", Description = "The link for the answer opens for so many days.")]
    public Input<int> LinkDays { get; set; } = new(30);

    /// <summary>The packet, for the port On paper.</summary>
    [Output(Description = "The document to print, for the port 'On paper'.")]
    public Output<string>? Document { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var referral = await context.ReferralAsync();
        var now = context.Now();
        var what = context.Get(What);
        var specialist = await records.FindSpecialistAsync(referral.Specialist) ?? throw new DomainRuleException("missing-record", $"Specialist {referral.Specialist} is not in the directory.");
        if (what == SpecialistMessage.Withdrawn && (referral.SentAt is null || referral.Status == ReferralStatus.Closed))
        {
            await context.CompleteActivityWithOutcomesAsync("Not needed");
            return;
        }

        var key = $"{referral.Id}+{what.ToString().ToLowerInvariant()}-{context.Burst().NewId()}";
        if (what == SpecialistMessage.Packet)
        {
            var today = now.InZone((await new ReferralDesk(records).LocationAsync(referral)).Zone).Date;
            if (!referral.Authorization.Covers(today))
            {
                await context.CompleteActivityWithOutcomesAsync("Authorization does not allow it");
                return;
            }

            var sending = referral.Send(specialist.Channel, specialist.Address, today, now);
            key = ReferralMessages.KeyOf(referral.Id, sending.Number);
            context.Set(Document, referral.Packet!.Value.Value, nameof(Document));
        }

        if (specialist.Channel == SpecialistChannel.Paper)
        {
            await context.CompleteActivityWithOutcomesAsync("On paper");
            return;
        }

        var link = what == SpecialistMessage.Withdrawn
            ? null
            : await SpecialistDesk.NewLinkAsync(records, referral, new LinkId(context.Burst().NewId()), context.Get(LinkDays), now);
        await SendAsync(context, referral, specialist, what, key, link);
        await context.CompleteActivityWithOutcomesAsync("Sent");
    }

    private static async ValueTask SendAsync(ActivityExecutionContext context, Referral referral, Specialist specialist, SpecialistMessage what, string key, SecureLink? link)
    {
        var practice = await context.Records().FindPracticeAsync() ?? throw new DomainRuleException("missing-record", "The practice itself is not in the records.");
        var location = await new ReferralDesk(context.Records()).LocationAsync(referral);
        var address = link is null ? string.Empty : context.GetRequiredService<LinkAddresses>().Of(link).ToString();
        var payload = new JsonObject
        {
            ["to"] = specialist.Address,
            ["subject"] = $"Referral {referral.Number} from {practice.Name}",
            ["text"] = Words(referral, what, practice.Name, location.CallBackPhone.ToNational(), address),
            ["senderName"] = practice.Name,
        };
        if (what == SpecialistMessage.Packet)
            payload["attachments"] = new JsonArray(new JsonObject { ["document"] = referral.Packet!.Value.Value });

        var channel = specialist.Channel == SpecialistChannel.Email ? "email" : "fax";
        context.Burst().Send(new OutboxDraft(key, channel, specialist.Address!, payload.ToJsonString(), InstanceId: context.WorkflowExecutionContext.Id));
    }

    // Nothing about the patient: that is in the packet.
    private static string Words(Referral referral, SpecialistMessage what, string practice, string phone, string link)
    {
        var answer = $"Answer here, without an account: {link}\nThe address opens once. Or call us at {phone}.";
        return what switch
        {
            SpecialistMessage.Packet => $"{practice} refers a patient to you ({ReferralCodes.PriorityOf(referral.Urgency)}, {referral.Number}). The packet is attached.\n{answer}\nIf this is not for you, please say so there or call, and destroy it.",
            SpecialistMessage.AskStatus => $"How does referral {referral.Number} from {practice} stand: is there a date, did the patient come?\n{answer}",
            SpecialistMessage.AskReport => $"{practice} waits for your report on referral {referral.Number}. Please hand it in by the address below and put the referral number on it.\n{answer}",
            _ => $"{practice} has taken referral {referral.Number} back. Nothing more needs to be done. Questions? Call {phone}.",
        };
    }
}

using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels.Tests;

public sealed class TwilioWebhooksTests
{
    private const string Token = "secret-token";
    private readonly MemoryOutbox outbox = new(Given.Clock());
    private readonly Inbox inbox = new();

    private TwilioWebhooks Webhooks => new(new TwilioOptions { AccountSid = "AC1", AuthToken = Token, PublicUrl = "https://desk.example/clinic/" }, outbox, inbox, Given.Clock());

    [Fact]
    public async Task A_signed_text_is_taken_and_answered_with_empty_TwiML()
    {
        var result = await TextAsync(("MessageSid", "SM1"), ("From", "+12065550101"), ("To", "+12065550100"), ("Body", "C"), ("NumMedia", "1"));

        Assert.Equal((200, "text/xml"), (result.Status, result.ContentType));
        Assert.EndsWith("<Response/>", result.Body, StringComparison.Ordinal);
        Assert.Equal(new InboundMessage("SM1", "+12065550101", "+12065550100", "C", Given.Morning, MediaCount: 1), Assert.Single(inbox.Messages));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task A_webhook_without_Twilios_signature_is_rejected_and_does_nothing(string? signature)
    {
        var message = Sent("SM1");
        var text = Fields(("MessageSid", "SM2"), ("From", "+12065550101"), ("To", "+12065550100"), ("Body", "STOP"));
        var status = Fields(("MessageSid", "SM1"), ("MessageStatus", "delivered"));

        Assert.Equal(403, (await Webhooks.ReceiveSmsAsync(TwilioWebhooks.SmsPath, text, signature, default)).Status);
        Assert.Equal(403, (await Webhooks.ReceiveStatusAsync(TwilioWebhooks.StatusPath, status, signature, default)).Status);
        Assert.Empty(inbox.Messages);
        Assert.Equal(OutboxState.Sent, outbox[message.Id].State);
    }

    [Fact]
    public async Task A_signature_for_one_webhook_does_not_open_the_other()
    {
        var form = Fields(("MessageSid", "SM1"), ("MessageStatus", "delivered"), ("From", "+12065550101"), ("To", "+12065550100"));
        var signature = Sign(TwilioWebhooks.StatusPath, form);
        Assert.Equal(403, (await Webhooks.ReceiveSmsAsync(TwilioWebhooks.SmsPath, form, signature, default)).Status);
    }

    [Fact]
    public async Task A_replayed_text_arrives_with_the_same_id_and_is_taken_once()
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await TextAsync(("MessageSid", "SM9"), ("From", "+12065550101"), ("To", "+12065550100"), ("Body", "C"))).Status);
        Assert.Single(inbox.Messages);
    }

    [Fact]
    public async Task A_signed_text_without_sender_is_unreadable() => Assert.Equal(400, (await TextAsync(("MessageSid", "SM1"), ("To", "+12065550100"))).Status);

    [Theory]
    [InlineData("STOP", "STOP")]
    [InlineData("", null)]
    public async Task What_Twilio_did_about_texts_by_itself_comes_with_the_text(string optOutType, string? expected)
    {
        await TextAsync(("MessageSid", "SM1"), ("From", "+12065550101"), ("To", "+12065550100"), ("Body", "please no more"), ("OptOutType", optOutType));
        Assert.Equal(expected, Assert.Single(inbox.Messages).ProviderOptOut);
    }

    [Theory]
    [InlineData("delivered", "", OutboxState.Delivered, null, null)]
    [InlineData("read", "", OutboxState.Delivered, null, null)]
    [InlineData("undelivered", "30003", OutboxState.Failed, "30003", "unreachable")]
    [InlineData("undelivered", "30005", OutboxState.Failed, "30005", "unreachable")]
    [InlineData("undelivered", "30006", OutboxState.Failed, "30006", "landline")]
    [InlineData("undelivered", "30007", OutboxState.Failed, "30007", "blocked-by-carrier")]
    [InlineData("undelivered", "30008", OutboxState.Failed, "30008", "undelivered")]
    [InlineData("failed", "21610", OutboxState.Failed, "21610", "opted-out")]
    [InlineData("failed", "99999", OutboxState.Failed, "99999", "unknown")]
    [InlineData("failed", "", OutboxState.Failed, "failed", "undelivered")]
    public async Task A_report_becomes_the_outcome(string status, string error, OutboxState state, string? code, string? reason)
    {
        var message = Sent("SM1");
        Assert.Equal(200, (await StatusAsync("", ("MessageSid", "SM1"), ("MessageStatus", status), ("ErrorCode", error))).Status);
        Assert.Equal(new OutboxOutcome(state, "SM1", code, reason), outbox[message.Id].Last);
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("accepted")]
    [InlineData("sending")]
    [InlineData("something-new")]
    public async Task A_report_on_the_way_changes_nothing(string status)
    {
        var message = Sent("SM1");
        Assert.Equal(200, (await StatusAsync("", ("MessageSid", "SM1"), ("MessageStatus", status))).Status);
        Assert.Single(outbox[message.Id].Outcomes);
    }

    [Fact]
    public async Task Reports_twice_and_out_of_order_change_nothing()
    {
        var message = Sent("SM1");
        foreach (var status in new[] { "delivered", "sent", "delivered", "undelivered", "queued" })
            Assert.Equal(200, (await StatusAsync("", ("MessageSid", "SM1"), ("MessageStatus", status))).Status);
        Assert.Equal(OutboxState.Delivered, outbox[message.Id].State);
        Assert.Equal(2, outbox[message.Id].Outcomes.Count);
    }

    [Fact]
    public async Task A_report_that_overtakes_the_answer_to_our_request_finds_its_row_by_the_address()
    {
        var message = outbox.Add("sms", "+12065550101", "{}");
        await outbox.LeaseAsync(1, TimeSpan.FromMinutes(1), default);

        await StatusAsync($"?message={message.Id}", ("MessageSid", "SM5"), ("MessageStatus", "delivered"));
        await outbox.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, "SM5"), default);

        Assert.Equal((OutboxState.Delivered, "SM5"), (outbox[message.Id].State, outbox[message.Id].Message.ProviderId));
    }

    [Fact]
    public async Task A_report_on_a_text_that_is_not_ours_is_taken_and_forgotten() =>
        Assert.Equal(200, (await StatusAsync("", ("MessageSid", "SM404"), ("MessageStatus", "delivered"))).Status);

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);

    private static string Sign(string pathAndQuery, Dictionary<string, string> form) => TwilioSignature.Compute(Token, "https://desk.example/clinic" + pathAndQuery, form);

    private OutboxMessage Sent(string sid)
    {
        var message = outbox.Add("sms", "+12065550101", "{}");
        outbox.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, sid), default).AsTask().Wait();
        return message;
    }

    private async Task<WebhookResult> TextAsync(params (string Name, string Value)[] fields)
    {
        var form = Fields(fields);
        return await Webhooks.ReceiveSmsAsync(TwilioWebhooks.SmsPath, form, Sign(TwilioWebhooks.SmsPath, form), default);
    }

    private async Task<WebhookResult> StatusAsync(string query, params (string Name, string Value)[] fields)
    {
        var form = Fields(fields);
        return await Webhooks.ReceiveStatusAsync(TwilioWebhooks.StatusPath + query, form, Sign(TwilioWebhooks.StatusPath + query, form), default);
    }

    private sealed class Inbox : IInboundMessages
    {
        private readonly Dictionary<string, InboundMessage> byId = new(StringComparer.Ordinal);

        public IReadOnlyCollection<InboundMessage> Messages => byId.Values;

        public ValueTask ReceiveAsync(InboundMessage message, CancellationToken cancellationToken)
        {
            byId.TryAdd(message.ProviderId, message);
            return ValueTask.CompletedTask;
        }
    }
}

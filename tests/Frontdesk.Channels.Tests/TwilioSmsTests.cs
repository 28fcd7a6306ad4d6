using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Channels.Tests;

public sealed class TwilioSmsTests : IAsyncDisposable
{
    private const string To = "+12065550101";
    private const string Payload = """{"to":"+12065550101","body":"Harbor Family Practice: Mon 9:30. Reply C & come, R to move ☎"}""";
    private const string Body = "Harbor Family Practice: Mon 9:30. Reply C & come, R to move ☎";
    private readonly FakeTimeProvider clock = Given.Clock();
    private readonly Log log = new();
    private FakeTwilio? twilio;
    private ServiceProvider? services;

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        if (twilio is not null)
            await twilio.DisposeAsync();
        log.Dispose();
    }

    [Fact]
    public async Task A_text_is_posted_as_a_form_and_its_sid_is_the_provider_id()
    {
        var sms = await ChannelAsync(("MessagingServiceSid", "MG1"), ("PublicUrl", "https://desk.example"));
        var result = await sms.SendAsync(Given.Message("sms", To, Payload), default);

        Assert.Equal(new SendResult(SendAnswer.Accepted, twilio!.Messages.Single()["sid"]!.ToString()), result);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["To"] = To,
                ["Body"] = Body,
                ["MessagingServiceSid"] = "MG1",
                ["SmartEncoded"] = "false",
                ["StatusCallback"] = "https://desk.example/webhooks/twilio/status?message=row-1",
            },
            twilio.Posts.Single());
    }

    [Fact]
    public async Task Without_a_messaging_service_the_practices_number_sends_and_without_a_public_address_nothing_is_reported_back()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        await sms.SendAsync(Given.Message("sms", To, Payload), default);
        Assert.Equal(["Body", "From", "SmartEncoded", "To"], twilio!.Posts.Single().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_API_key_signs_requests_in_place_of_the_accounts_secret()
    {
        twilio = await FakeTwilio.StartAsync(clock, "SK1", "key-secret");
        var sms = await ChannelAsync(("FromNumber", "+12065550100"), ("ApiKeySid", "SK1"), ("ApiKeySecret", "key-secret"));
        Assert.Equal(SendAnswer.Accepted, (await sms.SendAsync(Given.Message("sms", To, Payload), default)).Answer);
    }

    [Fact]
    public async Task Refused_credentials_leave_the_text_waiting_and_name_the_setting_but_no_secret_and_no_number()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"), ("AuthToken", "wrong-secret"));
        var result = await sms.SendAsync(Given.Message("sms", To, Payload), default);

        Assert.Equal(new SendResult(SendAnswer.NotSent, Code: "20003"), result);
        Assert.Contains("Frontdesk:Channels:Twilio:AccountSid and AuthToken", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("2065550101", log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21610, "opted-out")]
    [InlineData(21211, "bad-number")]
    [InlineData(21614, "landline")]
    [InlineData(30004, "blocked-by-carrier")]
    [InlineData(21617, "unknown")]
    public async Task A_refused_text_is_final_with_its_code_and_our_word(int code, string reason)
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        twilio!.ErrorCode = code;
        twilio.Answers.Enqueue(FakeTwilio.Answer.HandsItBack);
        var result = await sms.SendAsync(Given.Message("sms", To, Payload), default);
        Assert.Equal(new SendResult(SendAnswer.Refused, Code: code.ToString(System.Globalization.CultureInfo.InvariantCulture), Reason: reason), result);
    }

    [Fact]
    public async Task Too_many_requests_wait_as_long_as_Twilio_asks()
    {
        var outbox = await DispatchOnceAsync(FakeTwilio.Answer.Limits);
        var outcome = outbox["m1"].Last;
        Assert.Equal((OutboxState.Pending, "20429"), (outcome.State, outcome.Code));
        Assert.Equal(Given.Morning.AddMinutes(10), outcome.RetryAt);
    }

    [Theory]
    [InlineData((int)FakeTwilio.Answer.TakesAndFails)]
    [InlineData((int)FakeTwilio.Answer.TakesAndBreaksOff)]
    [InlineData((int)FakeTwilio.Answer.TakesAndAnswersGarbage)]
    public async Task A_text_that_Twilio_took_without_telling_is_found_and_not_sent_again(int answer)
    {
        var outbox = await DispatchOnceAsync((FakeTwilio.Answer)answer);
        Assert.Equal(OutboxState.Unknown, outbox["m1"].State);

        await AgainAsync(outbox);

        Assert.Equal((OutboxState.Sent, twilio!.Messages.Single()["sid"]!.ToString()), (outbox["m1"].State, outbox["m1"].Message.ProviderId));
        Assert.Single(twilio.Posts);
        Assert.Single(twilio.Lists);
    }

    [Fact]
    public async Task A_text_that_Twilio_did_not_take_is_sent_after_asking()
    {
        var outbox = await DispatchOnceAsync(FakeTwilio.Answer.Fails);
        await AgainAsync(outbox);
        Assert.Equal(OutboxState.Sent, outbox["m1"].State);
        Assert.Equal(2, twilio!.Posts.Count);
        Assert.Single(twilio.Messages);
    }

    [Fact]
    public async Task While_Twilio_cannot_be_asked_nothing_is_sent_again()
    {
        var outbox = await DispatchOnceAsync(FakeTwilio.Answer.TakesAndFails);
        twilio!.ListFailures = 3;
        for (var i = 0; i < 3; i++)
            await AgainAsync(outbox);
        Assert.Equal(OutboxState.Unknown, outbox["m1"].State);
        await AgainAsync(outbox);
        Assert.Equal(OutboxState.Sent, outbox["m1"].State);
        Assert.Single(twilio.Posts);
    }

    [Fact]
    public async Task Only_a_later_text_of_ours_with_the_same_words_is_the_one_looked_for()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        twilio!.Put(To, Body, Given.Morning.AddHours(-1));
        twilio.Put(To, Body, Given.Morning.AddSeconds(5), direction: "inbound");
        twilio.Put(To, "Other words", Given.Morning.AddSeconds(5));
        twilio.Put("+12065550199", Body, Given.Morning.AddSeconds(5));
        Assert.Null(await sms.FindAsync(Given.Message("sms", To, Payload, OutboxState.Unknown), default));

        var ours = twilio.Put(To, "Sent from your Twilio trial account - " + Body, Given.Morning.AddSeconds(5));
        Assert.Equal(ours["sid"]!.ToString(), (await sms.FindAsync(Given.Message("sms", To, Payload, OutboxState.Unknown), default))?.ProviderId);
    }

    [Fact]
    public async Task Every_page_of_the_list_is_read()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        var ours = twilio!.Put(To, Body, Given.Morning);
        for (var i = 0; i < 7; i++)
            twilio.Put(To, "Other words", Given.Morning.AddMinutes(i));
        twilio.PageSize = 3;
        Assert.Equal(ours["sid"]!.ToString(), (await sms.FindAsync(Given.Message("sms", To, Payload, OutboxState.Unknown), default))?.ProviderId);
        Assert.Equal(3, twilio.Lists.Count);
    }

    [Fact]
    public async Task A_text_found_undelivered_is_final()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        twilio!.Put(To, Body, Given.Morning, status: "undelivered")["error_code"] = 30007;
        var found = await sms.FindAsync(Given.Message("sms", To, Payload, OutboxState.Unknown), default);
        Assert.Equal((SendAnswer.Refused, "30007", "blocked-by-carrier"), (found?.Answer, found?.Code, found?.Reason));
    }

    [Fact]
    public async Task A_server_that_is_not_there_was_certainly_not_sent_to()
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        await twilio!.DisposeAsync();
        twilio = null;
        Assert.Equal(SendAnswer.NotSent, (await sms.SendAsync(Given.Message("sms", To, Payload), default)).Answer);
        Assert.Equal(SendAnswer.NotSent, (await sms.FindAsync(Given.Message("sms", To, Payload), default))?.Answer);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"to":"+12065550101","body":""}""")]
    public async Task A_payload_without_recipient_or_words_is_not_sent(string payload)
    {
        var sms = await ChannelAsync(("FromNumber", "+12065550100"));
        Assert.Equal(new SendResult(SendAnswer.Refused, Reason: "unsendable"), await sms.SendAsync(Given.Message("sms", To, payload), default));
        Assert.Empty(twilio!.Posts);
    }

    private async Task<IChannel> ChannelAsync(params (string Name, string Value)[] settings)
    {
        twilio ??= await FakeTwilio.StartAsync(clock);
        var given = settings.Select(s => ($"Twilio:{s.Name}", s.Value))
            .Concat([("Twilio:AccountSid", FakeTwilio.Account), ("Twilio:BaseUrl", twilio.Url)])
            .Concat(settings.Any(s => s.Name is "AuthToken" or "ApiKeySid") ? [] : [("Twilio:AuthToken", "token")]);
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddFrontdeskChannels(Given.Settings([.. given]))
            .BuildServiceProvider();
        return services.GetServices<IChannel>().Single(c => c.Name == "sms");
    }

    private async Task<MemoryOutbox> DispatchOnceAsync(FakeTwilio.Answer answer)
    {
        var outbox = new MemoryOutbox(clock);
        outbox.Add("sms", To, Payload);
        _ = await ChannelAsync(("FromNumber", "+12065550100"));
        twilio!.Answers.Enqueue(answer);
        await AgainAsync(outbox);
        return outbox;
    }

    private async Task AgainAsync(MemoryOutbox outbox)
    {
        if (outbox["m1"].Message.NotBefore > clock.GetUtcNow())
            clock.SetUtcNow(outbox["m1"].Message.NotBefore);
        Assert.Equal(1, await Given.Dispatcher(outbox, clock, log, null, [.. services!.GetServices<IChannel>()]).DispatchAsync(default));
    }
}

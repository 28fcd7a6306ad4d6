using Frontdesk.Channels.Dispatch;
using Frontdesk.Channels.Email;
using Frontdesk.Channels.Http;
using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Frontdesk.Channels.Tests;

public sealed class ChannelOptionsTests
{
    private static readonly (string, string)[] Twilio = [("Twilio:AccountSid", "AC1"), ("Twilio:AuthToken", "t"), ("Twilio:FromNumber", "+12065550100")];
    private static readonly (string, string)[] Smtp = [("Smtp:Host", "mail.example"), ("Smtp:User", "u"), ("Smtp:Password", "s3cret"), ("Smtp:FromAddress", "desk@practice.example")];
    private static readonly (string, string)[] Bounces = [("Bounces:Host", "mail.example"), ("Bounces:User", "u"), ("Bounces:Password", "s3cret")];

    [Fact]
    public void Without_credentials_texts_and_emails_are_captured()
    {
        var channels = Services([]).GetServices<IChannel>().ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.IsType<CapturedChannel>(channels["sms"]);
        Assert.IsType<CapturedChannel>(channels["email"]);
        Assert.IsType<HttpCall>(channels["http"]);
    }

    [Fact]
    public void With_credentials_they_leave()
    {
        var services = Services([.. Twilio, .. Smtp, .. Bounces]);
        var channels = services.GetServices<IChannel>().ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.IsType<TwilioSms>(channels["sms"]);
        Assert.IsType<SmtpEmail>(channels["email"]);
        Assert.NotNull(services.GetRequiredService<OutboxDispatcher>());
        Assert.NotNull(services.GetRequiredService<TwilioWebhooks>());
        Assert.Equal(2, services.GetServices<IHostedService>().Count());
    }

    [Fact]
    public void The_parts_of_the_mail_address_serve_where_nothing_else_is_said() =>
        Assert.EndsWith("@practice.example", EmailMessage.Read("""{"to":"a@b.example","subject":"s","text":"t"}""")!.ToMime("k", ChannelOptions.Read(Given.Settings(Smtp)).Smtp, Given.Morning)!.MessageId, StringComparison.Ordinal);

    [Theory]
    [InlineData("Twilio:AccountSid", "", "Twilio:AccountSid")]
    [InlineData("Twilio:AccountSid", "SK1", "Twilio:AccountSid")]
    [InlineData("Twilio:AuthToken", "", "Twilio:AuthToken")]
    [InlineData("Twilio:ApiKeySid", "SK1", "Twilio:ApiKeySecret")]
    [InlineData("Twilio:ApiKeySecret", "x", "Twilio:ApiKeySid")]
    [InlineData("Twilio:FromNumber", "", "Twilio:MessagingServiceSid")]
    [InlineData("Twilio:FromNumber", "2065550100", "Twilio:FromNumber")]
    [InlineData("Twilio:MessagingServiceSid", "MG1", "Twilio:MessagingServiceSid")]
    [InlineData("Twilio:BaseUrl", "http://api.twilio.com", "Twilio:BaseUrl")]
    [InlineData("Twilio:PublicUrl", "desk.example", "Twilio:PublicUrl")]
    [InlineData("Smtp:Host", "", "Smtp:Host")]
    [InlineData("Smtp:Port", "0", "Smtp:Port")]
    [InlineData("Smtp:Port", "s3cret-port", "Smtp:Port")]
    [InlineData("Smtp:Security", "Auto", "Smtp:Security")]
    [InlineData("Smtp:Security", "None", "Smtp:Security")]
    [InlineData("Smtp:Password", "", "Smtp:Password")]
    [InlineData("Smtp:User", "", "Smtp:User")]
    [InlineData("Smtp:FromAddress", "desk", "Smtp:FromAddress")]
    [InlineData("Smtp:MessageIdDomain", "prac tice", "Smtp:MessageIdDomain")]
    [InlineData("Smtp:TrustedCertificates", "/nowhere.pem", "Smtp:TrustedCertificates")]
    [InlineData("Fax:GatewayDomain", "fax desk", "Fax:GatewayDomain")]
    [InlineData("Bounces:Host", "", "Bounces:Host")]
    [InlineData("Bounces:Interval", "00:00:01", "Bounces:Interval")]
    [InlineData("Http:MaxAttempts", "0", "Http:MaxAttempts")]
    [InlineData("Http:Timeout", "00:00:00", "Http:Timeout")]
    [InlineData("Dispatch:Parallelism", "0", "Dispatch:Parallelism")]
    [InlineData("Dispatch:LongestRetry", "00:00:01", "Dispatch:LongestRetry")]
    [InlineData("Dispatch:Lease", "00:00:59", "Dispatch:Lease")]
    public void A_wrong_setting_is_named_at_start_up_and_no_secret_is_shown(string name, string value, string named)
    {
        var settings = Twilio.Concat(Smtp).Concat(Bounces).Where(s => s.Item1 != name).Append((name, value)).ToArray();
        var e = Assert.Throws<ChannelSettingException>(() => new ServiceCollection().AddFrontdeskChannels(Given.Settings(settings)));
        Assert.Equal("Frontdesk:Channels:" + named, e.Setting);
        Assert.StartsWith(e.Setting, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhooks_need_the_secret_that_signs_them()
    {
        var e = Assert.Throws<ChannelSettingException>(() => ChannelOptions.Read(Given.Settings(
            ("Twilio:AccountSid", "AC1"), ("Twilio:ApiKeySid", "SK1"), ("Twilio:ApiKeySecret", "x"), ("Twilio:FromNumber", "+12065550100"), ("Twilio:PublicUrl", "https://desk.example"))));
        Assert.Equal("Frontdesk:Channels:Twilio:AuthToken", e.Setting);
    }

    [Fact]
    public void Faxes_need_the_mail_server_that_they_leave_by()
    {
        var e = Assert.Throws<ChannelSettingException>(() => ChannelOptions.Read(Given.Settings(("Fax:GatewayDomain", "fax.example"))));
        Assert.Equal("Frontdesk:Channels:Fax:GatewayDomain", e.Setting);
    }

    [Fact]
    public void A_mail_server_on_this_machine_may_do_without_protection_and_account()
    {
        var options = ChannelOptions.Read(Given.Settings(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", "25"), ("Smtp:Security", "None"), ("Smtp:FromAddress", "desk@practice.example")));
        Assert.True(options.Smtp.IsConfigured);
    }

    private static ServiceProvider Services((string, string)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IOutbox>(new MemoryOutbox(Given.Clock()))
            .AddSingleton<IInboundMessages, NoInbox>()
            .AddSingleton<IAttachments>(new Documents())
            .AddFrontdeskChannels(Given.Settings(settings))
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

    private sealed class NoInbox : IInboundMessages
    {
        public ValueTask ReceiveAsync(InboundMessage message, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}

using Frontdesk.Channels.Email;
using Frontdesk.Engine.Outbox;
using MimeKit;

namespace Frontdesk.Channels.Tests;

public sealed class SmtpEmailTests(SmtpServer server) : IDisposable
{
    private readonly Log log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task An_email_arrives_as_text_and_HTML_from_the_practice()
    {
        var result = await SendAsync(server.Options(), "ana@patients.example", subject: "Your visit on Monday – ¡bienvenida!");

        var mail = Assert.Single(server.MailTo("ana@patients.example"));
        Assert.Equal(new SendResult(SendAnswer.Accepted, mail.MessageId), result);
        Assert.Equal("Your visit on Monday – ¡bienvenida!", mail.Subject);
        Assert.Equal("\"Harbor Family Practice\" <desk@practice.example>", mail.From.ToString());
        Assert.Equal(Given.Morning, mail.Date);
        Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(("See you at 9:30.", "<p>See you at <b>9:30</b>.</p>"), (mail.TextBody?.Trim(), mail.HtmlBody?.Trim()));
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
    }

    [Fact]
    public async Task A_neutral_sender_name_replaces_the_practices()
    {
        await SendAsync(server.Options(), "quiet@patients.example", senderName: "Your care team\r\nBcc: someone@else.example");
        var mail = Assert.Single(server.MailTo("quiet@patients.example"));
        Assert.Equal("Your care team Bcc: someone@else.example", Assert.Single(mail.From.Mailboxes).Name);
        Assert.Empty(mail.Bcc);
    }

    [Fact]
    public async Task The_Message_ID_is_made_from_the_idempotency_key_alone_and_does_not_show_it()
    {
        await SendAsync(server.Options(), "twice@patients.example");
        await SendAsync(server.Options(), "twice@patients.example");
        var ids = server.MailTo("twice@patients.example").Select(m => m.MessageId).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Equal(ids[0], ids[1]);
        Assert.Matches("^[0-9a-f]{40}@mail\\.practice\\.example$", ids[0]);
        Assert.NotEqual(ids[0], EmailMessage.MessageIdOf("reminder:1:3:r3:p4", "mail.practice.example"));
    }

    [Fact]
    public async Task An_answer_that_is_lost_makes_the_same_message_arrive_again_under_the_same_id()
    {
        var clock = Given.Clock();
        var outbox = new MemoryOutbox(clock);
        outbox.Add("email", "lost@patients.example", Payload("lost@patients.example"));
        var dispatcher = Given.Dispatcher(outbox, clock, log, null, new SmtpEmail(server.Options(), clock, new Documents(), log.For<SmtpEmail>()));

        await dispatcher.DispatchAsync(default);
        Assert.Equal(OutboxState.Unknown, outbox["m1"].State);
        clock.SetUtcNow(outbox["m1"].Message.NotBefore);
        await dispatcher.DispatchAsync(default);

        Assert.Equal(OutboxState.Sent, outbox["m1"].State);
        var mails = server.MailTo("lost@patients.example");
        Assert.Equal(2, mails.Count);
        Assert.Equal(outbox["m1"].Message.ProviderId, Assert.Single(mails.Select(m => m.MessageId).Distinct(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("unknown@patients.example", SendAnswer.Refused, "550 5.1.1", "bad-address")]
    [InlineData("gone@patients.example", SendAnswer.Refused, "550", "bad-address")]
    [InlineData("full@patients.example", SendAnswer.Refused, "552 5.2.2", "rejected")]
    [InlineData("later@patients.example", SendAnswer.NotSent, "451 4.7.1", null)]
    public async Task The_servers_answer_becomes_the_outcome(string to, SendAnswer answer, string code, string? reason)
    {
        Assert.Equal(new SendResult(answer, Code: code, Reason: reason), await SendAsync(server.Options(), to));
        Assert.Empty(server.MailTo(to));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@patients.example, b@patients.example")]
    [InlineData("a@patients.example\r\nBcc: b@patients.example")]
    public async Task What_is_not_one_address_is_not_sent(string to) =>
        Assert.Equal(new SendResult(SendAnswer.Refused, Reason: "bad-address"), await SendAsync(server.Options(), to));

    [Fact]
    public async Task A_refused_account_leaves_the_email_waiting_and_names_the_settings_without_the_password()
    {
        var options = server.Options();
        options.Password = "wrong horse";
        Assert.Equal(SendAnswer.NotSent, (await SendAsync(options, "ben@patients.example")).Answer);
        Assert.Contains("Frontdesk:Channels:Smtp:Password", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ben@", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_sender_is_the_practices_to_correct_and_not_the_patients_failure()
    {
        var options = server.Options();
        options.FromAddress = "forged@practice.example";
        Assert.Equal(new SendResult(SendAnswer.NotSent, Code: "550 5.7.1"), await SendAsync(options, "cy@patients.example"));
        Assert.Contains("Frontdesk:Channels:Smtp:FromAddress", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_neither_password_nor_message()
    {
        var options = server.Options();
        options.TrustedCertificates = string.Empty;
        Assert.Equal(SendAnswer.NotSent, (await SendAsync(options, "dee@patients.example")).Answer);
        Assert.Contains("certificate is not trusted", log.Text, StringComparison.Ordinal);
        Assert.Empty(server.MailTo("dee@patients.example"));
    }

    [Fact]
    public async Task A_trusted_certificate_under_another_name_is_not_trusted()
    {
        var options = server.Options();
        options.Host = "127.0.0.1";
        Assert.Equal(SendAnswer.NotSent, (await SendAsync(options, "eve@patients.example")).Answer);
        Assert.Contains("certificate is not trusted", log.Text, StringComparison.Ordinal);
        Assert.Empty(server.MailTo("eve@patients.example"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_was_certainly_not_sent_to()
    {
        var options = server.Options();
        options.Port = 1;
        Assert.Equal(SendAnswer.NotSent, (await SendAsync(options, "fay@patients.example")).Answer);
    }

    private static string Payload(string to, string subject = "Your visit", string? senderName = null) =>
        System.Text.Json.JsonSerializer.Serialize(new { to, subject, text = "See you at 9:30.", html = "<p>See you at <b>9:30</b>.</p>", senderName });

    private async Task<SendResult> SendAsync(SmtpOptions options, string to, string subject = "Your visit", string? senderName = null) =>
        await new SmtpEmail(options, Given.Clock(), new Documents(), log.For<SmtpEmail>()).SendAsync(Given.Message("email", to, Payload(to, subject, senderName)), default);
}

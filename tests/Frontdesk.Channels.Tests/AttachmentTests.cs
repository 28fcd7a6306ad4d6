using System.Text.Json.Nodes;
using Frontdesk.Channels.Email;
using Frontdesk.Channels.Fax;
using Frontdesk.Engine.Outbox;
using MimeKit;
using Xunit;

namespace Frontdesk.Channels.Tests;

/// <summary>Documents that go with e-mails and faxes, through a real mail server.</summary>
public sealed class AttachmentTests(SmtpServer server) : IDisposable
{
    private static readonly byte[] Pdf = [.. Enumerable.Range(0, 3_000).Select(i => (byte)(i * 7))];
    private readonly Log log = new();

    [Fact]
    public async Task A_document_arrives_with_its_name_and_every_byte()
    {
        var result = await Mail().SendAsync(Message("email", "records@specialist.example"), default);

        Assert.Equal(SendAnswer.Accepted, result.Answer);
        var mail = Assert.Single(server.MailTo("records@specialist.example"));
        var attached = Assert.IsType<MimePart>(Assert.Single(mail.Attachments));
        Assert.Equal(("referral.pdf", "application/pdf"), (attached.FileName, attached.ContentType.MimeType));
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        Assert.Equal(Pdf, content.ToArray());
        Assert.Equal("Please see the attached referral.", mail.TextBody?.Trim());
    }

    [Fact]
    public async Task A_message_whose_document_is_missing_does_not_leave_without_it()
    {
        var mail = new SmtpEmail(server.Options(), Given.Clock(), new Documents(), log.For<SmtpEmail>());
        var result = await mail.SendAsync(Message("email", "half@specialist.example"), default);

        Assert.Equal(new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable), result);
        Assert.Empty(server.MailTo("half@specialist.example"));
    }

    [Fact]
    public async Task A_fax_goes_to_the_gateway_by_number()
    {
        var fax = new FaxByEmail(Mail(), new FaxOptions { GatewayDomain = "fax.example" });
        Assert.Equal("fax", fax.Name);
        Assert.Equal(SendAnswer.Accepted, (await fax.SendAsync(Message("fax", "+12125550142"), default)).Answer);
        Assert.Single(Assert.Single(server.MailTo("12125550142@fax.example")).Attachments);
    }

    [Theory]
    [InlineData("{\"to\":\"none\",\"subject\":\"s\",\"text\":\"t\"}", "bad-number")]
    [InlineData("no json", "unsendable")]
    public async Task A_fax_that_cannot_be_sent_says_why(string payload, string reason)
    {
        var fax = new FaxByEmail(Mail(), new FaxOptions { GatewayDomain = "fax.example" });
        Assert.Equal(new SendResult(SendAnswer.Refused, Reason: reason), await fax.SendAsync(Given.Message("fax", "none", payload), default));
    }

    public void Dispose() => log.Dispose();

    private SmtpEmail Mail() =>
        new(server.Options(), Given.Clock(), new Documents(("doc-1", new AttachedDocument("referral.pdf", "application/pdf", Pdf))), log.For<SmtpEmail>());

    private static OutboxMessage Message(string channel, string to) => Given.Message(channel, to, new JsonObject
    {
        ["to"] = to,
        ["subject"] = "Referral",
        ["text"] = "Please see the attached referral.",
        ["attachments"] = new JsonArray(new JsonObject { ["document"] = "doc-1" }),
    }.ToJsonString());
}

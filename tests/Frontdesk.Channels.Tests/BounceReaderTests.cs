using System.Text;
using Frontdesk.Channels.Email;
using Frontdesk.Engine.Outbox;
using MimeKit;

namespace Frontdesk.Channels.Tests;

public sealed class BounceReaderTests
{
    [Theory]
    [InlineData("message/rfc822")]
    [InlineData("text/rfc822-headers")]
    public void A_permanent_failure_names_the_email_that_we_sent(string original)
    {
        var bounce = BounceReader.Read(Notification(original: original));
        Assert.Equal(new Bounce("abc123@mail.practice.example", "5.1.1"), bounce);
        Assert.Equal(new OutboxOutcome(OutboxState.Failed, "abc123@mail.practice.example", "5.1.1", "bounced"), bounce!.Outcome);
    }

    [Theory]
    [InlineData("5.1.1 (bad destination mailbox address)", "5.1.1")]
    [InlineData("5.2.2", "5.2.2")]
    public void The_status_is_read_without_its_comment(string written, string status) =>
        Assert.Equal(status, BounceReader.Read(Notification(status: written))?.Status);

    [Theory]
    [InlineData("delayed", "4.4.1")]
    [InlineData("failed", "4.4.7")]
    [InlineData("delivered", "2.0.0")]
    [InlineData("relayed", "2.0.0")]
    public void Delays_and_confirmations_are_no_bounces(string action, string status) =>
        Assert.Null(BounceReader.Read(Notification(action, status)));

    [Fact]
    public void A_notification_without_the_original_is_read_by_what_it_answers()
    {
        Assert.Equal("reply@mail.practice.example", BounceReader.Read(Notification(original: null, inReplyTo: "<reply@mail.practice.example>"))?.MessageId);
        Assert.Null(BounceReader.Read(Notification(original: null)));
    }

    [Fact]
    public void A_letter_that_only_speaks_of_failure_is_no_bounce() =>
        Assert.Null(BounceReader.Read(new MimeMessage { Subject = "Undelivered Mail Returned to Sender", Body = new TextPart("plain") { Text = "Action: failed\nStatus: 5.1.1" } }));

    /// <summary>A delivery status notification as mail servers write it.</summary>
    internal static MimeMessage Notification(string action = "failed", string status = "5.1.1", string? original = "message/rfc822", string? inReplyTo = null, string messageId = "abc123@mail.practice.example")
    {
        var text = $"""
            From: MAILER-DAEMON@mail.example
            To: desk@practice.example
            Subject: Undelivered Mail Returned to Sender
            {(inReplyTo is null ? "X-Note: none" : $"In-Reply-To: {inReplyTo}")}
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/plain

            I'm sorry to have to inform you that your message could not be delivered.
            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example
            Arrival-Date: Mon, 2 Mar 2026 14:00:00 +0000

            Final-Recipient: rfc822; ana@patients.example
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; 550 no such mailbox

            {(original is null ? string.Empty : $"--b1\nContent-Type: {original}\n\nMessage-ID: <{messageId}>\nFrom: desk@practice.example\nSubject: Your visit\n\n")}
            --b1--
            """;
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal)));
        return MimeMessage.Load(stream);
    }
}

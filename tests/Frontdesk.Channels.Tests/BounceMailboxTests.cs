using Frontdesk.Channels.Email;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Frontdesk.Channels.Tests;

public sealed class BounceMailboxTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = Given.Clock();
    private readonly ImapServer server = new();
    private readonly Log log = new();
    private readonly MemoryOutbox outbox;

    public BounceMailboxTests() => outbox = new MemoryOutbox(clock);

    public async ValueTask DisposeAsync()
    {
        log.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_returned_email_fails_the_one_that_was_sent_and_is_marked_as_read()
    {
        var sent = await SentAsync("abc123@mail.practice.example");
        var other = await SentAsync("other@mail.practice.example");
        server.Put(Letter());
        server.Put(BounceReaderTests.Notification());

        Assert.Equal(1, await Mailbox().ReadAsync(default));

        Assert.Equal(new OutboxOutcome(OutboxState.Failed, "abc123@mail.practice.example", "5.1.1", "bounced"), outbox[sent.Id].Last);
        Assert.Equal(OutboxState.Sent, outbox[other.Id].State);
        Assert.Empty(server.Mail[0].Flags);
        Assert.Contains("\\Seen", server.Mail[1].Flags);
    }

    [Fact]
    public async Task What_was_looked_at_is_not_fetched_again_until_the_mailbox_is_numbered_anew()
    {
        server.Put(Letter());
        server.Put(BounceReaderTests.Notification(messageId: "someone@else.example"));
        var mailbox = Mailbox();
        Assert.Equal(0, await mailbox.ReadAsync(default));
        Assert.Equal(0, await mailbox.ReadAsync(default));
        Assert.Equal(2, server.Fetched);

        var sent = await SentAsync("abc123@mail.practice.example");
        server.Put(BounceReaderTests.Notification());
        Assert.Equal(1, await mailbox.ReadAsync(default));
        Assert.Equal(3, server.Fetched);
        Assert.Equal(OutboxState.Failed, outbox[sent.Id].State);

        server.UidValidity = 2;
        await mailbox.ReadAsync(default);
        Assert.Equal(5, server.Fetched);
    }

    [Fact]
    public async Task A_letter_too_large_to_be_a_notification_is_not_fetched()
    {
        server.Put(new MimeMessage { Subject = "Scan", Body = new TextPart("plain") { Text = new string('x', 1_000_001) } });
        Assert.Equal(0, await Mailbox().ReadAsync(default));
        Assert.Equal(0, server.Fetched);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_read_is_told_without_its_password_and_tried_again()
    {
        using var stop = new CancellationTokenSource();
        var options = Options();
        options.Password = "wrong horse";
        var running = new BounceMailbox(options, outbox, clock, log.For<BounceMailbox>()).RunAsync(stop.Token);
        while (log.Text.Split("could not be read").Length < 3 && !running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await running;
        Assert.Contains("Frontdesk:Channels:Bounces", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", log.Text, StringComparison.Ordinal);
    }

    private static MimeMessage Letter() => new() { Subject = "A question", Body = new TextPart("plain") { Text = "May I bring my dog?" } };

    private BounceOptions Options() => new() { Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, User = "desk", Password = "secret" };

    private BounceMailbox Mailbox() => new(Options(), outbox, clock, log.For<BounceMailbox>());

    private async Task<OutboxMessage> SentAsync(string providerId)
    {
        var message = outbox.Add("email", "ana@patients.example", "{}");
        await outbox.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, providerId), default);
        return message;
    }
}

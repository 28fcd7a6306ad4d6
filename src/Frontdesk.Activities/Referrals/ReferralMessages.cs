using System.Globalization;
using Frontdesk.Activities.Messages;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Outbox;
using NodaTime;

namespace Frontdesk.Activities.Referrals;

/// <summary>Hears what became of packets and of messages to patients about referrals, and writes it on the referral.</summary>
public sealed class ReferralMessages(IPracticeRecords records) : ICaseMessages
{
    private const string Packet = "packet-";

    /// <summary>The template of the message that the specialist's answer is here.</summary>
    private const string Answered = "referral-answered";

    /// <summary>The key of a packet's message.</summary>
    public static string KeyOf(ReferralId referral, int number) => string.Create(CultureInfo.InvariantCulture, $"{referral}+{Packet}{number}");

    /// <inheritdoc/>
    public async ValueTask<bool> TakeAsync(OutboxMessage message, OutboxOutcome outcome, Instant now, CancellationToken cancellationToken)
    {
        if (message.IdempotencyKey.Split('+', 2) is not [{ Length: > 0 and <= 64 } id, var step] || await FindAsync(id, cancellationToken) is not { } referral)
            return false;

        if (step.StartsWith(Packet, StringComparison.Ordinal) && int.TryParse(step[Packet.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            RecordPacket(referral, number, outcome, now);
        else if (await records.FindSentAsync(message.IdempotencyKey, cancellationToken) is { TemplateKey: Answered })
            RecordNotice(referral, outcome, now);

        return true;
    }

    private static void RecordPacket(Referral referral, int number, OutboxOutcome outcome, Instant now)
    {
        if (outcome.State == OutboxState.Delivered)
            referral.RecordSending(number, "delivered", isLost: false, mayBeElsewhere: false, now);
        else if (outcome.State == OutboxState.Failed)
            referral.RecordSending(number, outcome.Reason ?? outcome.Code ?? "failed", isLost: true, mayBeElsewhere: outcome.Reason is "wrong-recipient", now);
    }

    private static void RecordNotice(Referral referral, OutboxOutcome outcome, Instant now)
    {
        if (referral.Status != ReferralStatus.ProviderReviewed)
            return;

        if (outcome.State == OutboxState.Delivered)
            referral.Inform("message", now);
        else if (outcome.State == OutboxState.Failed)
            referral.Tell(ReferralSignal.NotInformed, now);
    }

    private async ValueTask<Referral?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await records.FindReferralAsync(new ReferralId(id), cancellationToken);
        }
        catch (InvalidValueException)
        {
            // Keys of other duties may begin with what is no id.
            return null;
        }
    }
}

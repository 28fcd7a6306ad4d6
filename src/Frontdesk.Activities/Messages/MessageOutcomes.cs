using System.Text.Json.Nodes;
using Frontdesk.Activities.Appointments;
using Frontdesk.Activities.Supplies;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using NodaTime;

namespace Frontdesk.Activities.Messages;

/// <summary>
/// Writes down what became of messages, learns from failures (a landline, a wrong number, an opt-out at the carrier) and
/// tells the process of the visit when a reminder did not arrive. A message without such a process becomes a task.
/// </summary>
public sealed class MessageOutcomes(IPracticeRecords records, IEnumerable<ICaseMessages> cases) : IOutcomeListener
{
    /// <summary>The event of a message that did not arrive and that no visit's process looks after.</summary>
    public const string UndeliveredEvent = "MessageUndelivered";

    /// <summary>The event that tells a case's process (a referral, a result) that a message about it did not arrive.</summary>
    public const string NoticeNotDeliveredEvent = "NoticeNotDelivered";

    /// <inheritdoc/>
    public async ValueTask OutcomeRecordedAsync(BurstTransaction burst, OutboxMessage message, OutboxOutcome outcome, CancellationToken cancellationToken)
    {
        if (MeaningOf(outcome.State) is not { } meaning)
            return;

        var now = Instant.FromDateTimeOffset(burst.Now);
        if (meaning == MessageOutcome.Failed)
            await LearnAsync(burst, message, outcome, now, cancellationToken);

        if (message.IdempotencyKey.StartsWith(PlaceOrder.KeyPrefix, StringComparison.Ordinal))
        {
            await TellPurchaseAsync(message, meaning, now, cancellationToken);
            return;
        }

        var thread = await records.FindThreadAsync(message.IdempotencyKey, cancellationToken);
        foreach (var sent in thread)
            await RecordAsync(burst, sent, meaning, outcome, now, cancellationToken);

        var isLookedAfter = false;
        foreach (var duty in cases)
            isLookedAfter |= await duty.TakeAsync(message, outcome, now, cancellationToken);

        // A carrier that stops texts by itself also refuses our answer to STOP: nobody has to act on that.
        var needsPerson = meaning == MessageOutcome.Failed && outcome.Reason != "opted-out" && message.Channel is ("sms" or "email");
        if (needsPerson && !isLookedAfter && thread.All(sent => sent.Rule is null && sent.CaseId is null))
        {
            burst.PublishEvent(UndeliveredEvent, new JsonObject
            {
                ["channel"] = message.Channel,
                ["reason"] = outcome.Reason ?? outcome.Code ?? "failed",
                ["subject"] = thread.Count > 0 ? $"patient/{thread[0].Patient.Value}" : null,
            });
        }
    }

    // An order that did not reach the supplier is the purchase's affair: its process asks somebody to call.
    private async ValueTask TellPurchaseAsync(OutboxMessage message, MessageOutcome meaning, Instant now, CancellationToken cancellationToken)
    {
        if (meaning == MessageOutcome.Failed && await records.FindPurchaseAsync(new PurchaseId(message.IdempotencyKey[PlaceOrder.KeyPrefix.Length..]), cancellationToken) is { } purchase)
            purchase.Miss(now);
    }

    private static MessageOutcome? MeaningOf(OutboxState state) => state switch
    {
        OutboxState.Sent => MessageOutcome.Sent,
        OutboxState.Delivered => MessageOutcome.Delivered,
        OutboxState.Failed => MessageOutcome.Failed,
        OutboxState.Withdrawn => MessageOutcome.Withdrawn,
        _ => null,
    };

    private async ValueTask RecordAsync(BurstTransaction burst, SentMessage sent, MessageOutcome meaning, OutboxOutcome outcome, Instant now, CancellationToken cancellationToken)
    {
        if (!sent.Record(meaning, now, outcome.ProviderId, outcome.Reason ?? outcome.Code))
            return;

        if (meaning is MessageOutcome.Failed or MessageOutcome.Withdrawn && sent.CaseId is { } caseId)
            burst.PublishEvent(NoticeNotDeliveredEvent, new JsonObject { ["key"] = sent.Key, ["reason"] = outcome.Reason ?? outcome.Code ?? "failed" }, caseId);

        if (sent.Appointment is not { } visit
            || (await records.FindRemindersAsync(visit, cancellationToken)).FirstOrDefault(one => one.MessageKey == sent.Key) is not { } reminder)
        {
            return;
        }

        if (meaning == MessageOutcome.Delivered)
            reminder.Deliver(now);

        // A family's message is withdrawn when one of its visits moves; the others still have to be told.
        var isLost = meaning == MessageOutcome.Failed || (meaning == MessageOutcome.Withdrawn && await IsStillToComeAsync(sent, visit, now, cancellationToken));
        if (isLost && reminder.Fail(outcome.Reason ?? outcome.Code ?? "failed", now))
            burst.PublishEvent(WaitForReminder.NotDeliveredEvent, new JsonObject { ["reminder"] = reminder.Key, ["reason"] = reminder.Reason }, visit.Value);
    }

    private async ValueTask<bool> IsStillToComeAsync(SentMessage sent, AppointmentId visit, Instant now, CancellationToken cancellationToken) =>
        await records.FindAppointmentAsync(visit, cancellationToken) is { } appointment && appointment.IsUpcoming(now) && appointment.Version == sent.AppointmentVersion;

    private async ValueTask LearnAsync(BurstTransaction burst, OutboxMessage message, OutboxOutcome outcome, Instant now, CancellationToken cancellationToken)
    {
        if (message.Channel == "sms" && PhoneNumber.TryParse(message.Recipient, out var number))
        {
            var desk = new ReplyDesk(records);
            if (outcome.Reason == "opted-out")
                await desk.StopAsync(new PracticeId(burst.PracticeId), number, "carrier", now, cancellationToken);
            else if (outcome.Reason == "bad-number")
                await desk.MarkWrongAsync(number, now, cancellationToken);
            else if (outcome.Reason == "landline")
                await LearnLandlineAsync(number, cancellationToken);
        }
        else if (message.Channel == "email" && outcome.Reason is "bad-address" or "bounced")
        {
            foreach (var sent in await records.FindThreadAsync(message.IdempotencyKey, cancellationToken))
                (await records.FindPatientAsync(sent.Patient, cancellationToken))?.MarkWrongEmail(EmailAddress.Parse(message.Recipient));
        }
    }

    private async ValueTask LearnLandlineAsync(PhoneNumber number, CancellationToken cancellationToken)
    {
        foreach (var patient in await records.FindPatientsByPhoneAsync(number, cancellationToken))
            patient.LearnLine(number, LineType.Landline);
    }
}

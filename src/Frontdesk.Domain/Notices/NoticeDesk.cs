using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Notices;

/// <summary>
/// Tells patients things outside of reminders. Everything that the message depends on (the patient, who may hear, consent,
/// opt-out, sending hours, caps) is read at the moment of sending (domain.md §0 rule 2), and what leaves is written down
/// under its key (rule 3).
/// </summary>
/// <param name="records">The practice's records.</param>
/// <param name="rules">When and how often.</param>
/// <param name="checks">What reads the cases again.</param>
public sealed class NoticeDesk(IPracticeRecords records, NoticeRules rules, IEnumerable<INoticeCheck> checks)
{
    private static readonly Duration LookBack = Duration.FromDays(8);

    /// <summary>Decides, and writes down what leaves.</summary>
    /// <exception cref="DomainRuleException">The patient, the practice or the template does not exist.</exception>
    public async Task<NoticeDecision> HandleAsync(Notice notice, Instant now, CancellationToken cancellationToken = default)
    {
        var patient = await records.FindPatientAsync(notice.Patient, cancellationToken)
            ?? throw new DomainRuleException("missing-record", $"Patient {notice.Patient} is not in the records.");
        var practice = await records.FindPracticeAsync(cancellationToken) ?? throw new DomainRuleException("missing-record", "The practice itself is not in the records.");
        if (await records.FindSentAsync(notice.Key, cancellationToken) is { } sent)
            return new NoticeDecision.Send(null, sent.Recipient);

        if (await WhyNeverAsync(notice, patient, now, cancellationToken) is { } never)
            return new NoticeDecision.Impossible(never);

        var places = await records.FindLocationsAsync(cancellationToken);
        var place = places.Count > 0 ? places[0] : throw new DomainRuleException("missing-record", "The practice has no location yet: add one.");
        var (recipient, closed) = await RecipientAsync(notice, patient, practice, place, now, cancellationToken);
        if (recipient is null)
            return new NoticeDecision.Impossible(closed);

        if (notice.Channel == Channel.Voice)
            return new NoticeDecision.Call(recipient.Person, recipient.CallNumber!.Value);

        return await WhenAsync(recipient, now, cancellationToken) is { } later
            ? new NoticeDecision.Later(later)
            : new NoticeDecision.Send(await WriteAsync(notice, patient, practice, place, recipient, now, cancellationToken), recipient.Person);
    }

    private async Task<SuppressionReason?> WhyNeverAsync(Notice notice, Patient patient, Instant now, CancellationToken cancellationToken)
    {
        if (patient.IsDeceased)
            return SuppressionReason.PatientDeceased;

        foreach (var check in checks.Where(check => check.Topic == notice.Topic))
        {
            if (await check.WhyNotAsync(notice, records, now, cancellationToken) is { } reason)
                return reason;
        }

        return notice.Practitioner is { } id && await records.FindPractitionerAsync(id, cancellationToken) is { IsPart2Programme: true }
            ? SuppressionReason.Part2Programme
            : null;
    }

    private async Task<(Recipient? Recipient, SuppressionReason Closed)> RecipientAsync(Notice notice, Patient patient, Practice practice, Location place, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InZone(place.Zone).Date;
        var isMinor = patient.IsMinorOn(today);

        // Parents act for a child under HIPAA, so a guardian hears of a child's results without a word of its own.
        var recipients = Recipient.For(
            patient,
            today,
            notice.IsConfidential,
            place.Zone,
            practice.DefaultLanguage,
            proxy => notice.Topic == NoticeTopic.Result ? proxy.MayReceiveResults || (isMinor && proxy.IsGuardian) : proxy.MayReceiveReminders);
        var closed = SuppressionReason.NoRecipient;
        foreach (var recipient in recipients)
        {
            if (await WhyNotAsync(recipient, notice.Channel, patient, cancellationToken) is not { } reason)
                return (recipient, closed);

            if (closed == SuppressionReason.NoRecipient)
                closed = reason;
        }

        return (null, closed);
    }

    private async Task<SuppressionReason?> WhyNotAsync(Recipient recipient, Channel channel, Patient patient, CancellationToken cancellationToken)
    {
        if (recipient.AddressOn(channel) is not { } address)
            return SuppressionReason.NoChannel;

        if (channel == Channel.Sms && await records.FindOptOutAsync(PhoneNumber.Restore(address), cancellationToken) is { IsActive: true })
            return SuppressionReason.OptedOut;

        var needed = (channel == Channel.Sms && rules.TextsNeedConsent) || (channel == Channel.Email && rules.EmailsNeedConsent);
        return patient.HasConsent(recipient.Person, channel) switch
        {
            false => SuppressionReason.NoConsent,
            null when needed => SuppressionReason.NoConsent,
            _ => null,
        };
    }

    // Everything unasked counts, reminders too; a reminder itself counts reminders only, because it cannot wait.
    private async Task<Instant?> WhenAsync(Recipient recipient, Instant now, CancellationToken cancellationToken)
    {
        var allowed = rules.Hours.NextAllowed(now, recipient.Zone);
        if (allowed > now)
            return allowed;

        var recent = new Dictionary<string, Instant>(StringComparer.Ordinal);
        var addresses = recipient.Phones.Select(phone => phone.Number.Value).Concat(recipient.Emails.Select(email => email.Address.Value));
        foreach (var address in addresses)
        {
            foreach (var message in await records.FindSentToAsync(address, now - LookBack, cancellationToken))
            {
                if ((message.Rule is not null || message.CaseId is not null) && message.Outcome is not (MessageOutcome.Failed or MessageOutcome.Withdrawn))
                    recent.TryAdd(message.Thread, message.SentAt);
            }
        }

        List<Instant> earlier = [.. recent.Values];
        return FrequencyCaps.HaveRoom(earlier, now, recipient.Zone, rules.Caps) ? null : FrequencyCaps.NextRoom(earlier, now, recipient.Zone, rules.Caps);
    }

    private async Task<OutgoingMessage> WriteAsync(Notice notice, Patient patient, Practice practice, Location place, Recipient recipient, Instant now, CancellationToken cancellationToken)
    {
        var template = notice.Topic == NoticeTopic.Result
            ? await records.RequireAnyTemplateAsync(notice.TemplateKey, notice.Channel, recipient.Language, cancellationToken)
            : await records.RequireTemplateAsync(notice.TemplateKey, notice.Channel, recipient.Language, cancellationToken);
        var isSensitive = notice.Practitioner is { } id && await records.FindPractitionerAsync(id, cancellationToken) is { IsSensitiveSpecialty: true };
        var sender = isSensitive ? practice.NeutralName : practice.Name;
        var message = template.Render(new TemplateValues(sender, Location: place.Name, CallBack: place.CallBackPhone.ToNational(), Confirm: VisitWording.ConfirmWord(template.Language), Link: notice.Link));
        var address = recipient.AddressOn(notice.Channel)!;
        records.Add(new SentMessage(
            patient.PracticeId,
            new MessageEnvelope(
                notice.Key,
                patient.Id,
                recipient.Person,
                notice.Channel,
                address,
                template.Key,
                template.Language,
                Segments: notice.Channel == Channel.Sms ? SmsSegments.Count(message.Text).Segments : 0,
                CaseId: notice.CaseId),
            now));
        return new OutgoingMessage(notice.Key, notice.Channel, address, sender, message);
    }
}

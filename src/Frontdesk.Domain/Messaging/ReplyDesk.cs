using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Messaging;

/// <summary>Reads texts that patients send, does what they ask for, and words the answers (domain.md §2).</summary>
public sealed class ReplyDesk(IPracticeRecords records)
{
    // Long enough for a visit that was booked far ahead and asked about at booking.
    private static readonly Duration LookBack = Duration.FromDays(60);

    /// <summary>Understands a text and marks the reminders that it answers.</summary>
    /// <param name="from">The number it came from, as the carrier gave it.</param>
    /// <param name="text">What it says.</param>
    /// <param name="carrier">What the carrier did about it by itself.</param>
    /// <param name="window">Visits asked about within this time compete for the reply.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReplyReading> ReadAsync(string from, string text, CarrierWord carrier, Duration window, Instant receivedAt, CancellationToken cancellationToken)
    {
        if (!PhoneNumber.TryParse(from, out var number))
            return new ReplyReading(ReplyCase.UnknownNumber, [], []);

        var optOut = await records.FindOptOutAsync(number, cancellationToken);
        var reply = KeywordInterpreter.Interpret(text, optOut?.IsActive == true, carrier);
        var patients = await records.FindPatientsByPhoneAsync(number, cancellationToken);
        var match = await MatchAsync(number, window, receivedAt, cancellationToken);
        var (what, visits) = Conclude(reply, match, patients.Count > 0);
        await MarkAsync(visits, what, receivedAt, cancellationToken);
        return new ReplyReading(what, visits, [.. patients.Select(patient => patient.Id)]);
    }

    /// <summary>Confirms visits; one that has moved, begun or been called off is left as it is.</summary>
    /// <returns>How many are confirmed now.</returns>
    public async Task<int> ConfirmAsync(IReadOnlyList<VisitAsked> visits, Instant now, CancellationToken cancellationToken)
    {
        var confirmed = 0;
        foreach (var asked in visits)
        {
            if (await records.FindAppointmentAsync(asked.Appointment, cancellationToken) is { Status: AppointmentStatus.Booked } appointment
                && appointment.Version == asked.Version
                && appointment.IsUpcoming(now))
            {
                appointment.Confirm(asked.Version, now);
                confirmed++;
            }
        }

        return confirmed;
    }

    /// <summary>No more texts to a number.</summary>
    public async Task StopAsync(PracticeId practice, PhoneNumber number, string source, Instant now, CancellationToken cancellationToken)
    {
        if (await records.FindOptOutAsync(number, cancellationToken) is { } known)
            known.Stop(source, now);
        else
            records.Add(new OptOut(practice, number, source, now));
    }

    /// <summary>Texts to a number again; a number that never opted out stays as it is.</summary>
    public async Task ResumeAsync(PhoneNumber number, string source, Instant now, CancellationToken cancellationToken)
    {
        if (await records.FindOptOutAsync(number, cancellationToken) is { } known)
            known.Resubscribe(source, now);
    }

    /// <summary>Marks a number as someone else's on every record that has it.</summary>
    public async Task MarkWrongAsync(PhoneNumber number, Instant now, CancellationToken cancellationToken)
    {
        foreach (var patient in await records.FindPatientsByPhoneAsync(number, cancellationToken))
            patient.MarkWrongNumber(number, now);
    }

    /// <summary>Words an answer to a text. It is sent at once: whoever writes is awake.</summary>
    /// <param name="number">Who wrote.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="templateKey">The words.</param>
    /// <param name="about">The visit that the answer is about, if it is about one.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The message; null when it was sent before, or when the number wants no texts and the answer is not about that.</returns>
    public async Task<OutgoingMessage?> AnswerAsync(PhoneNumber number, string key, string templateKey, AppointmentId? about, Instant now, CancellationToken cancellationToken)
    {
        if (await records.FindSentAsync(key, cancellationToken) is not null)
            return null;

        var aboutTexts = templateKey is "opt-out-acknowledged" or "help" or "resubscribed";
        if (!aboutTexts && await records.FindOptOutAsync(number, cancellationToken) is { IsActive: true })
            return null;

        var practice = await records.FindPracticeAsync(cancellationToken) ?? throw new DomainRuleException("missing-record", "The practice itself is not in the records.");
        var visit = about is { } id ? await Visit.FindAsync(records, id, cancellationToken) : null;
        var patients = await records.FindPatientsByPhoneAsync(number, cancellationToken);
        var patient = visit?.Patient ?? (patients.Count > 0 ? patients[0] : null);
        var language = LanguageOf(patient, number) ?? practice.DefaultLanguage;
        var template = await records.RequireTemplateAsync(templateKey, Channel.Sms, language, cancellationToken);
        var message = template.Render(await ValuesAsync(visit, practice, template.Language, patient, cancellationToken));
        if (patient is not null)
            WriteDown(patient, visit, number, key, template, message, now);

        return new OutgoingMessage(key, Channel.Sms, number.Value, practice.Name, message);
    }

    private static (ReplyCase Case, IReadOnlyList<VisitAsked> Visits) Conclude(InterpretedReply reply, ReplyMatch match, bool isKnown)
    {
        IReadOnlyList<VisitAsked> visits = match switch
        {
            ReplyMatch.Confirm confirm => confirm.Visits,
            ReplyMatch.StaleVersion stale => [stale.Asked with { Version = stale.CurrentVersion }],
            ReplyMatch.Ambiguous several => several.Visits,
            _ => [],
        };
        return reply.Meaning switch
        {
            ReplyMeaning.OptOut => (reply.MayMeanTheVisit ? ReplyCase.StopOrVisit : ReplyCase.Stop, visits),
            ReplyMeaning.Resubscribe => (ReplyCase.Start, []),
            ReplyMeaning.Help => (ReplyCase.Help, []),
            _ when !isKnown => (ReplyCase.UnknownNumber, []),
            ReplyMeaning.WrongNumber => (ReplyCase.WrongNumber, visits),
            ReplyMeaning.Reschedule => (ReplyCase.AnotherTime, visits),
            ReplyMeaning.CancelVisit => (ReplyCase.CannotCome, visits),
            ReplyMeaning.Confirm => match switch
            {
                ReplyMatch.Confirm => (ReplyCase.Yes, visits),
                ReplyMatch.StaleVersion => (ReplyCase.MovedSince, visits),
                ReplyMatch.Ambiguous => (ReplyCase.WhichVisit, visits),
                _ => (ReplyCase.NothingAsked, []),
            },
            _ => (ReplyCase.NotUnderstood, visits),
        };
    }

    private static ReminderVerb? VerbOf(ReplyCase what) => what switch
    {
        ReplyCase.Yes => ReminderVerb.Confirm,
        ReplyCase.Stop => ReminderVerb.OptOut,
        ReplyCase.StopOrVisit or ReplyCase.CannotCome => ReminderVerb.AskToCancel,
        ReplyCase.AnotherTime => ReminderVerb.AskToReschedule,
        ReplyCase.WrongNumber => ReminderVerb.DenyNumber,
        ReplyCase.NotUnderstood => ReminderVerb.SayOther,
        _ => null,
    };

    private static LanguageTag? LanguageOf(Patient? patient, PhoneNumber number) =>
        patient?.Proxies.FirstOrDefault(proxy => proxy.Phone?.Number == number)?.Language ?? patient?.Language;

    private async Task<ReplyMatch> MatchAsync(PhoneNumber number, Duration window, Instant receivedAt, CancellationToken cancellationToken)
    {
        var sent = await records.FindSentToAsync(number.Value, receivedAt - LookBack, cancellationToken);
        var appointments = new List<Appointment>();
        foreach (var id in sent.Where(message => message.AsksForConfirmation).Select(message => message.Appointment).OfType<AppointmentId>().Distinct())
        {
            if (await records.FindAppointmentAsync(id, cancellationToken) is { } appointment)
                appointments.Add(appointment);
        }

        return ReplyMatcher.Match(sent, appointments, receivedAt, window);
    }

    // The reply answers the last reminder that was read about each visit.
    private async Task MarkAsync(IReadOnlyList<VisitAsked> visits, ReplyCase what, Instant now, CancellationToken cancellationToken)
    {
        if (VerbOf(what) is not { } verb)
            return;

        foreach (var visit in visits)
        {
            var answered = (await records.FindRemindersAsync(visit.Appointment, cancellationToken))
                .Where(reminder => reminder.SentAt <= now)
                .OrderBy(reminder => reminder.SentAt)
                .LastOrDefault();
            answered?.Answer(verb, now);
        }
    }

    private async Task<TemplateValues> ValuesAsync(Visit? visit, Practices.Practice practice, LanguageTag language, Patient? patient, CancellationToken cancellationToken)
    {
        if (visit is not null)
        {
            var reader = patient?.ZoneId is { } zone ? Zones.Named(zone) : visit.Location.Zone;
            return VisitWording.Values(visit.Appointment, visit.Location, SendRevalidation.SenderName(visit.Practitioner, visit.VisitType, practice), language, reader);
        }

        var location = (await records.FindLocationsAsync(cancellationToken)).Main();
        return new TemplateValues(
            practice.Name,
            Location: location?.Name ?? string.Empty,
            CallBack: location?.CallBackPhone.ToNational() ?? string.Empty,
            Confirm: VisitWording.ConfirmWord(language));
    }

    private void WriteDown(Patient patient, Visit? visit, PhoneNumber number, string key, MessageTemplate template, RenderedMessage message, Instant now)
    {
        var people = patient.PeopleAt(number);
        records.Add(new SentMessage(
            patient.PracticeId,
            new MessageEnvelope(
                key,
                patient.Id,
                people.Count > 0 ? people[0] : patient.Person,
                Channel.Sms,
                number.Value,
                template.Key,
                template.Language,
                Appointment: visit?.Appointment.Id,
                AppointmentVersion: visit?.Appointment.Version ?? 0,
                AsksForConfirmation: template.Text.Contains("{{confirm}}", StringComparison.Ordinal),
                Segments: SmsSegments.Count(message.Text).Segments),
            now));
    }
}

using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Messaging;

/// <summary>A visit in the version that someone was asked about.</summary>
/// <param name="Appointment">The visit.</param>
/// <param name="Version">The version.</param>
public sealed record VisitAsked(AppointmentId Appointment, int Version);

/// <summary>Which visit a reply is about.</summary>
public abstract record ReplyMatch
{
    private ReplyMatch()
    {
    }

    /// <summary>The reply is about these visits: one, or all of a combined message.</summary>
    public sealed record Confirm(IReadOnlyList<VisitAsked> Visits) : ReplyMatch;

    /// <summary>The visit has moved since the person was asked: tell them the new time and ask again.</summary>
    /// <param name="Asked">What they were asked about.</param>
    /// <param name="CurrentVersion">The version that counts.</param>
    public sealed record StaleVersion(VisitAsked Asked, int CurrentVersion) : ReplyMatch;

    /// <summary>The reply may be about several visits asked about apart: a person asks.</summary>
    public sealed record Ambiguous(IReadOnlyList<VisitAsked> Visits) : ReplyMatch;

    /// <summary>Nobody was asked anything that is still open.</summary>
    public sealed record NoOpenThread : ReplyMatch;
}

/// <summary>Finds the visit that a reply is about, from what the number was sent and how the visits stand now.</summary>
public static class ReplyMatcher
{
    /// <summary>Matches a reply.</summary>
    /// <param name="sent">What the number was sent, in any order.</param>
    /// <param name="appointments">The visits that those messages are about, as they stand now.</param>
    /// <param name="receivedAt">When the reply came: what was sent later was not read.</param>
    /// <param name="window">Threads younger than this compete for the reply; an older one is taken only when it is alone.</param>
    public static ReplyMatch Match(IEnumerable<SentMessage> sent, IEnumerable<Appointment> appointments, Instant receivedAt, Duration window)
    {
        var visits = appointments.ToDictionary(appointment => appointment.Id);

        // The last thing that was read about each visit is what the reply can be about.
        var threads = sent
            .Where(message => message.AsksForConfirmation && message.Appointment is not null && message.SentAt <= receivedAt)
            .Where(message => message.Outcome is not (MessageOutcome.Failed or MessageOutcome.Withdrawn))
            .GroupBy(message => message.Appointment!.Value)
            .Select(messages => messages.OrderBy(message => message.SentAt).ThenBy(message => message.AppointmentVersion).Last())
            .Where(message => visits.TryGetValue(message.Appointment!.Value, out var visit) && visit.IsUpcoming(receivedAt))
            .OrderByDescending(message => message.SentAt)
            .ToList();

        if (threads.Count == 0)
            return new ReplyMatch.NoOpenThread();

        var recent = threads.Where(message => message.SentAt + window >= receivedAt).ToList();
        var candidates = recent.Count > 0 ? recent : threads;
        var unanswered = candidates.Where(message => !visits[message.Appointment!.Value].IsConfirmed).ToList();
        if (unanswered.Count > 0)
            candidates = unanswered;

        if (candidates.Select(message => message.Thread).Distinct().Count() > 1)
            return new ReplyMatch.Ambiguous([.. candidates.Select(Asked)]);

        foreach (var message in candidates)
        {
            var current = visits[message.Appointment!.Value].Version;
            if (message.AppointmentVersion != current)
                return new ReplyMatch.StaleVersion(Asked(message), current);
        }

        return new ReplyMatch.Confirm([.. candidates.Select(Asked)]);
    }

    private static VisitAsked Asked(SentMessage message) => new(message.Appointment!.Value, message.AppointmentVersion);
}

using CsCheck;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class ReplyMatcherTests
{
    private static readonly LocalDateTime Start = new(2026, 3, 12, 9, 30);
    private static readonly Instant Booked = Given.At(3, 2, 10);
    private static readonly Instant Received = Given.At(3, 10, 12);
    private static readonly Duration Window = Duration.FromHours(72);

    [Fact]
    public void A_reply_is_about_the_visit_that_was_asked_about()
    {
        var visit = Visit("a");
        Assert.Equal([Of(visit)], Confirmed([Asked(visit, Given.At(3, 9, 10))], [visit]));
    }

    [Fact]
    public void A_reply_after_a_move_is_about_a_version_that_no_longer_counts()
    {
        var visit = Visit("a");
        var asked = Asked(visit, Given.At(3, 9, 10));
        visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Given.At(3, 9, 11));
        Assert.Equal(new ReplyMatch.StaleVersion(new VisitAsked(visit.Id, 1), 2), Match([asked], [visit]));
    }

    [Fact]
    public void Asked_again_after_the_move_the_reply_is_about_the_new_version()
    {
        var visit = Visit("a");
        var old = Asked(visit, Given.At(3, 9, 10));
        visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Given.At(3, 9, 11));
        Assert.Equal([new VisitAsked(visit.Id, 2)], Confirmed([Asked(visit, Given.At(3, 9, 12)), old], [visit]));
    }

    [Fact]
    public void What_was_sent_after_the_reply_was_not_read()
    {
        var visit = Visit("a");
        var old = Asked(visit, Given.At(3, 9, 10));
        visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Received);
        Assert.IsType<ReplyMatch.StaleVersion>(Match([old, Asked(visit, Received + Duration.FromSeconds(1))], [visit]));
    }

    [Fact]
    public void Yesterdays_thread_that_stands_alone_is_still_taken()
    {
        var visit = Visit("a");
        Assert.Equal([Of(visit)], Confirmed([Asked(visit, Received - Window - Duration.FromDays(1))], [visit]));
    }

    [Fact]
    public void An_old_thread_does_not_compete_with_one_within_the_window()
    {
        var (visit, other) = (Visit("a"), Visit("b"));
        Assert.Equal([Of(other)], Confirmed([Asked(visit, Received - Window - Duration.FromHours(1)), Asked(other, Received - Window)], [visit, other]));
    }

    [Fact]
    public void One_yes_to_a_combined_message_is_about_both_siblings()
    {
        var (visit, other) = (Visit("a"), Visit("b"));
        var at = Given.At(3, 9, 10);
        var both = Confirmed([Asked(visit, at, "family"), Asked(other, at, "family")], [visit, other]);
        Assert.Equal(new HashSet<VisitAsked> { Of(visit), Of(other) }, both.ToHashSet());
    }

    [Fact]
    public void Two_siblings_asked_about_apart_are_ambiguous_until_one_has_answered()
    {
        var (visit, other) = (Visit("a"), Visit("b"));
        SentMessage[] sent = [Asked(visit, Given.At(3, 9, 10)), Asked(other, Given.At(3, 9, 11))];
        Assert.Equal([Of(other), Of(visit)], Assert.IsType<ReplyMatch.Ambiguous>(Match(sent, [visit, other])).Visits);
        visit.Confirm(1, Received);
        Assert.Equal([Of(other)], Confirmed(sent, [visit, other]));
    }

    [Fact]
    public void If_one_of_two_combined_visits_has_moved_the_yes_is_stale()
    {
        var (visit, other) = (Visit("a"), Visit("b"));
        var at = Given.At(3, 9, 10);
        SentMessage[] sent = [Asked(visit, at, "family"), Asked(other, at, "family")];
        other.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Given.At(3, 9, 11));
        Assert.Equal(new ReplyMatch.StaleVersion(new VisitAsked(other.Id, 1), 2), Match(sent, [visit, other]));
    }

    [Fact]
    public void Nobody_was_asked_when_the_visit_is_off_or_over_or_the_message_never_arrived()
    {
        var cancelled = Visit("a");
        var asked = Asked(cancelled, Given.At(3, 9, 10));
        cancelled.Cancel(CancellationReason.Patient, Received);
        Assert.IsType<ReplyMatch.NoOpenThread>(Match([asked], [cancelled]));

        var visit = Visit("b");
        var failed = Asked(visit, Given.At(3, 9, 10));
        failed.Record(MessageOutcome.Failed, Given.At(3, 9, 10, 1));
        Assert.IsType<ReplyMatch.NoOpenThread>(Match([failed], [visit]));
        Assert.IsType<ReplyMatch.NoOpenThread>(ReplyMatcher.Match([Asked(visit, Given.At(3, 9, 10))], [visit], visit.Start, Window));
        Assert.IsType<ReplyMatch.NoOpenThread>(Match([], [visit]));
        Assert.IsType<ReplyMatch.NoOpenThread>(Match([Asked(visit, Given.At(3, 9, 10))], []));
    }

    [Fact]
    public void A_reply_never_confirms_a_version_that_does_not_count_nor_a_visit_of_another_thread()
    {
        var messages = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 200], Gen.Int[0, 3]).Array[0, 8];
        Gen.Select(messages, Gen.Int[1, 3].Array[4], Gen.Int[0, 15], Gen.Int[0, 15]).Sample((sent, versions, confirmed, off) =>
        {
            List<Appointment> visits = [];
            for (var i = 0; i < 4; i++)
            {
                var visit = Visit($"v{i}");
                while (visit.Version < versions[i])
                    visit.Reschedule(PracticeTime.At(Start.PlusHours(visit.Version), Given.NewYork), Booked);
                if ((confirmed >> i & 1) == 1)
                    visit.Confirm(visit.Version, Booked);
                if ((off >> i & 1) == 1)
                    visit.Cancel(CancellationReason.Patient, Booked);
                visits.Add(visit);
            }

            var asked = sent.Select(one => Given.Asked(visits[one.Item1], Given.Mother, Received + Duration.FromHours(20 - one.Item3), version: one.Item2, thread: $"t{one.Item4}")).ToList();
            var match = ReplyMatcher.Match(asked, visits, Received, Window);

            var read = asked.Where(message => message.SentAt <= Received).ToList();
            switch (match)
            {
                case ReplyMatch.Confirm yes:
                    Assert.NotEmpty(yes.Visits);
                    foreach (var one in yes.Visits)
                    {
                        var visit = visits.Single(visit => visit.Id == one.Appointment);
                        Assert.True(visit.IsUpcoming(Received));
                        Assert.Equal(visit.Version, one.Version);
                        Assert.Contains(read, message => message.Appointment == one.Appointment && message.AppointmentVersion == one.Version);
                    }

                    break;
                case ReplyMatch.StaleVersion stale:
                    Assert.NotEqual(stale.CurrentVersion, stale.Asked.Version);
                    Assert.Equal(visits.Single(visit => visit.Id == stale.Asked.Appointment).Version, stale.CurrentVersion);
                    break;
                case ReplyMatch.Ambiguous many:
                    Assert.True(many.Visits.Count > 1);
                    break;
                default:
                    Assert.DoesNotContain(read, message => visits.Single(visit => visit.Id == message.Appointment).IsUpcoming(Received));
                    break;
            }
        });
    }

    [Fact]
    public void The_order_in_which_messages_are_found_does_not_matter() =>
        Gen.Shuffle(new[] { 0, 1, 2, 3 }).Sample(order =>
        {
            var (visit, other) = (Visit("a"), Visit("b"));
            SentMessage[] sent = [Asked(visit, Given.At(3, 6, 10)), Asked(visit, Given.At(3, 9, 10), rule: "1-day"), Asked(other, Given.At(3, 9, 11)), Asked(other, Given.At(3, 5, 9), rule: "booked")];
            return Match([.. order.Select(i => sent[i])], [visit, other]) is ReplyMatch.Ambiguous { Visits: [var first, var second] } && first == Of(other) && second == Of(visit);
        });

    private static Appointment Visit(string id) => Given.Appointment(Start, Booked, id);

    private static SentMessage Asked(Appointment visit, Instant at, string? thread = null, string rule = "3-day") => Given.Asked(visit, Given.Mother, at, rule, thread: thread);

    private static VisitAsked Of(Appointment visit) => new(visit.Id, visit.Version);

    private static ReplyMatch Match(IReadOnlyList<SentMessage> sent, IReadOnlyList<Appointment> visits) => ReplyMatcher.Match(sent, visits, Received, Window);

    private static IReadOnlyList<VisitAsked> Confirmed(IReadOnlyList<SentMessage> sent, IReadOnlyList<Appointment> visits) => Assert.IsType<ReplyMatch.Confirm>(Match(sent, visits)).Visits;
}

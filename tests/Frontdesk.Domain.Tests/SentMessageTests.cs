using CsCheck;
using Frontdesk.Domain.Messaging;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SentMessageTests
{
    private static readonly Instant Now = Given.At(4, 13, 10);

    [Theory]
    [InlineData(MessageOutcome.Queued, "Sent Delivered Failed Withdrawn")]
    [InlineData(MessageOutcome.Sent, "Delivered Failed")]
    [InlineData(MessageOutcome.Delivered, "")]
    [InlineData(MessageOutcome.Failed, "")]
    [InlineData(MessageOutcome.Withdrawn, "")]
    public void An_outcome_moves_only_forward_and_what_the_provider_took_is_never_withdrawn(MessageOutcome from, string to)
    {
        foreach (var outcome in Enum.GetValues<MessageOutcome>())
        {
            var message = Message();
            message.Record(from, Now);
            Assert.Equal(to.Split(' ').Contains(outcome.ToString()), message.Record(outcome, Now));
            Assert.Equal(to.Split(' ').Contains(outcome.ToString()) ? outcome : from, message.Outcome);
        }
    }

    [Fact]
    public void Words_in_any_order_and_any_number_never_take_an_outcome_back() =>
        Gen.Select(Gen.Enum<MessageOutcome>(), Gen.Int[0, 9]).Array[1, 12].Sample(words =>
        {
            var message = Message();
            for (var i = 0; i < words.Length; i++)
            {
                var (before, code, at) = (message.Outcome, message.OutcomeCode, message.OutcomeAt);
                var moved = message.Record(words[i].Item1, Now + Duration.FromMinutes(i), $"p{words[i].Item2}", $"c{i}");
                Assert.Equal("p" + words[0].Item2, message.ProviderId);
                if (moved)
                    Assert.True(message.Outcome > before && message.OutcomeCode == $"c{i}");
                else
                    Assert.Equal((before, code, at), (message.Outcome, message.OutcomeCode, message.OutcomeAt));

                Assert.False(before is MessageOutcome.Delivered or MessageOutcome.Failed or MessageOutcome.Withdrawn && moved);
            }
        });

    [Fact]
    public void A_message_alone_is_its_own_thread()
    {
        Assert.Equal("apt-1+1+3-day+mother", Message().Thread);
        Assert.Equal("family", Given.Asked(Visit(), Given.Mother, Now, thread: "family").Thread);
    }

    [Fact]
    public void Opting_out_twice_changes_nothing_the_second_time_and_resubscribing_undoes_it()
    {
        var optOut = new OptOut(Given.PracticeId, Given.Mobile, "STOP", Now);
        Assert.Equal(Given.Mobile.Value, Assert.IsType<PhoneOptedOut>(Assert.Single(optOut.TakeEvents())).SubjectId);

        optOut.Stop("QUIT", Now + Duration.FromHours(1));
        Assert.Equal((true, "STOP", Now), (optOut.IsActive, optOut.Source, optOut.ChangedAt));
        Assert.Empty(optOut.Events);

        optOut.Resubscribe("START", Now + Duration.FromHours(2));
        optOut.Resubscribe("START", Now + Duration.FromHours(3));
        Assert.Equal((false, "START", Now + Duration.FromHours(2)), (optOut.IsActive, optOut.Source, optOut.ChangedAt));
        Assert.IsType<PhoneResubscribed>(Assert.Single(optOut.Events));
    }

    private static Scheduling.Appointment Visit() => Given.Appointment(new LocalDateTime(2026, 4, 16, 10, 30), Now);

    private static SentMessage Message() => Given.Asked(Visit(), Given.Mother, Now);
}

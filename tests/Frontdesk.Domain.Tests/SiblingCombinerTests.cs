using CsCheck;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SiblingCombinerTests
{
    private static readonly Instant Now = Given.At(4, 13, 10);
    private static readonly LocalDateTime Start = new(2026, 4, 16, 10, 30);

    [Fact]
    public void Two_siblings_on_one_phone_get_one_text_soonest_visit_first()
    {
        var group = Assert.Single(SiblingCombiner.Combine([Leaving("b", 40), Leaving("a", 0)], ReminderRules.Default));
        Assert.True(group.IsCombined);
        Assert.Equal(["a", "b"], group.Members.Select(one => one.Reminder.Appointment.Value));
        Assert.Equal(group.Members[0].Reminder.MessageKey, group.Thread);
    }

    [Fact]
    public void Another_phone_language_sender_or_channel_is_another_message()
    {
        var all = new[]
        {
            Leaving("a", 0),
            Leaving("b", 0, address: Given.OtherMobile.Value),
            Leaving("c", 0, language: LanguageTag.Spanish),
            Leaving("d", 0, sender: "Your doctor's office"),
            Leaving("e", 0, channel: Channel.Email),
        };
        Assert.All(SiblingCombiner.Combine(all, ReminderRules.Default), group => Assert.False(group.IsCombined));
        Assert.Equal(5, SiblingCombiner.Combine(all, ReminderRules.Default).Count);
    }

    [Fact]
    public void Visits_further_apart_than_the_rule_and_calls_are_not_combined()
    {
        Assert.Single(SiblingCombiner.Combine([Leaving("a", 0), Leaving("b", 24 * 60)], ReminderRules.Default));
        Assert.Equal(2, SiblingCombiner.Combine([Leaving("a", 0), Leaving("b", (24 * 60) + 1)], ReminderRules.Default).Count);
        Assert.Equal(2, SiblingCombiner.Combine([Leaving("a", 0, channel: Channel.Voice), Leaving("b", 0, channel: Channel.Voice)], ReminderRules.Default).Count);
    }

    [Fact]
    public void Combining_loses_and_repeats_nothing_and_does_not_depend_on_order()
    {
        var leaving = Gen.Select(Gen.Int[0, 4000], Gen.Bool, Gen.Bool, Gen.Bool).Array[0, 12];
        Gen.Select(leaving, Gen.Int[0, 48], Gen.Int).Sample((family, hours, seed) =>
        {
            var rules = ReminderRules.Default with { CombineWithin = Duration.FromHours(hours) };
            var all = family.Select((one, i) => Leaving(
                $"v{i}",
                one.Item1,
                address: one.Item2 ? Given.Mobile.Value : Given.OtherMobile.Value,
                language: one.Item3 ? LanguageTag.English : LanguageTag.Spanish,
                channel: one.Item4 ? Channel.Sms : Channel.Voice)).ToList();

            var groups = SiblingCombiner.Combine(all, rules);

            Assert.Equal(all.Select(one => one.Reminder.Key).Order(), groups.SelectMany(group => group.Members).Select(one => one.Reminder.Key).Order());
            Assert.Equal(groups.Count, groups.Select(group => group.Thread).Distinct().Count());
            foreach (var group in groups)
            {
                Assert.Single(group.Members.Select(one => (one.Decision.Channel, one.Decision.Address, one.Decision.Language, one.Decision.SenderName)).Distinct());
                Assert.Equal(group.Members.Select(one => one.VisitStart).Order(), group.Members.Select(one => one.VisitStart));
                Assert.True(group.Members[^1].VisitStart - group.Members[0].VisitStart <= rules.CombineWithin);
                Assert.False(group.IsCombined && group.Members[0].Decision.Channel == Channel.Voice);
            }

            var shuffled = all.OrderBy(one => one.Reminder.Key[1] ^ one.VisitStart.ToUnixTimeSeconds() ^ seed).ToList();
            Assert.Equal(Shape(groups), Shape(SiblingCombiner.Combine(shuffled, rules)));
        });
    }

    private static IEnumerable<string> Shape(IReadOnlyList<OutgoingGroup> groups) =>
        groups.Select(group => $"{group.Thread}: {string.Join(", ", group.Members.Select(one => one.Reminder.Key))}").Order(StringComparer.Ordinal);

    private static Outgoing Leaving(string id, int minutes, string? address = null, LanguageTag? language = null, string sender = "Northside Clinic", Channel channel = Channel.Sms)
    {
        var visit = Given.Appointment(Start.PlusMinutes(minutes), Now, id);
        var reminder = Reminder.Plan(visit, new PlannedReminder(visit.Id, 1, "3-day", Given.Mother, channel, "reminder-3-day", Now));
        var mother = new Recipient(Given.Mother, [new PhoneContact(Given.Mobile)], [], LanguageTag.English, Given.NewYork);
        return new Outgoing(reminder, new SendDecision.Send(mother, channel, address ?? Given.Mobile.Value, "reminder-3-day", language ?? LanguageTag.English, sender), visit.Start);
    }
}

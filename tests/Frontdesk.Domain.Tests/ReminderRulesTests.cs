using Frontdesk.Domain.Reminders;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class ReminderRulesTests
{
    private static readonly ReminderRules Shipped = ReminderRules.Default;

    public static TheoryData<string> Wrong => [.. Cases.Keys];

    private static Dictionary<string, (ReminderRules Rules, string Field)> Cases => new()
    {
        ["starts before the law allows"] = (Shipped with { SendFrom = new LocalTime(7, 59) }, "SendFrom"),
        ["starts when the law ends"] = (Shipped with { SendFrom = new LocalTime(21, 0) }, "SendFrom"),
        ["ends after the law allows"] = (Shipped with { SendUntil = new LocalTime(21, 1) }, "SendUntil"),
        ["ends before the law begins"] = (Shipped with { SendUntil = new LocalTime(8, 0) }, "SendUntil"),
        ["ends within an hour"] = (Shipped with { SendUntil = new LocalTime(9, 59) }, "SendUntil"),
        ["ends before it starts"] = (Shipped with { SendFrom = new LocalTime(18, 0), SendUntil = new LocalTime(9, 0) }, "SendUntil"),
        ["ends half an hour past midnight"] = (Shipped with { SendUntil = new LocalTime(0, 30) }, "SendUntil"),
        ["no margin"] = (Shipped with { EveningMargin = Duration.Zero }, "EveningMargin"),
        ["margin of two hours"] = (Shipped with { EveningMargin = Duration.FromHours(2) }, "EveningMargin"),
        ["negative notice"] = (Shipped with { LeastNotice = Duration.FromMinutes(-1) }, "LeastNotice"),
        ["notice of two days"] = (Shipped with { LeastNotice = Duration.FromDays(2) }, "LeastNotice"),
        ["no message a day"] = (Shipped with { CapPerDay = 0 }, "CapPerDay"),
        ["fewer a week than a day"] = (Shipped with { CapPerDay = 4 }, "CapPerWeek"),
        ["risk above one"] = (Shipped with { HighRiskFrom = 1.01 }, "HighRiskFrom"),
        ["risk that is no number"] = (Shipped with { HighRiskFrom = double.NaN }, "HighRiskFrom"),
        ["nameless step"] = (With(new ReminderStep(" ", Channel.Sms, "t", DaysBefore: 1)), "Steps.Rule"),
        ["name that breaks keys"] = (With(new ReminderStep("a+b", Channel.Sms, "t", DaysBefore: 1)), "Steps.Rule"),
        ["days after the visit"] = (With(new ReminderStep("a", Channel.Sms, "t", DaysBefore: -1)), "Steps.DaysBefore"),
        ["too many days"] = (With(new ReminderStep("a", Channel.Sms, "t", DaysBefore: 61)), "Steps.DaysBefore"),
        ["too many hours"] = (With(new ReminderStep("a", Channel.Sms, "t", HoursBefore: 73)), "Steps.HoursBefore"),
        ["no moment"] = (With(new ReminderStep("a", Channel.Sms, "t")), "Steps"),
        ["two steps of one name"] = (With(Shipped.Steps[0]), "Steps.Rule"),
    };

    [Fact]
    public void The_rules_that_ship_are_in_order() => Assert.Empty(Shipped.Validate());

    [Fact]
    public void The_limits_of_the_law_themselves_are_allowed() =>
        Assert.Empty((Shipped with { SendFrom = ReminderRules.LegalStart, SendUntil = ReminderRules.LegalEnd }).Validate());

    [Theory, MemberData(nameof(Wrong))]
    public void A_rule_that_is_not_lawful_or_not_consistent_is_named_with_its_remedy(string wrong)
    {
        var (rules, field) = Cases[wrong];
        var problem = rules.Validate()[0];
        Assert.Equal(field, problem.Field);
        Assert.StartsWith($"{field}: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_was_stored_the_law_has_the_last_word_on_sending_hours()
    {
        var hours = (Shipped with { SendFrom = new LocalTime(5, 0), SendUntil = new LocalTime(23, 0) }).QuietHours;
        Assert.Equal(new QuietHours(ReminderRules.LegalStart, ReminderRules.LegalEnd), hours);
    }

    [Fact]
    public void A_practice_has_a_name_and_a_neutral_sender_name()
    {
        var practice = Given.Practice();
        practice.Rename(" Southside ", " Your clinic ");
        Assert.Equal(("Southside", "Your clinic"), (practice.Name, practice.NeutralName));
        Assert.Equal("practice-name", Assert.Throws<DomainRuleException>(() => practice.Rename("Southside", " ")).Rule);
        Assert.Equal("practice-name", Assert.Throws<DomainRuleException>(() => practice.Rename("", "Your clinic")).Rule);
    }

    private static ReminderRules With(ReminderStep step) => Shipped with { Steps = [.. Shipped.Steps, step] };
}

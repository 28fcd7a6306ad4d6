using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Reminders;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class DefaultTemplatesTests
{
    private static readonly IReadOnlyList<MessageTemplate> Shipped = DefaultTemplates.For(Given.PracticeId);

    public static TheoryData<string> Keys => [.. Shipped.Select(template => template.Key).Distinct()];

    [Theory, MemberData(nameof(Keys))]
    public void Every_message_exists_as_text_and_email_and_every_reminder_as_a_call_in_both_languages(string key)
    {
        var found = Shipped.Where(template => template.Key == key).Select(template => (template.Channel, template.Language)).ToHashSet();
        foreach (var language in new[] { LanguageTag.English, LanguageTag.Spanish })
        {
            if (key != "call-high-risk")
                Assert.True(found.Contains((Channel.Sms, language)) && found.Contains((Channel.Email, language)));

            if (key.StartsWith("reminder-", StringComparison.Ordinal) || key == "call-high-risk")
                Assert.Contains((Channel.Voice, language), found);
        }

        Assert.Equal(found.Count, Shipped.Count(template => template.Key == key));
    }

    [Theory, MemberData(nameof(Keys))]
    public void A_text_with_long_but_realistic_values_takes_at_most_two_segments_on_every_day_of_the_year(string key)
    {
        foreach (var template in Shipped.Where(template => template.Key == key && template.Channel == Channel.Sms))
        {
            for (var day = 0; day < 365; day++)
            {
                var text = template.Render(Long(template.Language, new LocalDate(2026, 1, 1).PlusDays(day), key == SiblingCombiner.TemplateKey ? 2 : 1)).Text;
                var segments = SmsSegments.Count(text);
                Assert.True(segments is { Encoding: SmsEncoding.Gsm7, Segments: <= 2 }, $"{segments}: {text}");
            }
        }
    }

    [Fact]
    public void No_message_keeps_a_placeholder_or_asks_for_a_word_that_opts_out()
    {
        foreach (var template in Shipped)
        {
            var rendered = template.Render(Long(template.Language, new LocalDate(2026, 9, 26), 2));
            foreach (var text in new[] { rendered.Subject, rendered.Text, rendered.Html ?? string.Empty })
            {
                Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
                Assert.DoesNotContain("CANCEL", text, StringComparison.Ordinal);
                Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
            }

            Assert.NotEqual(template.Channel == Channel.Email, rendered.Subject.Length == 0);
        }
    }

    [Fact]
    public void An_email_asks_for_no_keyword_because_nobody_reads_one_there()
    {
        foreach (var template in Shipped.Where(template => template.Channel == Channel.Email && template.Key is not ("opt-out-acknowledged" or "resubscribed")))
        {
            foreach (var word in new[] { "Reply", "Responda", "STOP", "{{confirm}}", "HELP", "AYUDA" })
                Assert.DoesNotContain(word, template.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_step_of_the_rules_that_ship_has_its_words()
    {
        foreach (var step in ReminderRules.Default.Steps)
            Assert.Contains(Shipped, template => template.Key == step.TemplateKey && template.Channel == step.Channel);
    }

    [Fact]
    public void A_reminder_that_may_leave_on_the_evening_before_does_not_say_today() =>
        Assert.All(
            Shipped.Where(template => template.Key.StartsWith("reminder-", StringComparison.Ordinal)),
            template => Assert.DoesNotMatch("today|tomorrow|hoy|mañana", template.Subject + template.Text));

    [Theory]
    [InlineData("es-MX", "es")]
    [InlineData("es", "es")]
    [InlineData("en-GB", "en")]
    [InlineData("vi", "en")]
    public void A_language_that_does_not_ship_is_answered_in_its_primary_language_or_in_English(string asked, string expected) =>
        Assert.Equal(expected, DefaultTemplates.Find(Given.PracticeId, "booked", Channel.Sms, LanguageTag.Parse(asked))?.Language.Value);

    [Theory, InlineData(Channel.Sms), InlineData(Channel.Email), InlineData(Channel.Letter)]
    public void A_key_that_does_not_ship_has_no_words(Channel channel) =>
        Assert.Null(DefaultTemplates.Find(Given.PracticeId, "lab-result", channel, LanguageTag.English));

    [Fact]
    public void A_call_under_any_rule_has_the_one_script()
    {
        var call = DefaultTemplates.Find(Given.PracticeId, "reminder-3-day", Channel.Voice, LanguageTag.Spanish);
        Assert.StartsWith("Buenos días", call!.Text, StringComparison.Ordinal);
        Assert.Equal("reminder-3-day", call.Key);
    }

    private static TemplateValues Long(LanguageTag language, LocalDate date, int visits)
    {
        var time = VisitWording.Time(PracticeTime.At(date + new LocalTime(10, 30), Given.NewYork), Zones.Named("America/Los_Angeles"));
        var line = $"{VisitWording.Date(date, language)}, {time}";
        return new TemplateValues(
            "Clínica Familiar de Cambridge",
            VisitWording.Date(date, language),
            time,
            "1493 Cambridge St, 2nd floor",
            "(617) 555-0100",
            VisitWording.ConfirmWord(language),
            string.Join("; ", Enumerable.Repeat(line, visits)),
            "https://frontdesk.cambridge-family.example/p/0197f2c8a1b24c3d8e5f60718293a4b5~Zr7kq0mPz2LQ4c9vYt1XwB3nD5o");
    }
}

using CsCheck;
using Frontdesk.Domain.Messaging;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class MessageTemplateTests
{
    private static readonly TemplateValues Values = new("Northside", "Tue, Mar 10", "9:30 AM", "Main Street", "(617) 555-0100", "YES", "two visits", "https://practice.example/p/x");

    [Fact]
    public void Every_placeholder_is_filled_with_its_value()
    {
        var pattern = string.Join('|', MessageTemplate.Placeholders.Select(name => $"{{{{ {name} }}}}"));
        Assert.Equal("Northside|Tue, Mar 10|9:30 AM|Main Street|(617) 555-0100|YES|two visits|https://practice.example/p/x", Text(pattern).Render(Values).Text);
    }

    [Theory]
    [InlineData("Dear {{patient}}")]
    [InlineData("{{diagnosis}}")]
    [InlineData("{{}}")]
    [InlineData("{{Practice}}")]
    [InlineData("{{practice")]
    [InlineData("{{ {{practice}} }}")]
    public void A_placeholder_that_is_unknown_or_not_closed_is_refused(string pattern)
    {
        Assert.Equal("template-placeholder", Assert.Throws<DomainRuleException>(() => Text(pattern)).Rule);
        Assert.Equal("template-placeholder", Assert.Throws<DomainRuleException>(() => Mail("fine", subject: pattern)).Rule);
        Assert.Equal("template-placeholder", Assert.Throws<DomainRuleException>(() => Mail("fine", html: pattern)).Rule);
    }

    [Theory]
    [InlineData("Reply CANCEL to cancel.")]
    [InlineData("Reply with 'cancel' please")]
    [InlineData("Text us CANCEL.")]
    [InlineData("Reply YES to confirm or CANCEL to call it off.")]
    [InlineData("Reply YES/CANCEL")]
    [InlineData("Respond CANCEL?")]
    [InlineData("Responda SI para confirmar o CANCEL para cambiar")]
    [InlineData("<p>Reply <b>CANCEL</b></p>")]
    [InlineData("Reply END to finish")]
    [InlineData("Send QUIT")]
    [InlineData("Reply STOP to call your visit off")]
    public void No_template_may_ask_for_a_word_that_carriers_take_as_an_opt_out(string pattern)
    {
        Assert.Equal("template-carrier-word", Assert.Throws<DomainRuleException>(() => Text(pattern)).Rule);
        Assert.Equal("template-carrier-word", Assert.Throws<DomainRuleException>(() => Mail("fine", html: pattern)).Rule);
    }

    [Theory]
    [InlineData("Reply STOP to opt out.")]
    [InlineData("Reply YES to confirm. To cancel call us.")]
    [InlineData("Come to the end of the corridor.")]
    [InlineData("Reply YES to confirm; we close at the end of the day.")]
    public void Words_that_ask_for_no_such_reply_are_allowed(string pattern) =>
        Assert.Equal(pattern, Text(pattern).Render(Values).Text);

    [Theory, InlineData(""), InlineData("  \n")]
    public void A_template_has_words(string pattern) =>
        Assert.Equal("template-empty", Assert.Throws<DomainRuleException>(() => Text(pattern)).Rule);

    [Fact]
    public void A_refused_edit_leaves_the_words_as_they_were()
    {
        var template = Text("{{practice}}: hello");
        Assert.Throws<DomainRuleException>(() => template.Edit("{{nobody}}"));
        Assert.Equal("Northside: hello", template.Render(Values).Text);
    }

    [Fact]
    public void In_HTML_every_value_is_encoded_and_a_line_break_is_kept()
    {
        var rendered = Mail("{{location}}", "{{location}}", "<p>{{location}}</p>").Render(Values with { Location = "Main & <script>alert('x')</script>\nFloor 2" });
        Assert.Equal("<p>Main &amp; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;<br>Floor 2</p>", rendered.Html);
        Assert.StartsWith("Main & <script>", rendered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_value_holds_it_is_never_read_as_a_placeholder_or_as_markup() =>
        Gen.OneOf(Gen.String, Gen.OneOf("{{practice}}", "<b>", "\"onload=", "{{", "&amp;")).Sample(value =>
        {
            var rendered = Mail("[{{visits}}]", html: "[{{visits}}]").Render(Values with { Visits = value });
            return rendered.Text == $"[{value}]"
                && !rendered.Html!.Replace("<br>", string.Empty, StringComparison.Ordinal).AsSpan().ContainsAny('<', '>', '"');
        });

    [Fact]
    public void In_a_text_that_fits_GSM7_the_values_give_up_the_accents_that_would_more_than_halve_a_segment()
    {
        var values = Values with { Practice = "Clínica Niño", Date = "sábado 7 de marzo", Location = "O’Hare – Ávila" };
        Assert.Equal("Clinica Niño: sabado 7 de marzo, O'Hare - Avila", Text("{{practice}}: {{date}}, {{location}}").Render(values).Text);
        Assert.Equal("Clínica Niño está aquí", Text("{{practice}} está aquí").Render(values).Text);
        Assert.Equal("Clínica Niño: sábado 7 de marzo", Mail("{{practice}}: {{date}}").Render(values).Text);
    }

    [Fact]
    public void A_name_in_another_script_is_kept() =>
        Assert.Equal("北區診所: hello", Text("{{practice}}: hello").Render(Values with { Practice = "北區診所" }).Text);

    private static MessageTemplate Text(string text) => new(Given.PracticeId, "test", Channel.Sms, LanguageTag.English, text);

    private static MessageTemplate Mail(string text, string subject = "", string? html = null) => new(Given.PracticeId, "test", Channel.Email, LanguageTag.English, text, subject, html);
}

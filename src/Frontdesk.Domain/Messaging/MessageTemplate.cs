using System.Net;
using System.Text;

namespace Frontdesk.Domain.Messaging;

/// <summary>What a template is filled with: practice, time and call-back only (domain.md §2 "Content").</summary>
/// <param name="Practice">The sender name: the practice's or the neutral one.</param>
/// <param name="Date">The day, spelt in the recipient's language.</param>
/// <param name="Time">The clinic's wall time, with its zone when the recipient lives in another.</param>
/// <param name="Location">Where.</param>
/// <param name="CallBack">The number to call.</param>
/// <param name="Confirm">The word that confirms.</param>
/// <param name="Visits">For a combined message: one line per visit.</param>
/// <param name="Link">A link to a page that asks who is reading.</param>
public sealed record TemplateValues(
    string Practice,
    string Date = "",
    string Time = "",
    string Location = "",
    string CallBack = "",
    string Confirm = "",
    string Visits = "",
    string Link = "");

/// <summary>A message ready for a channel.</summary>
/// <param name="Subject">An e-mail's subject; empty for texts.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">An e-mail's HTML; null for texts.</param>
public sealed record RenderedMessage(string Subject, string Text, string? Html);

/// <summary>A message's words in one language for one channel, editable by an office manager within what is safe to send.</summary>
public sealed class MessageTemplate : Entity
{
    private static readonly string[] CarrierWords = ["CANCEL", "STOP", "END", "QUIT", "REVOKE", "OPTOUT", "STOPALL", "UNSUBSCRIBE"];

    private static readonly string[] ReplyVerbs =
    [
        "reply", "respond", "answer", "text", "send", "type", "write",
        "responda", "responde", "envíe", "envíenos", "mande", "escriba", "conteste",
    ];

    private MessageTemplate()
    {
    }

    /// <summary>Makes a template.</summary>
    /// <exception cref="DomainRuleException">It names an unknown placeholder or prompts for a carrier's opt-out word.</exception>
    public MessageTemplate(PracticeId practice, string key, Channel channel, LanguageTag language, string text, string subject = "", string? html = null)
        : base(practice)
    {
        Key = key;
        Channel = channel;
        Language = language;
        Edit(text, subject, html);
    }

    /// <summary>The placeholders that a template may name; nothing else about a patient can enter a message.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["practice", "date", "time", "location", "call_back", "confirm", "visits", "link"];

    /// <summary>What the message is for, e.g. <c>reminder-3-day</c>.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>The channel it is written for.</summary>
    public Channel Channel { get; private set; }

    /// <summary>The language it is written in.</summary>
    public LanguageTag Language { get; private set; }

    /// <summary>An e-mail's subject; empty for texts.</summary>
    public string Subject { get; private set; } = string.Empty;

    /// <summary>The plain text.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>An e-mail's HTML; null when the text is enough.</summary>
    public string? Html { get; private set; }

    /// <summary>
    /// Whether words of this name tell somebody about a result: those that ship for it and every one whose name begins with
    /// <c>result-</c>. Only a message that was checked against the result's approval may use them (domain.md §3).
    /// </summary>
    public static bool TellsOfResult(string key) => key.Trim().StartsWith("result-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Changes the words.</summary>
    /// <exception cref="DomainRuleException">They name an unknown placeholder or prompt for a carrier's opt-out word.</exception>
    public void Edit(string text, string subject = "", string? html = null)
    {
        Check(text);
        Check(subject);
        Check(html ?? string.Empty);
        if (string.IsNullOrWhiteSpace(text))
            throw new DomainRuleException("template-empty", $"Template {Key} has no text.");

        Text = text;
        Subject = subject;
        Html = html;
    }

    /// <summary>
    /// Fills the placeholders. In HTML every value is encoded. In a text whose own words fit GSM-7 the values give up their
    /// accents, because a single <c>á</c> more than halves what a segment holds.
    /// </summary>
    public RenderedMessage Render(TemplateValues values)
    {
        var fold = Channel == Channel.Sms && SmsSegments.Count(Text).Encoding == SmsEncoding.Gsm7;
        return new RenderedMessage(
            Fill(Subject, values, (_, value) => value),
            Fill(Text, values, (_, value) => fold ? SmsSegments.Fold(value) : value),
            Html is null ? null : Fill(Html, values, ToHtml));
    }

    private static string? ValueOf(string placeholder, TemplateValues values) => placeholder switch
    {
        "practice" => values.Practice,
        "date" => values.Date,
        "time" => values.Time,
        "location" => values.Location,
        "call_back" => values.CallBack,
        "confirm" => values.Confirm,
        "visits" => values.Visits,
        "link" => values.Link,
        _ => null,
    };

    private static string ToHtml(string placeholder, string value)
    {
        var encoded = WebUtility.HtmlEncode(value).ReplaceLineEndings("<br>");
        return placeholder == "link" && encoded.Length > 0 ? $"<a href=\"{encoded}\">{encoded}</a>" : encoded;
    }

    private static string Fill(string pattern, TemplateValues values, Func<string, string, string> write)
    {
        var filled = new StringBuilder(pattern.Length + 64);
        foreach (var (literal, placeholder) in Parts(pattern))
        {
            filled.Append(literal);
            var value = placeholder is null ? string.Empty : ValueOf(placeholder, values) ?? string.Empty;
            filled.Append(write(placeholder ?? string.Empty, value));
        }

        return filled.ToString();
    }

    private static IEnumerable<(string Literal, string? Placeholder)> Parts(string pattern)
    {
        var from = 0;
        while (true)
        {
            var open = pattern.IndexOf("{{", from, StringComparison.Ordinal);
            var close = open < 0 ? -1 : pattern.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                yield return (pattern[from..], null);
                yield break;
            }

            yield return (pattern[from..open], pattern[(open + 2)..close].Trim());
            from = close + 2;
        }
    }

    private void Check(string pattern)
    {
        foreach (var (literal, placeholder) in Parts(pattern))
        {
            if (literal.Contains("{{", StringComparison.Ordinal))
                throw new DomainRuleException("template-placeholder", $"Template {Key} has a placeholder that is not closed with }}}}.");

            if (placeholder is not null && !Placeholders.Contains(placeholder))
                throw new DomainRuleException("template-placeholder", $"Template {Key} names the placeholder '{placeholder}'; allowed are {string.Join(", ", Placeholders)}.");
        }

        // A patient who answers CANCEL is cut off by the carrier, so no message may ask for it (domain.md §2).
        foreach (var word in CarrierWords)
        {
            if (Prompts(pattern, word) && !(word == "STOP" && MentionsOptOut(pattern)))
                throw new DomainRuleException("template-carrier-word", $"Template {Key} asks for the reply {word}, which carriers take as an opt-out.");
        }
    }

    private static bool MentionsOptOut(string pattern) =>
        pattern.Contains("STOP to opt out", StringComparison.OrdinalIgnoreCase)
        || pattern.Contains("STOP para no recibir", StringComparison.OrdinalIgnoreCase);

    // A carrier's word after a verb that asks for a reply: close behind it, or anywhere in the same sentence when it is in
    // capitals, as in "Reply YES to confirm or CANCEL to call it off".
    private static bool Prompts(string pattern, string word)
    {
        foreach (var sentence in pattern.Split(['.', ';', '!', '?', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var words = Words(sentence);
            var asked = -1;
            for (var i = 0; i < words.Count; i++)
            {
                if (asked >= 0 && string.Equals(words[i], word, StringComparison.OrdinalIgnoreCase) && (i - asked <= 4 || words[i] == word))
                    return true;

                if (ReplyVerbs.Contains(words[i], StringComparer.OrdinalIgnoreCase))
                    asked = i;
            }
        }

        return false;
    }

    private static List<string> Words(string sentence)
    {
        List<string> words = [];
        var from = 0;
        for (var i = 0; i <= sentence.Length; i++)
        {
            if (i < sentence.Length && char.IsLetter(sentence[i]))
                continue;

            if (i > from)
                words.Add(sentence[from..i]);

            from = i + 1;
        }

        return words;
    }
}

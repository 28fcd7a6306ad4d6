namespace Frontdesk.Domain.Messaging;

/// <summary>The shipped words of one message in English and Spanish.</summary>
internal sealed record TemplateWords(string Key, string EnglishSubject, string English, string SpanishSubject, string Spanish)
{
    /// <summary>The languages that it ships in.</summary>
    public IEnumerable<LanguageTag> Languages => [LanguageTag.English, LanguageTag.Spanish];

    /// <summary>The words in one of them.</summary>
    public (string Subject, string Text) In(LanguageTag language) =>
        language == LanguageTag.Spanish ? (SpanishSubject, Spanish) : (EnglishSubject, English);
}

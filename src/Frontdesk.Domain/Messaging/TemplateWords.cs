namespace Frontdesk.Domain.Messaging;

/// <summary>The shipped words of one message in English and Spanish.</summary>
internal sealed record TemplateWords(string Key, string EnglishSubject, string English, string SpanishSubject, string Spanish)
{
    /// <summary>The words by language.</summary>
    public IEnumerable<(LanguageTag Language, string Subject, string Text)> Languages =>
        [(LanguageTag.English, EnglishSubject, English), (LanguageTag.Spanish, SpanishSubject, Spanish)];
}

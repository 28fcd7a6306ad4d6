using Frontdesk.Domain;

namespace Frontdesk.Web.PublicPages;

/// <summary>The language for somebody of whom nothing is known but the browser.</summary>
internal static class ReadersLanguage
{
    /// <summary>The browser's first language of those that we have; English when there is none.</summary>
    public static LanguageTag Of(HttpContext? context) => context?.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.ToString().Split('-')[0])
        .FirstOrDefault(language => language == LanguageTag.Spanish.Primary || language == LanguageTag.English.Primary) == LanguageTag.Spanish.Primary
            ? LanguageTag.Spanish
            : LanguageTag.English;
}

using System.Globalization;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Elsa;

/// <summary>Reads the parameters of an address, whatever their case: Elsa's clients write both.</summary>
internal static class ElsaQuery
{
    private const int LargestPage = 1_000;
    private const int LongestText = 1_000;
    private const int MostTexts = 1_000;

    /// <summary>A text; null when it is missing or empty.</summary>
    /// <exception cref="ElsaRequestException">It is longer than anything that could be meant.</exception>
    public static string? Text(this IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length > LongestText)
            throw ElsaRequestException.Bad($"'{name}' is longer than {LongestText} characters.");
        ElsaBody.RefuseZero(text);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Every text of that name.</summary>
    /// <exception cref="ElsaRequestException">There are too many, or one is too long.</exception>
    public static IReadOnlyList<string> Texts(this IQueryCollection query, string name)
    {
        List<string> texts = [.. query[name].OfType<string>().Where(one => one.Length > 0).Distinct(StringComparer.Ordinal)];
        if (texts.Count > MostTexts || texts.Exists(one => one.Length > LongestText))
            throw ElsaRequestException.Bad($"'{name}' is given more than {MostTexts} times, or with more than {LongestText} characters.");
        texts.ForEach(ElsaBody.RefuseZero);
        return texts;
    }

    /// <summary>A whole number; null when it is missing.</summary>
    /// <exception cref="ElsaRequestException">It is no whole number.</exception>
    public static int? Number(this IQueryCollection query, string name) => query.Text(name) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        { } text => throw ElsaRequestException.Bad($"'{name}' is '{ElsaJson.Short(text)}', which is no whole number."),
    };

    /// <summary>A yes or no; null when it is missing.</summary>
    /// <exception cref="ElsaRequestException">It is neither.</exception>
    public static bool? Flag(this IQueryCollection query, string name) => query.Text(name) switch
    {
        null => null,
        { } text when bool.TryParse(text, out var flag) => flag,
        { } text => throw ElsaRequestException.Bad($"'{name}' is '{ElsaJson.Short(text)}': use true or false."),
    };

    /// <summary>One of a few words; null when it is missing.</summary>
    /// <exception cref="ElsaRequestException">It is none of them.</exception>
    public static TWord? Word<TWord>(this IQueryCollection query, string name)
        where TWord : struct, Enum =>
        query.Text(name) is { } text ? ReadWord<TWord>(name, text) : null;

    /// <summary>Several words of a few.</summary>
    /// <exception cref="ElsaRequestException">One is none of them.</exception>
    public static IReadOnlyList<TWord> Words<TWord>(this IQueryCollection query, string name)
        where TWord : struct, Enum =>
        [.. query.Texts(name).Select(text => ReadWord<TWord>(name, text))];

    /// <summary>Reads one of a few words.</summary>
    /// <exception cref="ElsaRequestException">It is none of them.</exception>
    public static TWord ReadWord<TWord>(string name, string text)
        where TWord : struct, Enum =>
        Enum.TryParse<TWord>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)
            ? word
            : throw ElsaRequestException.Bad($"'{name}' is '{ElsaJson.Short(text)}': use {string.Join(", ", Enum.GetNames<TWord>())}.");

    /// <summary>The page that is asked for; Elsa counts pages from 0.</summary>
    /// <exception cref="ElsaRequestException">There is no such page.</exception>
    public static ListQuery Page(int? page, int? size, string? search, int usualSize = LargestPage)
    {
        if (page is < 0 or > 10_000_000)
            throw ElsaRequestException.Bad($"'page' is {page?.ToString(CultureInfo.InvariantCulture)}: use a number from 0.");
        if (size is < 1)
            throw ElsaRequestException.Bad($"'pageSize' is {size?.ToString(CultureInfo.InvariantCulture)}: use a number from 1.");
        return new ListQuery(search, (page ?? 0) + 1, Math.Min(size ?? usualSize, LargestPage));
    }
}

using System.Globalization;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Api;

/// <summary>How the API reads a list: pages are checked, and words to look for come in a body.</summary>
internal static class Lists
{
    private const int LongestSearch = 200;

    /// <summary>Reads one page, or says which of its fields cannot be used.</summary>
    public static async Task<IResult> ReadAsync<TRow>(string? search, int? page, int? size, Func<ListQuery, Task<Page<TRow>>> read)
    {
        if (page is < 1 or > 1_000_000)
            return ApiProblems.Invalid("page", page?.ToString(CultureInfo.InvariantCulture), "There is no such page.", "Send a number from 1.");
        if (size is < 1 or > ListQuery.MaxSize)
            return ApiProblems.Invalid("size", size?.ToString(CultureInfo.InvariantCulture), "A page cannot have this size.", $"Send a number from 1 to {ListQuery.MaxSize}.");
        if (search is { Length: > LongestSearch })
            return ApiProblems.Invalid("search", null, "This is too long to look for.", $"Send at most {LongestSearch} characters.");
        return Results.Ok(await read(new ListQuery(search, page ?? 1, size ?? 25)));
    }

    /// <summary>Reads a page whose rows are in a state, or says that there is no such state.</summary>
    public static Task<IResult> ReadAsync<TState, TRow>(string? state, int? page, int? size, Func<ListQuery, TState?, Task<Page<TRow>>> read)
        where TState : struct, Enum
    {
        if (state is null)
            return ReadAsync(null, page, size, list => read(list, null));
        return Enum.GetNames<TState>().Contains(state, StringComparer.OrdinalIgnoreCase)
            ? ReadAsync(null, page, size, list => read(list, Enum.Parse<TState>(state, ignoreCase: true)))
            : Task.FromResult(ApiProblems.Invalid("state", state, "There is no such state.", $"Send one of: {string.Join(", ", Enum.GetNames<TState>()).ToLowerInvariant()}."));
    }

    /// <summary>One thing, or 404.</summary>
    public static IResult OneOrNotFound<TView>(TView? view, string id)
        where TView : class =>
        view is null ? ApiProblems.NotFound("id", id) : Results.Ok(view);
}

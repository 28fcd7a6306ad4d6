namespace Frontdesk.Web.Reading;

/// <summary>What a list is asked for: words to look for and which page of the answer.</summary>
/// <param name="Search">Words that every row must contain, in any order; null or blank for all rows. May hold PHI: never part of a URL or a log line.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">Rows on a page, 1 to <see cref="MaxSize"/>.</param>
public sealed record ListQuery(string? Search = null, int Number = 1, int Size = 25)
{
    /// <summary>The largest page that is answered.</summary>
    public const int MaxSize = 200;

    /// <summary>How many rows come before this page.</summary>
    public int Skip => (Number - 1) * Size;
}

/// <summary>One page of a list, and how long the list is.</summary>
/// <typeparam name="TRow">What a row is.</typeparam>
/// <param name="Items">The rows of this page.</param>
/// <param name="Total">How many rows the whole list has.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">Rows on a full page.</param>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, int Total, int Number, int Size)
{
    /// <summary>How many pages there are; at least one.</summary>
    public int PageCount => Math.Max(1, (Total + Size - 1) / Size);
}

using System.Data.Common;
using System.Globalization;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>How columns become values: moments are milliseconds, and people read them on a clock in a zone.</summary>
internal static class Rows
{
    /// <summary>A text, or null.</summary>
    public static string? TextAt(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A moment on a zone's clock.</summary>
    public static DateTimeOffset MomentAt(this DbDataReader row, int column, TimeZoneInfo zone) => On(row.GetInt64(column), zone);

    /// <summary>A moment on a zone's clock, or null.</summary>
    public static DateTimeOffset? MomentOrNullAt(this DbDataReader row, int column, TimeZoneInfo zone) =>
        row.IsDBNull(column) ? null : On(row.GetInt64(column), zone);

    /// <summary>A number.</summary>
    public static int NumberAt(this DbDataReader row, int column) => Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970 as a moment on a zone's clock.</summary>
    public static DateTimeOffset On(long milliseconds, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone);

    /// <summary>A moment on a zone's clock.</summary>
    public static DateTimeOffset On(this Instant moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment.ToDateTimeOffset(), zone);

    /// <summary>Given and family name, or null when there is no such person.</summary>
    public static string? NameAt(this DbDataReader row, int given) =>
        row.TextAt(given + 1) is not { } family ? null : row.TextAt(given) is { Length: > 0 } first ? $"{first} {family}" : family;
}

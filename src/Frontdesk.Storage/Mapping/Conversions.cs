using Frontdesk.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Storage.Mapping;

/// <summary>How the domain's values lie in columns, alike on both databases.</summary>
internal static class Conversions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        // Every small value of the domain that is stored as text; Entity Framework asks for the types one by one.
        foreach (var type in typeof(PracticeId).Assembly.GetExportedTypes().Where(IsTextValue))
            builder.Properties(type).HaveConversion(typeof(TextValueConverter<>).MakeGenericType(type));

        builder.Properties<Instant>().HaveConversion<InstantConverter>();
        builder.Properties<Duration>().HaveConversion<DurationConverter>();
        builder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        builder.Properties<LocalDateTime>().HaveConversion<LocalDateTimeConverter>();
        builder.Properties<Enum>().HaveConversion<string>();
    }

    /// <summary>A value type of the domain that is stored as its text.</summary>
    public static bool IsTextValue(Type type) =>
        type is { IsValueType: true, IsGenericType: false } && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ITextValue<>));
}

#pragma warning disable CA1812 // Created by Entity Framework from the type arguments above.

/// <summary>A value as its text.</summary>
internal sealed class TextValueConverter<T>() : ValueConverter<T, string>(value => value.Value, text => Restore(text))
    where T : struct, ITextValue<T>
{
    private static T Restore(string text) => T.Restore(text);
}

/// <summary>A moment as milliseconds since 1970 in UTC.</summary>
internal sealed class InstantConverter() : ValueConverter<Instant, long>(
    moment => moment.ToUnixTimeMilliseconds(),
    milliseconds => Instant.FromUnixTimeMilliseconds(milliseconds));

/// <summary>A duration as milliseconds.</summary>
internal sealed class DurationConverter() : ValueConverter<Duration, long>(
    duration => (long)duration.TotalMilliseconds,
    milliseconds => Duration.FromMilliseconds(milliseconds));

/// <summary>A day as <c>2026-03-08</c>.</summary>
internal sealed class LocalDateConverter() : ValueConverter<LocalDate, string>(
    date => LocalDatePattern.Iso.Format(date),
    text => LocalDatePattern.Iso.Parse(text).Value);

/// <summary>A wall time as <c>2026-03-08T09:30:00</c>.</summary>
internal sealed class LocalDateTimeConverter() : ValueConverter<LocalDateTime, string>(
    local => LocalDateTimePattern.GeneralIso.Format(local),
    text => LocalDateTimePattern.GeneralIso.Parse(text).Value);

/// <summary>A list or record as JSON text.</summary>
internal sealed class JsonColumnConverter<T>() : ValueConverter<T, string>(value => JsonColumn.Write(value), text => JsonColumn.Read<T>(text))
    where T : class;

/// <summary>The domain replaces lists and records whole, so the same object is the same value and no copy is ever needed.</summary>
internal sealed class JsonColumnComparer<T>() : ValueComparer<T>(
    (left, right) => ReferenceEquals(left, right),
    value => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value),
    value => value)
    where T : class;

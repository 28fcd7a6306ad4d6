using System.Text;
using Frontdesk.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;

namespace Frontdesk.Storage.Mapping;

/// <summary>
/// Names of tables and columns: <c>snake_case</c>, and the kind of value in the name as the scripts have it — ids end in
/// <c>_id</c>, moments in <c>_at</c>, durations in <c>_ms</c>.
/// </summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            entity.SetTableName(Of(entity.ClrType.Name));
            Apply(entity, prefix: string.Empty);
        }
    }

    private static void Apply(IMutableTypeBase type, string prefix)
    {
        foreach (var property in type.GetProperties())
            property.SetColumnName(prefix + Column(property));

        foreach (var complex in type.GetComplexProperties())
            Apply(complex.ComplexType, $"{prefix}{Of(complex.Name)}_");
    }

    private static string Column(IMutableProperty property)
    {
        var name = Of(property.Name);
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var suffix = type == typeof(Instant) ? "at"
            : type == typeof(Duration) ? "ms"
            : type.Name.EndsWith("Id", StringComparison.Ordinal) && Conversions.IsTextValue(type) ? "id"
            : string.Empty;
        return suffix.Length == 0 || name == suffix || name.EndsWith($"_{suffix}", StringComparison.Ordinal) ? name : $"{name}_{suffix}";
    }

    private static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
                text.Append('_');

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}

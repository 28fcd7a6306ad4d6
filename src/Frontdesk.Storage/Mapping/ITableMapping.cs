using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Mapping;

/// <summary>How the tables of one duty are mapped. Each duty has one in its own folder; it is found by itself.</summary>
internal interface ITableMapping
{
    /// <summary>Every duty's mapping.</summary>
    static IReadOnlyList<ITableMapping> All { get; } =
    [
        .. typeof(ITableMapping).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ITableMapping)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (ITableMapping)Activator.CreateInstance(type)!),
    ];

    /// <summary>Adds the duty's tables to a model.</summary>
    void Map(PracticeDbContext context, ModelBuilder model);
}

using System.Collections.Concurrent;
using System.Reflection;
using Frontdesk.Domain;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Queries;

/// <summary>The records that a unit of work has found or added, by key: what is asked for again is there, also before it is saved.</summary>
/// <param name="context">The unit of work.</param>
internal sealed class KnownRecords(PracticeDbContext context)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Keys = new();
    private readonly Dictionary<(Type Type, object First, object? Second), object> known = [];

    /// <summary>The record; null when it was not found or added so far, or was let go of.</summary>
    /// <param name="first">What its key has beside the practice.</param>
    /// <param name="second">The second part of its key, where there is one.</param>
    public TEntity? Find<TEntity>(object first, object? second = null)
        where TEntity : class =>
        known.TryGetValue((typeof(TEntity), first, second), out var record) && context.Entry(record).State != EntityState.Detached ? (TEntity)record : null;

    /// <summary>Remembers a record that was found.</summary>
    public TEntity? Found<TEntity>(TEntity? record, object first, object? second = null)
        where TEntity : class
    {
        if (record is not null)
            known[(typeof(TEntity), first, second)] = record;
        return record;
    }

    /// <summary>Remembers a record that was added. Keys of more parts are never asked for.</summary>
    public void Added(Entity record)
    {
        var parts = Keys.GetOrAdd(record.GetType(), type => KeyQuery.PartsOf(context, type));
        if (parts.Length is 1 or 2)
            known[(record.GetType(), parts[0].GetValue(record)!, parts.Length == 2 ? parts[1].GetValue(record) : null)] = record;
    }
}

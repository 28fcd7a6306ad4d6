using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Queries;

/// <summary>One record by what its key has beside the practice.</summary>
internal static class ByKey<TEntity, TKey>
    where TEntity : class
{
    private static readonly Prepared<Func<PracticeDbContext, TKey, CancellationToken, Task<TEntity?>>> Query = new(context =>
        EF.CompileAsyncQuery(KeyQuery.Of<TEntity, Func<PracticeDbContext, TKey, CancellationToken, TEntity?>>(context, typeof(TKey))));

    public static Task<TEntity?> FindAsync(PracticeDbContext context, TKey key, CancellationToken cancellationToken) =>
        Query.On(context)(context, key, cancellationToken);
}

/// <summary>One record by the two parts that its key has beside the practice.</summary>
internal static class ByKey<TEntity, TFirst, TSecond>
    where TEntity : class
{
    private static readonly Prepared<Func<PracticeDbContext, TFirst, TSecond, CancellationToken, Task<TEntity?>>> Query = new(context =>
        EF.CompileAsyncQuery(KeyQuery.Of<TEntity, Func<PracticeDbContext, TFirst, TSecond, CancellationToken, TEntity?>>(context, typeof(TFirst), typeof(TSecond))));

    public static Task<TEntity?> FindAsync(PracticeDbContext context, TFirst first, TSecond second, CancellationToken cancellationToken) =>
        Query.On(context)(context, first, second, cancellationToken);
}

/// <summary>Writes the query that finds a record by its key.</summary>
internal static class KeyQuery
{
    /// <summary>What the key of a kind of record has beside the practice, in the order of the key.</summary>
    public static PropertyInfo[] PartsOf(PracticeDbContext context, Type record) =>
        [.. context.Model.FindEntityType(record)!.FindPrimaryKey()!.Properties.Select(one => one.PropertyInfo!).Where(one => one.Name != nameof(Domain.Entity.PracticeId))];

    /// <summary>The practice's record whose key has these parts, in the order of the key and without the practice.</summary>
    /// <exception cref="InvalidOperationException">The key has other parts.</exception>
    public static Expression<TQuery> Of<TEntity, TQuery>(PracticeDbContext context, params Type[] parts)
        where TEntity : class
        where TQuery : Delegate
    {
        var properties = PartsOf(context, typeof(TEntity));
        if (!properties.Select(one => one.PropertyType).SequenceEqual(parts))
            throw new InvalidOperationException($"The key of {typeof(TEntity).Name} has the parts {string.Join(", ", properties.Select(one => one.Name))}.");

        var (unit, stop, record) = (Expression.Parameter(typeof(PracticeDbContext), "context"), Expression.Parameter(typeof(CancellationToken), "stop"), Expression.Parameter(typeof(TEntity), "record"));
        var values = parts.Select((type, i) => Expression.Parameter(type, $"part{i}")).ToList();
        var isIt = properties.Zip(values).Select(pair => (Expression)Expression.Equal(Expression.Property(record, pair.First), pair.Second)).Aggregate(Expression.AndAlso);
        var records = Expression.Call(unit, nameof(DbContext.Set), [typeof(TEntity)]);
        var first = Expression.Call(typeof(Queryable), nameof(Queryable.FirstOrDefault), [typeof(TEntity)], records, Expression.Quote(Expression.Lambda<Func<TEntity, bool>>(isIt, record)));
        return Expression.Lambda<TQuery>(first, [unit, .. values, stop]);
    }
}

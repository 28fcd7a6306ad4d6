namespace Frontdesk.Storage.Queries;

/// <summary>
/// A query that is translated once for each kind of database and not looked at again: what a burst asks often. Without it half of
/// what such a query costs is to compare its expression with those that were translated before.
/// </summary>
/// <typeparam name="TQuery">The query as a function of a unit of work and its parameters.</typeparam>
/// <param name="compile">Compiles it, for the model of a unit of work.</param>
internal sealed class Prepared<TQuery>(Func<PracticeDbContext, TQuery> compile)
    where TQuery : Delegate
{
    private TQuery? onSqlite;
    private TQuery? onPostgres;

    /// <summary>The query for the database of a unit of work.</summary>
    public TQuery On(PracticeDbContext context) => context.IsPostgres
        ? onPostgres ??= compile(context)
        : onSqlite ??= compile(context);
}

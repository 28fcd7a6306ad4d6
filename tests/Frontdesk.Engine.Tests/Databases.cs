using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Frontdesk.Engine.Tests;

/// <summary>Tests that hold on every database; each has one subclass for SQLite and one for PostgreSQL.</summary>
public abstract class OnOneDatabase(Func<Task<EngineDatabase?>> database)
{
    protected static Task<EngineDatabase?> Sqlite() => Task.FromResult<EngineDatabase?>(null);

    protected static async Task<EngineDatabase?> Postgres(PostgresCluster cluster) => EngineDatabase.Postgres(await cluster.CreateDatabaseAsync(), "p1");

    protected async Task<TestPractice> OpenAsync(EngineOptions? options = null) => await TestPractice.OpenAsync(options, await database());
}

public sealed class BurstTestsOnSqlite() : BurstTests(Sqlite);

public sealed class BurstTestsOnPostgres(PostgresCluster cluster) : BurstTests(() => Postgres(cluster));

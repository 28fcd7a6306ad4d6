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

    protected async Task<TestPractice> OpenAsync(EngineOptions? options = null, IServiceProvider? services = null, Watching? watching = null) => await TestPractice.OpenAsync(options, await database(), services, watching: watching);
}

public sealed class BurstTestsOnSqlite() : BurstTests(Sqlite);

public sealed class BurstTestsOnPostgres(PostgresCluster cluster) : BurstTests(() => Postgres(cluster));

public sealed class DefinitionTestsOnSqlite() : DefinitionTests(Sqlite);

public sealed class DefinitionTestsOnPostgres(PostgresCluster cluster) : DefinitionTests(() => Postgres(cluster));

public sealed class TimeTestsOnSqlite() : TimeTests(Sqlite);

public sealed class TimeTestsOnPostgres(PostgresCluster cluster) : TimeTests(() => Postgres(cluster));

public sealed class CompositionTestsOnSqlite() : CompositionTests(Sqlite);

public sealed class CompositionTestsOnPostgres(PostgresCluster cluster) : CompositionTests(() => Postgres(cluster));

public sealed class TaskTestsOnSqlite() : TaskTests(Sqlite);

public sealed class TaskTestsOnPostgres(PostgresCluster cluster) : TaskTests(() => Postgres(cluster));

public sealed class OutboxTestsOnSqlite() : OutboxTests(Sqlite);

public sealed class OutboxTestsOnPostgres(PostgresCluster cluster) : OutboxTests(() => Postgres(cluster));

public sealed class KeyRetentionTestsOnSqlite() : KeyRetentionTests(Sqlite);

public sealed class KeyRetentionTestsOnPostgres(PostgresCluster cluster) : KeyRetentionTests(() => Postgres(cluster));

public sealed class IsolationTestsOnSqlite() : IsolationTests(Sqlite);

public sealed class IsolationTestsOnPostgres(PostgresCluster cluster) : IsolationTests(() => Postgres(cluster));

public sealed class ActivationTestsOnSqlite() : ActivationTests(Sqlite);

public sealed class ActivationTestsOnPostgres(PostgresCluster cluster) : ActivationTests(() => Postgres(cluster));

public sealed class WebTestsOnSqlite() : WebTests(Sqlite);

public sealed class WebTestsOnPostgres(PostgresCluster cluster) : WebTests(() => Postgres(cluster));

public sealed class WorkflowHistoryTestsOnSqlite() : WorkflowHistoryTests(Sqlite);

public sealed class WorkflowHistoryTestsOnPostgres(PostgresCluster cluster) : WorkflowHistoryTests(() => Postgres(cluster));

public sealed class TelemetryTestsOnSqlite() : TelemetryTests(Sqlite);

public sealed class TelemetryTestsOnPostgres(PostgresCluster cluster) : TelemetryTests(() => Postgres(cluster));

public sealed class MoveTestsOnSqlite() : MoveTests(Sqlite);

public sealed class MoveTestsOnPostgres(PostgresCluster cluster) : MoveTests(() => Postgres(cluster));

public sealed class JournalRetentionTestsOnSqlite() : JournalRetentionTests(Sqlite);

public sealed class JournalRetentionTestsOnPostgres(PostgresCluster cluster) : JournalRetentionTests(() => Postgres(cluster));

public sealed class RestoredPracticeTestsOnSqlite() : RestoredPracticeTests(Sqlite);

public sealed class RestoredPracticeTestsOnPostgres(PostgresCluster cluster) : RestoredPracticeTests(() => Postgres(cluster));

public sealed class LargeTestsOnSqlite() : LargeTests(Sqlite);

public sealed class LargeTestsOnPostgres(PostgresCluster cluster) : LargeTests(() => Postgres(cluster));

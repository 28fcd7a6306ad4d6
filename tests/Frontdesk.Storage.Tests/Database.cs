using Frontdesk.Storage;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Frontdesk.Storage.Tests;

/// <summary>An empty database of either kind, with the schema, gone after the test.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string? file;

    private Database(StorageOptions options, string? file)
    {
        Options = options;
        Practices = new PracticeDatabase(options, TimeProvider.System);
        this.file = file;
    }

    public StorageOptions Options { get; }

    public PracticeDatabase Practices { get; }

    public static async Task<Database> CreateAsync(DatabaseKind kind, PostgresCluster cluster)
    {
        var path = kind == DatabaseKind.Sqlite ? Path.Combine(Path.GetTempPath(), $"frontdesk-{Guid.NewGuid():N}.db") : null;
        var connectionString = path is null
            ? await cluster.CreateDatabaseAsync()
            : new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
        var database = new Database(new StorageOptions(kind, connectionString), path);
        await database.Practices.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await Practices.DisposeAsync();
        if (file is null)
            return;

        foreach (var part in new[] { file, $"{file}-wal", $"{file}-shm" })
            File.Delete(part);
    }
}

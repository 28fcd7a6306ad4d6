using System.Data.Common;
using Frontdesk.Engine.Storage;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Frontdesk.Storage.Tests;

/// <summary>Records of patients stay in the practice's folder: SQLite would put parts of them aside in the machine's folder for temporary files.</summary>
public sealed class TemporaryFilesTests(PostgresCluster cluster)
{
    private const long InMemory = 2;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_SQLite_puts_aside_while_it_works_stays_in_memory(bool isDraft)
    {
        await using var database = await Database.CreateAsync(DatabaseKind.Sqlite, cluster);
        await using var practices = new PracticeDatabase(database.Options with { IsDraft = isDraft }, TimeProvider.System);
        var engine = EngineDatabase.Sqlite(new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource, "p1", isDraft);

        await using (var records = await practices.OpenConnectionAsync(TestContext.Current.CancellationToken))
            Assert.Equal(InMemory, PlaceOf(records));
        await using (var writer = engine.OpenWriter())
            Assert.Equal(InMemory, PlaceOf(writer));
        await using (var reader = engine.OpenReader())
            Assert.Equal(InMemory, PlaceOf(reader));
        SqliteConnection.ClearAllPools();
    }

    private static object? PlaceOf(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma temp_store";
        return command.ExecuteScalar();
    }
}

using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>How SQLite runs a query depends on the figures of a large practice, and not on when somebody counted.</summary>
public sealed class PlannerStatisticsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frontdesk-planner-");

    private string Source => $"Data Source={Path.Combine(_folder.FullName, "practice.db")};Pooling=False";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_index_leads_past_the_rows_of_the_practice_on_every_connection()
    {
        using var writer = Open();
        Execute(writer, "CREATE TABLE visit (practice_id TEXT NOT NULL, id TEXT NOT NULL, patient_id TEXT NOT NULL, note TEXT, PRIMARY KEY (practice_id, id)) WITHOUT ROWID; CREATE INDEX visit_by_patient ON visit (practice_id, patient_id);");
        using var other = Open();
        const string question = "EXPLAIN QUERY PLAN SELECT note FROM visit WHERE practice_id = 'p' AND patient_id = 'x' ORDER BY id";
        Assert.Contains("PRIMARY KEY (practice_id=?)", Ask(other, question, column: 3), StringComparison.Ordinal);

        Write(writer);

        Assert.Contains("visit_by_patient (practice_id=? AND patient_id=?)", Ask(writer, question, column: 3), StringComparison.Ordinal);

        // A connection notices a changed schema when it next reads.
        Ask(other, "SELECT COUNT(*) FROM visit");
        Assert.Contains("visit_by_patient (practice_id=? AND patient_id=?)", Ask(other, question, column: 3), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_are_right_are_left_alone_and_an_index_that_came_gets_its_own()
    {
        using var connection = Open();
        Execute(connection, "CREATE TABLE visit (practice_id TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (practice_id, id)) WITHOUT ROWID;");
        Write(connection);
        var schema = Ask(connection, "PRAGMA schema_version");
        Assert.Equal("1000000 1000000 1", Ask(connection, "SELECT stat FROM sqlite_stat1 WHERE idx = 'visit'"));

        Write(connection);
        Assert.Equal(schema, Ask(connection, "PRAGMA schema_version"));

        Execute(connection, "CREATE INDEX visit_open ON visit (practice_id, state) WHERE state = 'open'; CREATE UNIQUE INDEX visit_state ON visit (practice_id, state);");
        Write(connection);
        Assert.Equal("1000 1000 100", Ask(connection, "SELECT stat FROM sqlite_stat1 WHERE idx = 'visit_open'"));
        Assert.Equal("1000000 1000000 1", Ask(connection, "SELECT stat FROM sqlite_stat1 WHERE idx = 'visit_state'"));
    }

    private static void Write(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        PlannerStatistics.Write(connection, transaction);
        transaction.Commit();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(Source);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = wal");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Ask(SqliteConnection connection, string sql, int column = 0)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetString(column);
    }
}

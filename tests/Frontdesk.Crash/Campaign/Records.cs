using System.Data.Common;
using System.Globalization;
using Frontdesk.Engine.Journal;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Crash.Campaign;

/// <summary>The practice's database as it lies there, read beside the program and without its code; only the packed journal is unpacked with it.</summary>
internal sealed class Records(string connectionString, bool isPostgres)
{
    /// <summary>The rows that a query finds, each column as text; null becomes an empty text.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(string sql)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<IReadOnlyList<string>>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? string.Empty)]);
        return rows;
    }

    /// <summary>The first column of the rows that a query finds.</summary>
    public async Task<IReadOnlyList<string>> ColumnAsync(string sql) => [.. (await RowsAsync(sql)).Select(row => row[0])];

    /// <summary>A count.</summary>
    public async Task<long> CountAsync(string sql) => long.Parse((await ColumnAsync(sql))[0], CultureInfo.InvariantCulture);

    /// <summary>The lines that the instances of a definition wrote, in order, by instance.</summary>
    public async Task<ILookup<string, string>> LinesAsync(string definitionId)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT j.instance_id, j.entries FROM journal j JOIN workflow_instance i ON i.practice_id = j.practice_id AND i.id = j.instance_id WHERE i.definition_id = '{definitionId}' ORDER BY j.instance_id, j.burst";
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<(string Instance, string Text)>();
        while (await reader.ReadAsync())
            lines.AddRange(JournalCodec.Unpack((byte[])reader.GetValue(1)).Where(entry => entry.Event == JournalEvent.Line).Select(entry => (reader.GetString(0), entry.Text!)));
        return lines.ToLookup(line => line.Instance, line => line.Text, StringComparer.Ordinal);
    }

    /// <summary>What the database itself says about its files; empty when they are whole.</summary>
    public async Task<string> DamageAsync()
    {
        if (isPostgres)
            return string.Empty;
        var said = await ColumnAsync("PRAGMA integrity_check");
        return said is ["ok"] ? string.Empty : string.Join(", ", said);
    }

    // SQLite's file may be written by the program meanwhile; a reader of its own never holds it up.
    private DbConnection Open() => isPostgres
        ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString)
        : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = connectionString, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
}

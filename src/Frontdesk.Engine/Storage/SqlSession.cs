using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Engine.Storage;

/// <summary>
/// Statements of one transaction. Parameters are <c>$1, $2, …</c> on both databases. Writes may be held back until a
/// read or the end, so that PostgreSQL takes many in one round trip; on SQLite they are prepared once and run at once.
/// </summary>
internal abstract class SqlSession : IDisposable
{
    internal DbTransaction? Transaction { get; set; }

    /// <summary>Adds a write.</summary>
    internal abstract void Write(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>Runs the writes held back.</summary>
    internal abstract void Flush();

    /// <summary>Drops the writes held back.</summary>
    internal abstract void Forget();

    /// <summary>Runs a write at once and tells how many rows it touched.</summary>
    internal abstract int Execute(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>Reads rows, after the writes held back.</summary>
    internal abstract DbDataReader Read(string sql, params ReadOnlySpan<object?> parameters);

    public abstract void Dispose();
}

internal sealed class SqliteSession(SqliteConnection connection) : SqlSession
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    internal override void Write(string sql, params ReadOnlySpan<object?> parameters) => Execute(sql, parameters);

    internal override void Flush()
    {
    }

    internal override void Forget()
    {
    }

    internal override int Execute(string sql, params ReadOnlySpan<object?> parameters) => Bind(sql, parameters).ExecuteNonQuery();

    internal override DbDataReader Read(string sql, params ReadOnlySpan<object?> parameters) => Bind(sql, parameters).ExecuteReader();

    public override void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _commands.Clear();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) });
            _commands.Add(sql, command);
        }

        command.Transaction = (SqliteTransaction?)Transaction;
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }
}

internal sealed class PostgresSession(NpgsqlConnection connection) : SqlSession
{
    private readonly List<NpgsqlBatchCommand> _held = [];

    internal override void Write(string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        _held.Add(command);
        if (_held.Count >= 500)
            Flush();
    }

    internal override void Flush()
    {
        if (_held.Count == 0)
            return;
        using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction?)Transaction);
        foreach (var command in _held)
            batch.BatchCommands.Add(command);
        _held.Clear();
        batch.ExecuteNonQuery();
    }

    internal override void Forget() => _held.Clear();

    internal override int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        Flush();
        using var command = Bind(sql, parameters);
        return command.ExecuteNonQuery();
    }

    internal override DbDataReader Read(string sql, params ReadOnlySpan<object?> parameters)
    {
        Flush();
        var command = Bind(sql, parameters);
        return command.ExecuteReader();
    }

    public override void Dispose() => _held.Clear();

    private NpgsqlCommand Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlCommand(sql, connection, (NpgsqlTransaction?)Transaction);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}

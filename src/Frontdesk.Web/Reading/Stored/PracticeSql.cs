using System.Data;
using System.Data.Common;
using System.Globalization;
using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>
/// One look at a practice's database: every query of it sees the same commits. <c>$1</c> is always the practice, on SQLite
/// and on PostgreSQL.
/// </summary>
internal sealed class PracticeSql : IDisposable
{
    private readonly string practice;
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;

    private PracticeSql(EngineDatabase database)
    {
        practice = database.PracticeId;
        connection = database.OpenReader();
        if (connection is SqliteConnection sqlite)
        {
            sqlite.CreateFunction("fold", (string? text) => text is null ? null : SearchText.Fold(text), isDeterministic: true);
            transaction = sqlite.BeginTransaction(deferred: true);
        }
        else
        {
            transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        }
    }

    private bool IsPostgres => connection is NpgsqlConnection;

    /// <summary>Opens the database for reading.</summary>
    public static PracticeSql Open(EngineDatabase database) => new(database);

    /// <summary>Rows of a query; its values are <c>$2</c>, <c>$3</c> and so on.</summary>
    public IReadOnlyList<TRow> Read<TRow>(string sql, Func<DbDataReader, TRow> row, params IReadOnlyList<object> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        List<TRow> rows = [];
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>The number that a query gives.</summary>
    public int Count(string sql, params IReadOnlyList<object> values)
    {
        using var command = Command(sql, values);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>One page of rows, and how many there are.</summary>
    /// <param name="columns">The columns of a row.</param>
    /// <param name="from">Tables and joins.</param>
    /// <param name="where">What holds for every row.</param>
    /// <param name="order">The order of the rows, total.</param>
    /// <param name="list">Which page.</param>
    /// <param name="row">Makes a row.</param>
    /// <param name="main">The table and its alias that decide which rows there are and their order, when the others only add to a row. It has an <c>id</c>.</param>
    public Page<TRow> Page<TRow>(string columns, string from, Conditions where, string order, ListQuery list, Func<DbDataReader, TRow> row, string? main = null)
    {
        var total = Count($"select count(*) from {main ?? from} where {where}", where.Values);
        if (total <= list.Skip)
            return new Page<TRow>([], total, list.Number, list.Size);

        // The rows of the page are found first, so that nothing is joined for all the others.
        var part = string.Create(CultureInfo.InvariantCulture, $"order by {order} limit {list.Size} offset {list.Skip}");
        var id = $"{main?.Split(' ')[^1]}.id";
        var chosen = main is null ? $"{where} {part}" : $"{id[..^3]}.practice_id = $1 and {id} in (select {id} from {main} where {where} {part}) order by {order}";
        return new Page<TRow>(Read($"select {columns} from {from} where {chosen}", row, where.Values), total, list.Number, list.Size);
    }

    /// <summary>A text column in the form in which words are looked for.</summary>
    public string Folded(string column) => IsPostgres
        ? $"case when octet_length({column}) = char_length({column}) then lower({column} collate \"C\") else lower(translate(regexp_replace(normalize({column}, NFD), '[\\u0300-\\u036f]', '', 'g'), 'łŁøØđĐıİ', 'lLoOdDii')) end"
        : $"case when octet_length({column}) = length({column}) then lower({column}) else fold({column}) end";

    /// <summary>The texts that a column of JSON has under some names, joined. JSON escapes what people write, so it is not searched itself.</summary>
    public string Json(string column, params IEnumerable<string> names) =>
        string.Join(" || ' ' || ", names.Select(name => IsPostgres ? $"coalesce({column}::jsonb ->> '{name}', '')" : $"coalesce({column} ->> '$.{name}', '')"));

    /// <summary>The condition that a text column holds a word that is in this form already.</summary>
    public string Holds(string column, string parameter) =>
        IsPostgres ? $"strpos({Folded(column)}, {parameter}) > 0" : $"instr({Folded(column)}, {parameter}) > 0";

    /// <summary>The condition that a text column holds exactly this text somewhere.</summary>
    public string Contains(string column, string parameter) =>
        IsPostgres ? $"strpos({column}, {parameter}) > 0" : $"instr({column}, {parameter}) > 0";

    /// <inheritdoc/>
    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }

    private DbCommand Command(string sql, IReadOnlyList<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        Add(command, 1, practice);
        for (var i = 0; i < values.Count; i++)
            Add(command, i + 2, values[i]);
        return command;
    }

    private static void Add(DbCommand command, int number, object value)
    {
        var parameter = command.CreateParameter();
        if (command is SqliteCommand)
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${number}");
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}

/// <summary>What holds for the rows of a query, with its values.</summary>
internal sealed class Conditions
{
    private readonly List<string> conditions = [];
    private readonly List<object> values = [];

    /// <summary>Begins with the practice.</summary>
    public Conditions(string table) => conditions.Add($"{table}.practice_id = $1");

    /// <summary>The values, from <c>$2</c> on.</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>Takes a value and gives its name.</summary>
    public string Value(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count + 1}");
    }

    /// <summary>Adds a condition.</summary>
    public void Add(string condition) => conditions.Add(condition);

    /// <summary>Adds a condition on a value, when there is one.</summary>
    public void AddWhen(object? value, Func<string, string> condition)
    {
        if (value is not null)
            Add(condition(Value(value)));
    }

    /// <summary>Adds, for every word that is looked for, a condition on its name among the values.</summary>
    public void AddWords(string? search, Func<string, string> condition)
    {
        foreach (var word in SearchText.Words(search))
            Add($"({condition(Value(word))})");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" and ", conditions);
}

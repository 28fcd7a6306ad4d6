using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Engine.Storage;

/// <summary>
/// Tells SQLite's planner how the rows of a practice are spread over its keys. Without figures it supposes that ten rows share
/// the first column of a key; here every key begins with the practice, which all rows of a file share, so it would walk through
/// whole tables where an index leads to a handful of rows. The figures are fixed and those of a large practice: how a query
/// runs depends neither on when somebody counted nor on how few rows there were then. PostgreSQL counts by itself.
/// </summary>
public static class PlannerStatistics
{
    private const string Practice = "practice_id";
    private const int Rows = 1_000_000;

    // Indexes over a part of the rows are over what is open.
    private const int PartialRows = 1_000;

    // How many rows agree in one more column of a key each: many are of one state or kind, few of one state at one moment.
    private static readonly int[] Agreeing = [100, 10, 5, 3, 2];

    // An index of a table without row ids that is its primary key goes by the table's name.
    private const string Keys =
        """
        SELECT t.name, CASE WHEN l.origin = 'pk' AND t.wr THEN t.name ELSE l.name END, l."unique", l.partial, group_concat(c.name ORDER BY c.seqno)
        FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS l JOIN pragma_index_info(l.name) AS c
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
        GROUP BY t.name, l.name
        """;

    /// <summary>Writes the figures of every table and index that there is, when they are not as they should be.</summary>
    /// <param name="connection">An open connection; nothing is done on PostgreSQL.</param>
    /// <param name="transaction">The transaction to write in. Every connection goes by the figures after its commit.</param>
    public static void Write(DbConnection connection, DbTransaction? transaction)
    {
        if (connection is not SqliteConnection)
            return;
        var due = Read(connection, transaction, Keys).ConvertAll(key => (Table: key[0], Index: key[1], Figures: Figures(key[4].Split(','), isUnique: key[2] != "0", rows: key[3] == "0" ? Rows : PartialRows)));
        if (Read(connection, transaction, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")[0][0] == "0")
            Execute(connection, transaction, "PRAGMA analysis_limit = 1; ANALYZE;");
        var known = Read(connection, transaction, "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL").Select(row => (row[0], row[1], row[2])).ToHashSet();
        if (known.SetEquals(due))
            return;
        Execute(connection, transaction, "DELETE FROM sqlite_stat1");
        foreach (var (table, index, figures) in due)
            Execute(connection, transaction, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)", table, index, figures);

        // Figures are read with the schema: a change of the schema makes other connections read both again, and the statement
        // after it this one.
        Execute(connection, transaction, "CREATE TABLE planner_statistics_changed (id INTEGER); DROP TABLE planner_statistics_changed; ANALYZE sqlite_schema;");
    }

    private static string Figures(string[] columns, bool isUnique, int rows)
    {
        var parts = new List<int> { rows };
        var step = 0;
        for (var number = 0; number < columns.Length; number++)
        {
            var agreeing = number == 0 && columns[0] == Practice ? rows : Agreeing[Math.Min(step++, Agreeing.Length - 1)];
            parts.Add(isUnique && number == columns.Length - 1 ? 1 : agreeing);
        }

        return string.Join(' ', parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
    }

    private static List<string[]> Read(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = Command(connection, transaction, sql);
        using var reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!)]);
        return rows;
    }

    private static void Execute(DbConnection connection, DbTransaction? transaction, string sql, params ReadOnlySpan<string> values)
    {
        using var command = Command(connection, transaction, sql);
        for (var number = 0; number < values.Length; number++)
            command.Parameters.Add(new SqliteParameter("$" + (number + 1).ToString(CultureInfo.InvariantCulture), values[number]));
        command.ExecuteNonQuery();
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }
}

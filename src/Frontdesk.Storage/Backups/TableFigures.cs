using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// What a table holds, as figures: the same on SQLite and PostgreSQL for the same rows. The digest is the sum of the rows'
/// SHA-256, so the order of rows does not matter and one changed value changes it.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">The digest of the rows, as hexadecimal digits.</param>
public sealed record TableFigures(string Table, long Rows, string Digest)
{
    private const int HashWords = SHA256.HashSizeInBytes / sizeof(ulong);

    /// <summary>Reads the figures of every table.</summary>
    public static async Task<IReadOnlyList<TableFigures>> ReadAsync(DbConnection connection, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        List<TableFigures> figures = [];
        foreach (var table in await NamesAsync(connection, transaction, cancellationToken))
            figures.Add(await ReadAsync(connection, transaction, table, cancellationToken));
        return figures;
    }

    /// <summary>The names of the tables, sorted.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(DbConnection connection, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = connection is NpgsqlConnection
            ? "select tablename from pg_tables where schemaname = 'public'"
            : "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> names = [];
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>The first table in which two sets of figures differ; null when they are equal.</summary>
    public static string? FirstDifference(IReadOnlyList<TableFigures> expected, IReadOnlyList<TableFigures> found)
    {
        var known = found.ToDictionary(one => one.Table, StringComparer.Ordinal);
        return expected.FirstOrDefault(one => known.GetValueOrDefault(one.Table) != one)?.Table
            ?? found.FirstOrDefault(one => expected.All(other => other.Table != one.Table))?.Table;
    }

    private static async Task<TableFigures> ReadAsync(DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select * from {table}";
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, reader.FieldCount).OrderBy(reader.GetName, StringComparer.Ordinal).ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sum = new ulong[HashWords];
        var rowHash = new byte[SHA256.HashSizeInBytes];
        var rows = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            foreach (var column in columns)
                Append(hash, reader.GetValue(column));
            hash.GetHashAndReset(rowHash);
            Add(sum, rowHash);
            rows++;
        }

        return new TableFigures(table, rows, string.Concat(sum.Select(word => word.ToString("x16", CultureInfo.InvariantCulture))));
    }

    // Each value with its kind and length, so that no two rows read alike. A yes or no is a number on SQLite.
    private static void Append(IncrementalHash hash, object value)
    {
        switch (value)
        {
            case DBNull:
                Append(hash, 'n', []);
                break;
            case string text:
                Append(hash, 't', Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Append(hash, 'b', bytes);
                break;
            case double or float:
                Append(hash, 'r', BitConverter.GetBytes(Convert.ToDouble(value, CultureInfo.InvariantCulture)));
                break;
            default:
                Append(hash, 'i', BitConverter.GetBytes(Convert.ToInt64(value, CultureInfo.InvariantCulture)));
                break;
        }
    }

    private static void Append(IncrementalHash hash, char kind, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }

    private static void Add(ulong[] sum, ReadOnlySpan<byte> rowHash)
    {
        var carry = UInt128.Zero;
        for (var word = HashWords - 1; word >= 0; word--)
        {
            carry += (UInt128)sum[word] + BinaryPrimitives.ReadUInt64BigEndian(rowHash[(word * sizeof(ulong))..]);
            sum[word] = (ulong)carry;
            carry >>= 64;
        }
    }
}

using System.Data.Common;
using Frontdesk.Domain;

namespace Frontdesk.Storage;

/// <summary>The setting by which PostgreSQL's row-level security knows the practice (design.md §4).</summary>
public static class RowLevelSecurity
{
    /// <summary>The setting's name; without it a session sees no row of any practice.</summary>
    public const string Setting = "frontdesk.practice_id";

    /// <summary>Enters a practice: for the transaction, or for the session when there is none.</summary>
    public static void Enter(DbConnection connection, DbTransaction? transaction, PracticeId practice)
    {
        using var command = Command(connection, transaction, practice);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc cref="Enter"/>
    public static async Task EnterAsync(DbConnection connection, DbTransaction? transaction, PracticeId practice, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, transaction, practice);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, PracticeId practice)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select set_config('{Setting}', @practice, {(transaction is null ? "false" : "true")})";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "practice";
        parameter.Value = practice.Value;
        command.Parameters.Add(parameter);
        return command;
    }
}

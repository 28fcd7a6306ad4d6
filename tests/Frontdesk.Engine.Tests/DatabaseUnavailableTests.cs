using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>What is asked again because the database was away, and what is not because it was refused.</summary>
public sealed class DatabaseUnavailableTests
{
    public static TheoryData<Exception> Away =>
    [
        new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
        new PostgresException("the database system is starting up", "FATAL", "FATAL", "57P03"),
        new InvalidOperationException("likely due to a transient failure", new NpgsqlException("Failed to connect")),
        new ObjectDisposedException("NpgsqlTransaction"),
        new SqliteException("database is locked", 5),
        new SqliteException("database or disk is full", 13),
        new DatabaseUnavailableException(new NpgsqlException("Failed to connect")),
    ];

    public static TheoryData<Exception> Refused =>
    [
        new PostgresException("duplicate key value violates unique constraint", "ERROR", "ERROR", "23505"),
        new PostgresException("column does not exist", "ERROR", "ERROR", "42703"),
        new SqliteException("UNIQUE constraint failed", 19),
        new ObjectDisposedException("WorkflowEngine"),
        new InvalidOperationException("A rule was broken."),
    ];

    [Theory, MemberData(nameof(Away), DisableDiscoveryEnumeration = true)]
    public void A_database_that_is_away_is_known_however_it_is_told(Exception failure) => Assert.True(DatabaseUnavailableException.IsBehind(failure));

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_a_database_refuses_is_not_asked_again(Exception failure) => Assert.False(DatabaseUnavailableException.IsBehind(failure));
}

using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Engine.Storage;

/// <summary>Where a practice's engine and domain rows live: a SQLite file, or a PostgreSQL database that many practices share.</summary>
public abstract class EngineDatabase
{
    private protected EngineDatabase(string practiceId) => PracticeId = practiceId;

    /// <summary>The practice whose rows are read and written.</summary>
    public string PracticeId { get; }

    /// <summary>Whether this is PostgreSQL.</summary>
    public abstract bool IsPostgres { get; }

    /// <summary>A SQLite file, created if missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="practiceId">The practice.</param>
    /// <param name="isDraft">No commit waits for the disk; for what is made anew when the machine goes down meanwhile.</param>
    public static EngineDatabase Sqlite(string path, string practiceId, bool isDraft = false) => new SqliteEngineDatabase(path, practiceId, isDraft);

    /// <summary>A PostgreSQL database.</summary>
    public static EngineDatabase Postgres(string connectionString, string practiceId) => new PostgresEngineDatabase(connectionString, practiceId);

    /// <summary>Opens a connection for reading.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>Creates the engine's tables if they are missing.</summary>
    /// <exception cref="NewerDatabaseException">A later program wrote the database.</exception>
    public void EnsureSchema(TimeProvider time)
    {
        using var connection = OpenWriter();
        using var transaction = Begin(connection);
        if (IsPostgres)
        {
            using var guard = connection.CreateCommand();
            guard.Transaction = transaction;
            guard.CommandText = "SELECT pg_advisory_xact_lock(7402551)";
            guard.ExecuteNonQuery();
        }

        EngineSchema.Ensure(connection, transaction, IsPostgres, time.GetUtcNow().ToUnixTimeMilliseconds());
        PlannerStatistics.Write(connection, transaction);
        transaction.Commit();
    }

    /// <summary>Opens the connection that a pump writes through.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Begins a transaction that may write.</summary>
    public abstract DbTransaction Begin(DbConnection connection);

    internal abstract SqlSession CreateSession(DbConnection connection);

    private sealed class SqliteEngineDatabase(string path, string practiceId, bool isDraft) : EngineDatabase(practiceId)
    {
        private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Cache = SqliteCacheMode.Private, Pooling = true, DefaultTimeout = 30 }.ToString();

        public override bool IsPostgres => false;

        // What SQLite puts aside while it works stays in memory: its own files for that lie outside of the practice's folder.
        public override DbConnection OpenReader() => Open("PRAGMA query_only=1; PRAGMA busy_timeout=30000; PRAGMA temp_store=MEMORY;");

        public override DbConnection OpenWriter() => Open($"PRAGMA query_only=0; PRAGMA journal_mode={(isDraft ? "MEMORY" : "WAL")}; PRAGMA synchronous={(isDraft ? "OFF" : "FULL")}; PRAGMA busy_timeout=30000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000;");

        public override DbTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

        internal override SqlSession CreateSession(DbConnection connection) => new SqliteSession((SqliteConnection)connection);

        private SqliteConnection Open(string pragmas)
        {
            var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
    }

    private sealed class PostgresEngineDatabase(string connectionString, string practiceId) : EngineDatabase(practiceId)
    {
        public override bool IsPostgres => true;

        public override DbConnection OpenReader() => Open();

        public override DbConnection OpenWriter() => Open();

        public override DbTransaction Begin(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

        internal override SqlSession CreateSession(DbConnection connection) => new PostgresSession((NpgsqlConnection)connection);

        private NpgsqlConnection Open()
        {
            var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT set_config('frontdesk.practice_id', $1, false)";
            command.Parameters.Add(new NpgsqlParameter { Value = PracticeId });
            command.ExecuteNonQuery();
            return connection;
        }
    }
}

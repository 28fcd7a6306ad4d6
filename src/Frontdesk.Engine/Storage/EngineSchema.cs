using System.Data.Common;

namespace Frontdesk.Engine.Storage;

/// <summary>A program of an earlier version met a database of a later one.</summary>
public sealed class NewerDatabaseException(string component, int found, int known)
    : Exception($"The database was written by a newer version of Frontdesk ({component} schema {found}; this program knows {known}). Start the newer program, or restore a back-up.");

/// <summary>The engine's tables. <c>practice_id</c> leads every key and index.</summary>
public static class EngineSchema
{
    /// <summary>The version that this program writes.</summary>
    public const int Version = 6;

    // Keys that may be forgotten, oldest first; few rows of the table are among them.
    private const string ConsumedKeys =
        """
        CREATE INDEX stimulus_consumed ON stimulus (practice_id, consumed_at)
          WHERE kind = 'request' AND consumed_at IS NOT NULL AND SUBSTR(key, 1, 6) <> 'start:';
        """;

    // Who changed a definition, how often its drafts were saved and at which work, and under which version a burst of the
    // journal was written: null is the instance's own. Lists of instances begin with the newest.
    private const string Changes =
        """
        CREATE TABLE workflow_change (
          practice_id TEXT NOT NULL, definition_id TEXT NOT NULL, sequence BIGINT NOT NULL, what TEXT NOT NULL, version BIGINT,
          by_whom TEXT, at BIGINT NOT NULL, amount BIGINT NOT NULL, note TEXT NOT NULL,
          PRIMARY KEY (practice_id, definition_id, sequence)){without_rowid};
        ALTER TABLE journal ADD COLUMN version BIGINT;
        ALTER TABLE workflow_definition ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE workflow_definition ADD COLUMN saved_in TEXT;
        CREATE INDEX workflow_instance_created ON workflow_instance (practice_id, created_at, id);
        """;

    // Nothing changes in the tables. A journal may be a bundle of several bursts from here on, which a program before this cannot read.
    private const string Bundles = "SELECT 1";

    // What left and what ended lately is counted while somebody looks on, and what is held is looked for, among years of each.
    private const string Lately =
        """
        CREATE INDEX outbox_left ON outbox (practice_id, updated_at) WHERE state IN (3, 4, 6);
        CREATE INDEX outbox_held ON outbox (practice_id, sequence) WHERE state = 8;
        CREATE INDEX workflow_instance_finished ON workflow_instance (practice_id, finished_at) WHERE finished_at IS NOT NULL;
        """;

    // Where in a trace a stimulus or message was written, and since when a message may leave: a retry moves not_before.
    private const string Traces =
        """
        ALTER TABLE stimulus ADD COLUMN traceparent TEXT;
        ALTER TABLE outbox ADD COLUMN traceparent TEXT;
        ALTER TABLE outbox ADD COLUMN due_at BIGINT;
        """;

    private const string Tables =
        """
        CREATE TABLE engine_epoch (
          practice_id TEXT NOT NULL PRIMARY KEY, epoch BIGINT NOT NULL, owner TEXT NOT NULL, taken_at BIGINT NOT NULL);

        CREATE TABLE workflow_definition (
          practice_id TEXT NOT NULL, definition_id TEXT NOT NULL, version BIGINT NOT NULL, id TEXT NOT NULL,
          name TEXT NOT NULL, json TEXT NOT NULL, is_latest BIGINT NOT NULL, is_published BIGINT NOT NULL,
          created_at BIGINT NOT NULL, created_by TEXT, source_hash TEXT,
          PRIMARY KEY (practice_id, definition_id, version));
        CREATE UNIQUE INDEX workflow_definition_id ON workflow_definition (practice_id, id);

        CREATE TABLE workflow_instance (
          practice_id TEXT NOT NULL, id TEXT NOT NULL, definition_id TEXT NOT NULL, version BIGINT NOT NULL,
          status BIGINT NOT NULL, sub_status BIGINT NOT NULL, correlation_id TEXT, name TEXT, parent_id TEXT,
          incidents BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, finished_at BIGINT,
          bursts BIGINT NOT NULL, state {blob} NOT NULL,
          PRIMARY KEY (practice_id, id));
        CREATE INDEX workflow_instance_definition ON workflow_instance (practice_id, definition_id, status);
        CREATE INDEX workflow_instance_parent ON workflow_instance (practice_id, parent_id) WHERE parent_id IS NOT NULL;
        CREATE INDEX workflow_instance_correlation ON workflow_instance (practice_id, correlation_id) WHERE correlation_id IS NOT NULL;

        CREATE TABLE bookmark (
          practice_id TEXT NOT NULL, id TEXT NOT NULL, instance_id TEXT NOT NULL, activity_id TEXT NOT NULL,
          stimulus TEXT NOT NULL, correlation_id TEXT, due_at BIGINT, task_id TEXT, created_at BIGINT NOT NULL,
          PRIMARY KEY (practice_id, id));
        CREATE INDEX bookmark_stimulus ON bookmark (practice_id, stimulus, correlation_id);
        CREATE INDEX bookmark_due ON bookmark (practice_id, due_at) WHERE due_at IS NOT NULL;

        CREATE TABLE workflow_trigger (
          practice_id TEXT NOT NULL, definition_id TEXT NOT NULL, activity_id TEXT NOT NULL, stimulus TEXT NOT NULL,
          version BIGINT NOT NULL, due_at BIGINT,
          PRIMARY KEY (practice_id, definition_id, activity_id, stimulus));
        CREATE INDEX workflow_trigger_stimulus ON workflow_trigger (practice_id, stimulus);

        CREATE TABLE stimulus (
          practice_id TEXT NOT NULL, key TEXT NOT NULL, sequence {identity}, kind TEXT NOT NULL, payload TEXT NOT NULL,
          attempts BIGINT NOT NULL, not_before BIGINT NOT NULL, enqueued_at BIGINT NOT NULL, consumed_at BIGINT, result TEXT,
          {stimulus_key});
        CREATE INDEX stimulus_pending ON stimulus (practice_id, not_before, sequence) WHERE consumed_at IS NULL;

        CREATE TABLE outbox (
          practice_id TEXT NOT NULL, sequence {identity}, id TEXT NOT NULL, idempotency_key TEXT NOT NULL,
          channel TEXT NOT NULL, recipient TEXT NOT NULL, payload TEXT NOT NULL, state BIGINT NOT NULL, attempts BIGINT NOT NULL,
          not_before BIGINT NOT NULL, lease_until BIGINT, provider_id TEXT, code TEXT, reason TEXT,
          instance_id TEXT, bookmark_id TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
          {outbox_key});
        CREATE UNIQUE INDEX outbox_id ON outbox (practice_id, id);
        CREATE UNIQUE INDEX outbox_idempotency ON outbox (practice_id, idempotency_key);
        CREATE INDEX outbox_open ON outbox (practice_id, channel, recipient, sequence) WHERE state IN (0, 1, 2);
        CREATE INDEX outbox_provider ON outbox (practice_id, channel, provider_id) WHERE provider_id IS NOT NULL;

        CREATE TABLE journal (
          practice_id TEXT NOT NULL, instance_id TEXT NOT NULL, burst BIGINT NOT NULL, entries {blob} NOT NULL,
          PRIMARY KEY (practice_id, instance_id, burst)){without_rowid};

        CREATE TABLE incident (
          practice_id TEXT NOT NULL, id TEXT NOT NULL, instance_id TEXT, definition_id TEXT NOT NULL, activity_id TEXT NOT NULL,
          kind TEXT NOT NULL, message TEXT NOT NULL, created_at BIGINT NOT NULL, resolved_at BIGINT, resolution TEXT, stimulus_key TEXT,
          PRIMARY KEY (practice_id, id));
        CREATE INDEX incident_open ON incident (practice_id, created_at) WHERE resolved_at IS NULL;

        CREATE TABLE user_task (
          practice_id TEXT NOT NULL, id TEXT NOT NULL, instance_id TEXT NOT NULL, bookmark_id TEXT NOT NULL, activity_id TEXT NOT NULL,
          title TEXT NOT NULL, state TEXT NOT NULL, assignee TEXT, priority BIGINT NOT NULL, due_at BIGINT, created_at BIGINT NOT NULL,
          completed_at BIGINT, completed_by TEXT, outcome TEXT, version BIGINT NOT NULL, details TEXT NOT NULL,
          PRIMARY KEY (practice_id, id));
        CREATE INDEX user_task_open ON user_task (practice_id, state, priority, created_at);
        """;

    /// <summary>Brings a database to this version step by step, or refuses a newer one. Runs inside the given transaction.</summary>
    /// <exception cref="NewerDatabaseException">A later program wrote the database.</exception>
    internal static void Ensure(DbConnection connection, DbTransaction transaction, bool postgres, long now)
    {
        Execute(connection, transaction, "CREATE TABLE IF NOT EXISTS schema_version (component TEXT NOT NULL, version BIGINT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (component, version))");
        var found = Convert.ToInt32(Scalar(connection, transaction, "SELECT COALESCE(MAX(version), 0) FROM schema_version WHERE component = 'engine'"), System.Globalization.CultureInfo.InvariantCulture);
        if (found > Version)
            throw new NewerDatabaseException("engine", found, Version);
        string[] steps = [Tables, ConsumedKeys, Changes, Traces, Bundles, Lately];
        for (var version = found + 1; version <= Version; version++)
        {
            Execute(connection, transaction, Dialect(steps[version - 1], postgres));
            Execute(connection, transaction, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"INSERT INTO schema_version (component, version, applied_at) VALUES ('engine', {version}, {now})"));
        }
    }

    private static string Dialect(string ddl, bool postgres) =>
        ddl
            .Replace("{blob}", postgres ? "BYTEA" : "BLOB", StringComparison.Ordinal)
            .Replace("{without_rowid}", postgres ? string.Empty : " WITHOUT ROWID", StringComparison.Ordinal)
            .Replace("{identity}", postgres ? "BIGINT GENERATED ALWAYS AS IDENTITY" : "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
            .Replace("{stimulus_key}", postgres ? "PRIMARY KEY (practice_id, key)" : "UNIQUE (practice_id, key)", StringComparison.Ordinal)
            .Replace("{outbox_key}", postgres ? ", PRIMARY KEY (practice_id, sequence)" : string.Empty, StringComparison.Ordinal);

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

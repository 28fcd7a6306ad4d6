using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Frontdesk.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Frontdesk.Simulation.Tests;

/// <summary>
/// A practice that has run for years is as quick as a new one: whatever a burst asks of a table that grows by the day is found
/// by an index, and not by walking through the practice's rows.
/// </summary>
public sealed partial class QueryPlanTests : IDisposable
{
    // Tables to which every day adds rows that stay.
    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        "appointment", "booking", "reminder", "sent_message", "access_log", "received_record", "stored_document", "secure_link",
        "referral", "test_order", "diagnostic_result", "result_report", "result_decision", "purchase", "stock_move", "stock_allocation", "stock_transfer", "supply_alert",
        "patient", "patient_phone", "patient_identifier",
        "workflow_instance", "bookmark", "journal", "outbox", "stimulus", "user_task", "incident",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frontdesk-plans-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_burst_asks_of_a_growing_table_is_found_by_an_index()
    {
        var file = Path.Combine(_folder.FullName, "practice.db");
        var plan = new SimulationPlan(14, 3, Path.Combine(AppContext.BaseDirectory, "workflows"), new StorageOptions(DatabaseKind.Sqlite, $"Data Source={file}"));
        IReadOnlyCollection<string> asked;
        using (var listening = new Statements(file))
        {
            await PracticeSimulation.RunAsync(plan, new UntilTheLastDay(listening));
            asked = listening.Asked;
        }

        // What this test would not see if it stopped working: the engine's own statements, and those of the records.
        Assert.Contains(asked, sql => sql.Contains("FROM bookmark", StringComparison.Ordinal));
        Assert.Contains(asked, sql => sql.Contains("FROM \"reminder\"", StringComparison.Ordinal));

        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var open = OverWhatIsOpen(connection);
        Assert.Empty(asked.SelectMany(sql => Walks(connection, sql, open).Select(walk => $"{walk}: {Space().Replace(sql, " ")}")).Order(StringComparer.Ordinal));

        // Of a million timers that are due at one moment, a batch must not sort all. Messages that are still open are few.
        var sorts = asked.Where(sql => Few().Match(sql) is { Success: true } few && Growing.Contains(few.Groups["table"].Value) && few.Groups["table"].Value != "outbox")
            .SelectMany(sql => Sorts(connection, sql).Select(sort => $"{sort}: {Space().Replace(sql, " ")}")).Order(StringComparer.Ordinal).ToList();
        Assert.Contains(asked, sql => Few().Match(sql).Groups["table"].Value == "bookmark");
        Assert.True(sorts.Count == 0, string.Join('\n', sorts));
    }

    // What is open is little, however much is over: to walk through an index over that part alone is right.
    private static HashSet<string> OverWhatIsOpen(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT l.name FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS l WHERE l.partial";
        using var reader = command.ExecuteReader();
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static List<string> Walks(SqliteConnection connection, string sql, HashSet<string> open)
    {
        List<string> walks = [];
        foreach (var step in PlanOf(connection, sql))
        {
            if (Walk().Match(step) is { Success: true } walk && !open.Contains(walk.Groups["index"].Value) && TableOf(sql, walk.Groups["alias"].Value) is { } table && Growing.Contains(table))
                walks.Add($"{table} ({step})");
        }

        return walks;
    }

    private static List<string> Sorts(SqliteConnection connection, string sql) =>
        PlanOf(connection, sql).FindAll(step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal));

    // The steps of SQLite's plan, in its words.
    private static List<string> PlanOf(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        List<string> steps = [];
        using var reader = command.ExecuteReader();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }

    private static string? TableOf(string sql, string alias) =>
        Growing.Contains(alias) ? alias : Regex.Match(sql, $@"""?(?<table>\w+)""?\s+(AS\s+)?""?{alias}""?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } named ? named.Groups["table"].Value : null;

    // A step of a plan that goes through all rows, or through all of the practice.
    [GeneratedRegex(@"^(SCAN|SEARCH) (?<alias>\w+)( USING (COVERING INDEX|INDEX|PRIMARY KEY)( (?<index>\w+))? \(practice_id=\?\)| USING (COVERING )?INDEX (?<index>\w+))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Walk();

    // Who asks for a few of many.
    [GeneratedRegex(@"^\s*SELECT\b.*?\bFROM\s+""?(?<table>\w+).*\bLIMIT\s+\S+\s*$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Few();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    // At the end the simulation itself reads whole tables for its figures.
    private sealed class UntilTheLastDay(Statements listening) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value)
        {
            if (value.Day == value.Days)
                listening.IsOver = true;
        }
    }

    /// <summary>
    /// Every statement on the connections on which the records are read and written: those of the records, and those of the
    /// engine in the same bursts. SQLite tells them with their values in place. Only those of one practice: a connection of a
    /// simulation in another test may be at work when this stops listening.
    /// </summary>
    private sealed partial class Statements : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private readonly ConcurrentDictionary<string, string> _asked = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<sqlite3, bool> _traced = new();
        private readonly List<IDisposable> _subscriptions = [];
        private readonly string _file;

        public Statements(string file)
        {
            _file = file;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public bool IsOver { get; set; }

        /// <summary>One of each kind.</summary>
        public IReadOnlyCollection<string> Asked => [.. _asked.Values];

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandEventData { Command.Connection: SqliteConnection { Handle: { } handle } connection } && connection.DataSource == _file && _traced.TryAdd(handle, true))
                raw.sqlite3_trace(handle, (_, sql) => Add(sql), null!);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            _subscriptions.ForEach(one => one.Dispose());
            foreach (var handle in _traced.Keys.Where(handle => !handle.IsClosed))
                raw.sqlite3_trace(handle, (strdelegate_trace)null!, null!);
        }

        private void Add(string sql)
        {
            if (!IsOver && Question().IsMatch(sql))
                _asked.TryAdd(Value().Replace(sql, "?"), sql);
        }

        [GeneratedRegex(@"^\s*(SELECT|UPDATE|DELETE)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Question();

        [GeneratedRegex(@"x?'([^']|'')*'|\b\d+(\.\d+)?\b", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Value();
    }
}

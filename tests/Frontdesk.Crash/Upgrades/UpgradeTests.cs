using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Frontdesk.Crash.Campaign;
using Frontdesk.Tests;
using Npgsql;
using Xunit;

namespace Frontdesk.Crash.Upgrades;

/// <summary>
/// A practice that an earlier program left (engine schema 2, domain schema 12), with a patient, stock, an instance that waits
/// for a person and two that wait for a web request; the files beside this one are its database as it lay there.
/// </summary>
public sealed class UpgradeTests(PostgresCluster cluster)
{
    private const string Earlier = "engine-2-domain-12";
    private const string Versions = "SELECT component || ' ' || MAX(version) FROM schema_version GROUP BY component ORDER BY component";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Counted from the moment at which the program has its database open.
    private static readonly int[] KilledAfter = [20, 70, 200];

    private static readonly string[] Whole = ["1", "2", "3 Yes"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_program_left_is_brought_forward_and_what_was_under_way_goes_on(bool isPostgres)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-upgrade-");
        var (connection, records) = await UnpackAsync(folder, isPostgres);
        await using var server = Server.On(folder, connection);
        await GoesOnAsync(server, records);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_is_killed_while_it_brings_a_database_forward_leaves_each_part_as_it_was_or_forward(bool isPostgres)
    {
        foreach (var milliseconds in KilledAfter)
        {
            var folder = Directory.CreateTempSubdirectory("frontdesk-upgrade-");
            var (connection, records) = await UnpackAsync(folder, isPostgres);
            await using var server = Server.On(folder, connection);
            server.Begin();
            await OpenedAsync(folder, records, isPostgres);
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
            await server.KillAsync();

            Assert.Empty(await records.DamageAsync());
            var left = await records.ColumnAsync(Versions);
            TestContext.Current.TestOutputHelper?.WriteLine($"killed after {milliseconds} ms: {string.Join(", ", left)}");
            await GoesOnAsync(server, records);
            var forward = await records.ColumnAsync(Versions);
            Assert.All(left.Zip(forward).Zip(["domain 12", "engine 2"]), part => Assert.True(part.First.First == part.First.Second || part.First.First == part.Second, $"{part.First.First} on the way from {part.Second} to {part.First.Second}"));
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(false, "engine")]
    [InlineData(false, "domain")]
    [InlineData(true, "engine")]
    [InlineData(true, "domain")]
    public async Task A_database_of_a_later_program_is_refused_in_words_and_left_as_it_is(bool isPostgres, string component)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-upgrade-");
        var (connection, records) = await UnpackAsync(folder, isPostgres);
        await records.RowsAsync($"INSERT INTO schema_version (component, version, applied_at) VALUES ('{component}', 999, 0) RETURNING version");
        var before = await records.RowsAsync("SELECT component, version FROM schema_version ORDER BY component, version");
        await using var server = Server.On(folder, connection);
        server.Begin();
        await server.EndedAsync(Longest);

        Assert.Contains(server.Said, line => line.Contains("999", StringComparison.Ordinal) && line.Contains("newer", StringComparison.Ordinal));
        if (component == "domain")
            Assert.Equal(before, await records.RowsAsync("SELECT component, version FROM schema_version ORDER BY component, version"));
        folder.Delete(recursive: true);
    }

    // The program has its database open: what brings it forward comes next.
    private static async Task OpenedAsync(DirectoryInfo folder, Records records, bool isPostgres)
    {
        var until = TimeProvider.System.GetUtcNow() + Longest;
        while (isPostgres
            ? await records.CountAsync("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") == 0
            : !File.Exists(Path.Combine(folder.FullName, "practice.db-wal")))
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "The program did not open its database.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static async Task GoesOnAsync(Server server, Records records)
    {
        var timers = await records.RowsAsync("SELECT id, due_at FROM bookmark WHERE due_at IS NOT NULL ORDER BY id");
        server.Begin();
        await server.ReadyAsync(Longest);
        using var client = new HttpClient { BaseAddress = new Uri(server.Root) };

        Assert.Equal(timers, await records.RowsAsync("SELECT id, due_at FROM bookmark WHERE due_at IS NOT NULL ORDER BY id"));
        Assert.True(await records.CountAsync("SELECT MAX(version) FROM schema_version WHERE component = 'domain'") > 12);
        Assert.Equal("Ana Old", (await ReadAsync(client, "/api/patients"))["items"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(500, (await ReadAsync(client, "/api/stock/gloves"))["stock"]!["position"]!.GetValue<decimal>());

        // A request goes to one of those that wait for it.
        for (var i = 0; i < 2; i++)
            (await client.PostAsync(new Uri("/workflows/survey/go-on", UriKind.Relative), null)).EnsureSuccessStatusCode();
        var tasks = (await ReadAsync(client, "/api/tasks"))["items"]!.AsArray().Where(task => task!["title"]!.GetValue<string>() == "Decide").Select(task => task!["id"]!.GetValue<string>()).ToList();
        Assert.Equal(3, tasks.Count);
        foreach (var task in tasks)
        {
            using var complete = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/tasks/{task}/complete", UriKind.Relative)) { Content = JsonContent.Create(new JsonObject { ["outcome"] = "Yes" }) };
            complete.Headers.Add("Idempotency-Key", task);
            (await client.SendAsync(complete)).EnsureSuccessStatusCode();
        }

        var lines = await records.LinesAsync("survey");
        Assert.Equal(3, lines.Count);
        Assert.All(lines, written => Assert.Equal(Whole, written));
        Assert.Equal(["1", "1", "1"], await records.ColumnAsync("SELECT status FROM workflow_instance WHERE definition_id = 'survey'"));
        await server.KillAsync();
    }

    private static async Task<JsonObject> ReadAsync(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative)))!;

    private async Task<(string? Connection, Records Records)> UnpackAsync(DirectoryInfo folder, bool isPostgres)
    {
        var file = Path.Combine(folder.FullName, isPostgres ? "practice.sql" : "practice.db");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Upgrades", $"{Earlier}{(isPostgres ? ".sql" : ".db")}.gz")), CompressionMode.Decompress))
        await using (var plain = File.Create(file))
            await packed.CopyToAsync(plain);
        if (!isPostgres)
            return (null, new Records(file, isPostgres: false));
        var connection = await cluster.CreateDatabaseAsync();
        await RunAsync(new NpgsqlConnectionStringBuilder(connection), file);
        return (connection, new Records(PostgresCluster.AsSuperuser(connection), isPostgres: true));
    }

    private static async Task RunAsync(NpgsqlConnectionStringBuilder to, string file)
    {
        using var process = Process.Start(new ProcessStartInfo("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-h", to.Host!, "-p", to.Port.ToString(CultureInfo.InvariantCulture), "-U", to.Username!, "-f", file, to.Database!]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (said, problems) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said + await problems);
    }
}

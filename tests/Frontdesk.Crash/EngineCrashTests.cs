using System.Diagnostics;
using System.Globalization;
using Frontdesk.Crash.Campaign;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Crash;

public sealed class EngineCrashTests(PostgresCluster cluster)
{
    private const int Instances = 120;
    private static readonly string[] Expected = ["1", "2", "3", "4", "5"];

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    public async Task A_process_killed_at_any_moment_continues_with_nothing_lost_and_nothing_done_twice_on_SQLite(int seed, int kills)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-crash-");
        try
        {
            var path = Path.Combine(folder.FullName, "practice.db");
            await CrashAsync(path, seed, kills);
            await CheckAsync(new Records(path, isPostgres: false));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_continues_with_nothing_lost_and_nothing_done_twice_on_PostgreSQL()
    {
        var connectionString = await cluster.CreateDatabaseAsync();
        await CrashAsync(connectionString, seed: 3, kills: 6);
        await CheckAsync(new Records(PostgresCluster.AsSuperuser(connectionString), isPostgres: true));
    }

    private static async Task CrashAsync(string database, int seed, int kills)
    {
        var random = new Random(seed);
        var killed = 0;
        for (var i = 0; i < kills; i++)
        {
            using var process = Start(database);
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 160)), TimeProvider.System));
            if (process.HasExited)
                break;
            process.Kill();
            await process.WaitForExitAsync();
            killed++;
        }

        Assert.True(killed >= 2, $"only {killed} of {kills} processes were killed before all was done: give them more to do");
        using var last = Start(database);
        var errors = last.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            await last.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            last.Kill();
            Assert.Fail("The process did not finish its work in a minute.");
        }

        Assert.True(last.ExitCode == 0, await errors);
    }

    private static Process Start(string database)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Frontdesk.Crash.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", [program, "load", database, Instances.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static async Task CheckAsync(Records records)
    {
        Assert.Equal(Instances, await records.CountAsync("SELECT COUNT(*) FROM workflow_instance WHERE definition_id = 'load' AND status = 1 AND sub_status = 3"));
        Assert.Equal(Instances, await records.CountAsync("SELECT COUNT(*) FROM workflow_instance WHERE definition_id = 'child' AND status = 1 AND sub_status = 3"));
        Assert.Equal(Instances * 2, await records.CountAsync("SELECT COUNT(*) FROM workflow_instance"));
        Assert.Equal(0, await records.CountAsync("SELECT COUNT(*) FROM bookmark"));
        Assert.Equal(0, await records.CountAsync("SELECT COUNT(*) FROM incident"));
        Assert.Equal(0, await records.CountAsync("SELECT COUNT(*) FROM stimulus WHERE consumed_at IS NULL"));
        Assert.Equal(Instances, (await records.ColumnAsync("SELECT idempotency_key FROM outbox WHERE state = 4")).Distinct().Count());
        Assert.Equal(Instances, await records.CountAsync("SELECT COUNT(*) FROM outbox"));
        var lines = await records.LinesAsync("load");
        foreach (var id in await records.ColumnAsync("SELECT id FROM workflow_instance WHERE definition_id = 'load'"))
            Assert.Equal(Expected, lines[id]);
    }
}

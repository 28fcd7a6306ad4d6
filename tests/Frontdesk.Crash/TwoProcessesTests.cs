using System.Globalization;
using Frontdesk.Crash.Campaign;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Crash;

/// <summary>Two servers that are started on one practice, each with a data folder of its own.</summary>
public sealed class TwoProcessesTests(PostgresCluster cluster)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_server_on_a_practice_writes_nothing_and_says_why_it_ends_and_takes_over_when_the_first_is_killed(bool isPostgres)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-two-");
        var connection = isPostgres ? await cluster.CreateDatabaseAsync() : "Data Source=" + Path.Combine(folder.CreateSubdirectory("shared").FullName, "practice.db");
        var records = new Records(isPostgres ? PostgresCluster.AsSuperuser(connection) : Path.Combine(folder.FullName, "shared", "practice.db"), isPostgres);
        await using var first = At(folder.CreateSubdirectory("first"), connection, isPostgres);
        await using var second = At(folder.CreateSubdirectory("second"), connection, isPostgres);
        first.Begin();
        await first.ReadyAsync(Longest);
        var epoch = await records.CountAsync("SELECT epoch FROM engine_epoch");

        second.Begin();
        await second.EndedAsync(Longest);
        Assert.Contains(second.Said, line => line.Contains("Another Frontdesk works on", StringComparison.Ordinal));
        Assert.Equal(epoch, await records.CountAsync("SELECT epoch FROM engine_epoch"));
        first.NoteWhetherItEnded();
        Assert.Empty(first.Ended);

        await first.KillAsync();
        second.Begin();
        await second.ReadyAsync(Longest);
        Assert.True(await records.CountAsync("SELECT epoch FROM engine_epoch") > epoch);
        await second.KillAsync();
        folder.Delete(recursive: true);
    }

    private static Server At(DirectoryInfo folder, string connection, bool isPostgres) => new(
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{PostgresCluster.FreePort()}"),
        new Dictionary<string, string>
        {
            ["Frontdesk__DataDirectory"] = folder.FullName,
            ["Frontdesk__Practice__Demo"] = "false",
            ["Frontdesk__Database__Provider"] = isPostgres ? "postgres" : "sqlite",
            ["Frontdesk__Database__ConnectionString"] = connection,
            ["Frontdesk__Database__WaitForOther"] = "00:00:02",
        });
}

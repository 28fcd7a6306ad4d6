using System.Globalization;
using Frontdesk.Tests;

namespace Frontdesk.Crash.Campaign;

/// <summary>
/// The real server under the load of several clients, killed at random moments and begun again, then left to finish and checked.
/// Kills come while it starts and while it is busy, and before some of them something else goes wrong.
/// </summary>
internal static class CrashCampaign
{
    private const string Person =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Practitioner","id":"2","name":[{"family":"Weiss","given":["Hannah"]}]}}]}
        """;

    private static readonly TimeSpan LongestFinish = TimeSpan.FromMinutes(2);

    /// <summary>Runs a campaign.</summary>
    public static async Task<CampaignReport> RunAsync(CampaignOptions options, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-campaign-");
        using var disk = options.FullDisk > 0 ? new SmallDisk() : null;
        var clock = options.ClockJumps > 0 ? new ServerClock(folder) : null;
        await using var cluster = options.IsPostgres ? await PostgresCluster.StartDurableAsync(disk?.Folder) : null;
        var data = disk is null ? folder : Directory.CreateDirectory(Path.Combine(disk.Folder, "practice"));
        var connection = cluster is null ? Path.Combine(data.FullName, "practice.db") : await cluster.CreateDatabaseAsync();
        var records = new Records(cluster is null ? connection : PostgresCluster.AsSuperuser(connection), options.IsPostgres);
        var backups = options.KilledBackups > 0 ? new BackupFolder(folder, data) : null;
        await using var outside = await Outside.OpenAsync(options.Seed);
        using var log = new RequestLog(Path.Combine(folder.FullName, "requests.jsonl"));
        await using var server = await PrepareAsync(folder, data, options.IsPostgres ? connection : null, outside.Url, [.. clock?.Environment ?? [], .. backups?.Environment ?? []]);

        using var clients = new Clients(new Uri(server.Root), log, records, options.Seed);
        server.Begin();
        await clients.SetUpAsync(outside.Url);
        List<Trouble> troubles =
        [
            .. Enumerable.Range(0, options.DatabaseKills).Select(_ => new DatabaseKill(cluster!)),
            .. Enumerable.Range(0, options.LateDatabase).Select(_ => (Trouble)(cluster is null ? new LateSqlite(connection) : new LatePostgres(cluster))),
            .. Enumerable.Range(0, options.FullDisk).Select(_ => new FullDisk(disk!)),
            .. Enumerable.Range(0, options.ClockJumps).Select(_ => new ClockJump(clock!)),
            .. Enumerable.Range(0, options.KilledBackups).Select(_ => new KilledBackup(server, backups!)),
        ];
        var kills = await KillAsync(options, server, troubles, clients, log, output);
        outside.IsKind = true;
        clock?.CatchUp();
        List<string> violations = [.. await FinishAsync(clients, records)];
        server.NoteWhetherItEnded();
        await server.KillAsync();
        var checker = new Checker(log, outside, records);
        violations.AddRange(await checker.CheckAsync());
        violations.AddRange(clients.Surprises);
        violations.AddRange(server.Ended);
        if (backups is not null && violations.Count == 0)
            violations.AddRange(await backups.CheckAsync(server));
        var report = new CampaignReport(options, kills, log.Requests, log.Unanswered, checker.Effects, outside.Texts.Count + outside.Calls.Count, violations);
        await KeepAsync(folder, server, report, output);
        return report;
    }

    /// <summary>A server on a new practice with one practitioner. It is not begun yet.</summary>
    /// <param name="folder">Where what the campaign itself needs is kept.</param>
    /// <param name="data">The practice's data folder.</param>
    /// <param name="postgres">How to reach PostgreSQL; null for SQLite.</param>
    /// <param name="outside">Where the world outside is.</param>
    /// <param name="more">What its environment has beside.</param>
    public static async Task<Server> PrepareAsync(DirectoryInfo folder, DirectoryInfo data, string? postgres, string outside, params IEnumerable<(string Name, string Value)> more)
    {
        var server = new Server(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{PostgresCluster.FreePort()}"), Settings(data.FullName, postgres, outside, more));
        var bundles = folder.CreateSubdirectory("bundles");
        await File.WriteAllTextAsync(Path.Combine(bundles.FullName, "person.json"), Person);
        await server.RunAsync("import", bundles.FullName);
        return server;
    }

    // What went wrong can be looked at; what went well leaves nothing.
    private static async Task KeepAsync(DirectoryInfo folder, Server server, CampaignReport report, TextWriter output)
    {
        if (report.Violations.Count == 0)
        {
            folder.Delete(recursive: true);
            return;
        }

        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "server.log"), server.Said);
        await output.WriteLineAsync($"What there is to look at stays in {folder.FullName}.");
    }

    private static async Task<int> KillAsync(CampaignOptions options, Server server, List<Trouble> troubles, Clients clients, RequestLog log, TextWriter output)
    {
        var random = new Random(options.Seed);
        using var stop = new CancellationTokenSource();
        var work = Enumerable.Range(1, options.Clients).Select(number => clients.WorkAsync(number, stop.Token)).ToList();
        var troubleAt = troubles.ToLookup(_ => random.Next(options.Kills));
        var kills = 0;
        for (var i = 0; i < options.Kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(100, 2_500) : random.Next(2_500, 4_500)), TimeProvider.System);
            foreach (var trouble in troubleAt[i])
                await trouble.StrikeAsync(random);

            server.NoteWhetherItEnded();
            await server.KillAsync();
            kills++;
            server.Begin();
            if (kills % 25 == 0)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {log.Requests} requests"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(work);
        return kills;
    }

    // Nobody is killed any more: what was begun comes to its end within a while.
    private static async Task<IReadOnlyList<string>> FinishAsync(Clients clients, Records records)
    {
        var until = TimeProvider.System.GetUtcNow() + LongestFinish;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            await clients.FinishAsync();
            var open = await records.CountAsync("SELECT COUNT(*) FROM workflow_instance WHERE definition_id = 'campaign' AND status = 0");
            var unsent = await records.CountAsync("SELECT COUNT(*) FROM outbox WHERE state IN (0, 1, 2)");
            var pending = await records.CountAsync("SELECT COUNT(*) FROM stimulus WHERE consumed_at IS NULL");
            if (open + unsent + pending == 0)
                return [];
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        return [$"not everything came to its end within {LongestFinish.TotalMinutes:0} minutes."];
    }

    private static Dictionary<string, string> Settings(string folder, string? postgres, string outside, IEnumerable<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Frontdesk__DataDirectory"] = folder,
            ["Frontdesk__Practice__Demo"] = "false",
            ["Frontdesk__Practice__TimeZone"] = CampaignZone.Name,
            ["Frontdesk__Engine__FirstRetryDelay"] = "00:00:00.2000000",
            ["Frontdesk__Engine__MaxAttempts"] = "20",
            ["Frontdesk__Channels__Twilio__AccountSid"] = Outside.Account,
            ["Frontdesk__Channels__Twilio__AuthToken"] = Outside.Secret,
            ["Frontdesk__Channels__Twilio__FromNumber"] = "+12125550100",
            ["Frontdesk__Channels__Twilio__PublicUrl"] = Clients.PublicUrl,
            ["Frontdesk__Channels__Twilio__BaseUrl"] = outside,
            ["Frontdesk__Channels__Http__MaxAttempts"] = "100",
            ["Frontdesk__Channels__Dispatch__MaxAttempts"] = "100",
            ["Frontdesk__Channels__Dispatch__BatchSize"] = "16",
            ["Frontdesk__Channels__Dispatch__AttemptTimeout"] = "00:00:02",
            ["Frontdesk__Channels__Dispatch__Lease"] = "00:00:05",
            ["Frontdesk__Channels__Dispatch__FirstRetry"] = "00:00:00.2000000",
            ["Frontdesk__Channels__Dispatch__LongestRetry"] = "00:00:01",
            ["Frontdesk__Channels__Dispatch__IdleWait"] = "00:00:01",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        if (postgres is not null)
        {
            settings["Frontdesk__Database__Provider"] = "postgres";
            settings["Frontdesk__Database__ConnectionString"] = postgres;
        }

        return settings;
    }
}

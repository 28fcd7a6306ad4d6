using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Backups;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Web.Tests.Backups;

/// <summary>The nightly back-up of an open practice, on a simulated clock.</summary>
public sealed class NightlyBackupTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Every_night_has_its_backup_and_a_failure_is_an_incident_until_the_next_success(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        var folder = Path.Combine(clinic.Get<FrontdeskSettings>().DataDirectory, "nightly");
        using var backups = new KeptBackups(clinic.Get<BackupSettings>() with { Folder = folder }, clinic.Engine, clock, NullLogger<KeptBackups>.Instance);
        using var nightly = new NightlyBackups(backups, clinic.Get<Readiness>(), clock);

        // A file lies where the folder should be: the first one fails and is told.
        await File.WriteAllTextAsync(folder, string.Empty, Stop);
        await nightly.StartAsync(Stop);
        await UntilAsync(clock, TimeSpan.Zero, async () => (await OpenIncidentsAsync(clinic)).Count == 1);
        var incident = Assert.Single(await OpenIncidentsAsync(clinic));
        Assert.Equal("Back-up", incident.Workflow);
        Assert.Contains($"The folder '{folder}' cannot be used", incident.Message, StringComparison.Ordinal);

        // Put right, it is made within the hour, and the incident is over; then one follows each night.
        File.Delete(folder);
        await UntilAsync(clock, TimeSpan.FromMinutes(1), async () => Made(folder) == 1 && (await OpenIncidentsAsync(clinic)).Count == 0);
        Assert.InRange(clock.GetUtcNow(), new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
        await UntilAsync(clock, TimeSpan.FromMinutes(15), () => Task.FromResult(Made(folder) == 2));
        Assert.InRange(clock.GetUtcNow(), new DateTimeOffset(2026, 3, 3, 7, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 3, 23, 0, 0, TimeSpan.Zero));
        await nightly.StopAsync(Stop);
    }

    [Fact]
    public async Task Who_asks_for_a_backup_while_one_is_made_gets_that_one_and_finds_it_by_its_day()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero));
        var folder = Path.Combine(clinic.Get<FrontdeskSettings>().DataDirectory, "kept");
        using var backups = new KeptBackups(clinic.Get<BackupSettings>() with { Folder = folder }, clinic.Engine, clock, NullLogger<KeptBackups>.Instance);
        Assert.Equal(clock.GetUtcNow(), backups.NextDue(clock.GetUtcNow()));

        var (first, second) = (backups.MakeAsync(Stop), backups.MakeAsync(Stop));
        Assert.Null(await first);
        Assert.Null(await second);

        // Three o'clock in the morning in London is ten in the evening of the day before in New York.
        var made = Assert.Single(backups.Find(new ListQuery("Mar 1")).Items);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 22, 0, 0, TimeSpan.FromHours(-5)), made.MadeAt);
        Assert.True(made.Bytes > 0);
        Assert.Empty(backups.Find(new ListQuery("Mar 2")).Items);
        Assert.Equal(1, Made(folder));
        Assert.Null(backups.Progress);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 2, 30, 0, TimeSpan.FromHours(-5)), backups.NextDue(clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_notice_of_a_restored_practice_closes_once_nothing_is_held()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((_, burst) =>
        {
            using var command = burst.Connection.CreateCommand();
            command.Transaction = burst.Transaction;
            command.CommandText = Engine.Outbox.RestoredPractice.NoticeSql(burst.PracticeId, burst.Now.AddHours(-1), burst.Now);
            command.ExecuteNonQuery();
        });
        await clinic.SendAsync("text-1", "p1", "+16175550111", "Your visit is tomorrow.");
        var notice = Assert.Single(await OpenIncidentsAsync(clinic));
        Assert.True(notice.IsAboutRestore);

        var refused = await clinic.Commands.ResolveIncidentAsync(notice.Id, new ResolveIncident(), "close", Stop);
        Assert.Equal("1 message is held back.", Assert.Single(refused.Problems).Message);
        var decided = await clinic.Commands.DecideHeldAsync(new DecideHeld(Engine.Outbox.HeldDecision.WasSent), "decide", Stop);
        Assert.Equal(1, decided.Result!.Count);
        Assert.Equal(1, (await clinic.Commands.DecideHeldAsync(new DecideHeld(Engine.Outbox.HeldDecision.WasSent), "decide", Stop)).Result!.Count);

        Assert.NotNull((await clinic.Commands.ResolveIncidentAsync(notice.Id, new ResolveIncident(), "close-now", Stop)).Result);
        Assert.Empty(await OpenIncidentsAsync(clinic));
        Assert.Equal(Refusal.Conflict, (await clinic.Commands.DecideHeldAsync(new DecideHeld(Engine.Outbox.HeldDecision.Send), "again", Stop)).Refusal);
    }

    private static int Made(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.fdbackup").Length : 0;

    private static async Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync(Clinic clinic) =>
        (await clinic.Reader.FindIncidentsAsync(new IncidentQuery(new ListQuery()), Stop)).Items;

    // Time passes in steps while the background service works at its own pace.
    private static async Task UntilAsync(FakeTimeProvider clock, TimeSpan step, Func<Task<bool>> isSo)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "It did not come to pass within a minute.");
            clock.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }
}

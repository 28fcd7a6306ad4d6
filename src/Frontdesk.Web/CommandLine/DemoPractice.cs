using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Frontdesk.Web.CommandLine;

/// <summary>The practice that a new user finds: invented people and four weeks of simulated history that end now.</summary>
internal static class DemoPractice
{
    private const int Weeks = 4;
    private const int Seed = 7;

    /// <summary>There is no practice yet, in the embedded database.</summary>
    public static bool IsMissing(PracticeSettings settings) => settings.Storage.Kind == DatabaseKind.Sqlite && !File.Exists(PathOf(settings));

    /// <summary>Makes a fresh demo practice in place of what is there. It is there whole or not at all, however the process ends.</summary>
    public static async Task SeedAsync(PracticeSettings settings, LinkAddresses links, TimeProvider clock, CancellationToken cancellationToken)
    {
        var target = PathOf(settings);
        var draft = target + ".new";
        Remove(draft);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var today = now.InZone(Zones.Named(settings.Zone.Id)).Date;
        var plan = new SimulationPlan((Weeks * 7) + 1, Seed, settings.WorkflowsDirectory, new StorageOptions(DatabaseKind.Sqlite, $"Data Source={draft}"))
        {
            Practice = new PracticeId(settings.PracticeId),
            PracticeName = settings.Name,
            ZoneId = settings.Zone.Id,
            FirstDay = today.PlusWeeks(-Weeks),
            Until = now,
            StaffUntil = PracticeTime.At(WeekdayBefore(today).At(LocalTime.Noon), Zones.Named(settings.Zone.Id)).Instant,
            InventedPatients = 40,
            MessagesAreCaptured = true,
            Links = links,
        };
        await PracticeSimulation.RunAsync(plan, progress: null, cancellationToken);
        SqliteConnection.ClearAllPools();
        Remove(target);
        File.Move(draft, target);
    }

    // Whenever the demo is made, the work of the last weekday's afternoon is left for the one who looks at it.
    private static LocalDate WeekdayBefore(LocalDate today)
    {
        var day = today.PlusDays(-1);
        while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            day = day.PlusDays(-1);
        return day;
    }

    private static string PathOf(PracticeSettings settings) => Path.GetFullPath(new SqliteConnectionStringBuilder(settings.Storage.ConnectionString).DataSource);

    private static void Remove(string path)
    {
        foreach (var file in (ReadOnlySpan<string>)[path, path + "-wal", path + "-shm"])
            File.Delete(file);
    }
}

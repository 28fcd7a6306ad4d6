using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Storage.Backups;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Hosting;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Web.Backups;

/// <summary>How back-ups are made; checked at start-up.</summary>
/// <param name="Place">The practice.</param>
/// <param name="KeyFile">The file of the key that they are encrypted with.</param>
/// <param name="Folder">The folder of the nightly ones; null when none are made.</param>
/// <param name="At">The time of the night, on the practice's clock.</param>
/// <param name="Zone">The practice's zone.</param>
/// <param name="Kept">Which of the nightly ones are kept.</param>
internal sealed record BackupSettings(PracticePlace Place, string KeyFile, string? Folder, LocalTime At, DateTimeZone Zone, BackupRetention Kept)
{
    private static readonly LocalTimePattern HourAndMinute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static BackupSettings Read(IConfiguration configuration, FrontdeskSettings host, PracticeSettings practice)
    {
        var section = configuration.GetSection("Frontdesk:Backup");
        var folder = section["Folder"] is { Length: > 0 } given ? Path.GetFullPath(given) : null;
        return new BackupSettings(
            new PracticePlace(practice.Storage, new PracticeId(practice.PracticeId), host.DataDirectory, [LinkKey.FileName, ApiAccounts.FileName]),
            section["KeyFile"] is { Length: > 0 } file ? Path.GetFullPath(file) : Path.Combine(host.DataDirectory, "backup.key"),
            folder,
            TimeOf(section["At"] is { Length: > 0 } at ? at : "02:30"),
            Zones.Named(practice.Zone.Id),
            new BackupRetention(Number(section, "KeepDays", 14), Number(section, "KeepWeeks", 8)));
    }

    private static LocalTime TimeOf(string text) => HourAndMinute.Parse(text) is { Success: true } parsed
        ? parsed.Value
        : throw new CommandFailure($"Frontdesk:Backup:At is '{text}': give a time of the day such as 02:30.");

    private static int Number(IConfigurationSection section, string name, int standard)
    {
        if (section[name] is not { Length: > 0 } text)
            return standard;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new CommandFailure($"{section.Path}:{name} is '{text}': give a whole number from 1.");
    }
}

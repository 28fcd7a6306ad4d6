using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Web.CommandLine;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Web.Hosting;

/// <summary>Which practice the host serves, where its records are and how its engine works; checked at start-up.</summary>
/// <param name="PracticeId">The practice's id; it leads every key of its rows.</param>
/// <param name="Name">The name that patients know, for a practice that is created.</param>
/// <param name="Zone">The zone of the practice's clock and of its schedules.</param>
/// <param name="Phone">The number that patients call back, for a practice that is created.</param>
/// <param name="DefaultLanguage">The language of patients whose own is not known, for a practice that is created.</param>
/// <param name="Storage">Where its records are.</param>
/// <param name="WorkflowsDirectory">The folder of workflow files that are taken at start-up.</param>
/// <param name="MessagesAreCaptured">No account for texts or e-mail is configured: messages are shown, not sent.</param>
/// <param name="Engine">How the pump works.</param>
/// <param name="Journals">How long journals of instances that are over are kept.</param>
/// <param name="DatabaseWait">How long a process that starts waits for another one on the same PostgreSQL practice to end.</param>
/// <param name="IsDemo">A practice that does not exist yet is created as a demo, with simulated people and weeks of history.</param>
public sealed record PracticeSettings(
    string PracticeId,
    string Name,
    TimeZoneInfo Zone,
    PhoneNumber Phone,
    LanguageTag DefaultLanguage,
    StorageOptions Storage,
    string WorkflowsDirectory,
    bool MessagesAreCaptured,
    EngineOptions Engine,
    JournalRetention Journals,
    TimeSpan DatabaseWait,
    bool IsDemo = false)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static PracticeSettings Read(IConfiguration configuration, FrontdeskSettings host)
    {
        var section = configuration.GetSection("Frontdesk");
        var zone = ZoneNamed(section["Practice:TimeZone"] ?? "America/New_York");
        return new PracticeSettings(
            Id(section["Practice:Id"] ?? "demo"),
            section["Practice:Name"] is { Length: > 0 } name ? name : "My practice",
            zone,
            PhoneOf(section["Practice:Phone"] ?? "+12125550100"),
            Language(section["Practice:DefaultLanguage"] ?? "en"),
            Database(section.GetSection("Database"), host),
            Path.GetFullPath(section["WorkflowsDirectory"] ?? "workflows", AppContext.BaseDirectory),
            string.IsNullOrEmpty(section["Channels:Twilio:AccountSid"]) && string.IsNullOrEmpty(section["Channels:Smtp:Host"]),
            Engines(section.GetSection("Engine"), zone),
            Retention(section.GetSection("Engine")),
            Wait(section["Database:WaitForOther"]),
            section.GetValue("Practice:Demo", defaultValue: false));
    }

    private static string Id(string text)
    {
        try
        {
            return new PracticeId(text).Value;
        }
        catch (InvalidValueException refused)
        {
            throw new CommandFailure($"Frontdesk:Practice:Id is '{text}', which is not an id: use up to 64 letters, digits and . _ : -", refused);
        }
    }

    private static TimeZoneInfo ZoneNamed(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(Zones.Named(id).Id);
        }
        catch (Exception unknown) when (unknown is InvalidValueException or TimeZoneNotFoundException)
        {
            throw new CommandFailure($"Frontdesk:Practice:TimeZone is '{id}', which is not a time zone: use an IANA name such as America/New_York.", unknown);
        }
    }

    private static PhoneNumber PhoneOf(string text) => PhoneNumber.TryParse(text, out var number)
        ? number
        : throw new CommandFailure($"Frontdesk:Practice:Phone is '{text}', which is not a phone number: write it like +12125550100.");

    private static LanguageTag Language(string tag)
    {
        try
        {
            return LanguageTag.Restore(tag);
        }
        catch (InvalidValueException unknown)
        {
            throw new CommandFailure($"Frontdesk:Practice:DefaultLanguage is '{tag}', which is not a language tag: use one such as en or es-US.", unknown);
        }
    }

    private static TimeSpan Wait(string? text)
    {
        if (text is null)
            return TimeSpan.FromSeconds(30);
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var wait) && wait >= TimeSpan.Zero
            ? wait
            : throw new CommandFailure($"Frontdesk:Database:WaitForOther is '{text}', which is not a length of time: write it like 00:00:30.");
    }

    private static StorageOptions Database(IConfigurationSection section, FrontdeskSettings host)
    {
        var provider = section["Provider"] ?? "sqlite";
        var connection = section["ConnectionString"] ?? "";
        try
        {
            switch (provider.ToLowerInvariant())
            {
                case "sqlite":
                    var file = connection.Length == 0
                        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(host.DataDirectory, "practice.db") }
                        : new SqliteConnectionStringBuilder(connection);
                    return new StorageOptions(DatabaseKind.Sqlite, file.ConnectionString);
                case "postgres" or "postgresql" when connection.Length > 0:
                    return new StorageOptions(DatabaseKind.Postgres, new NpgsqlConnectionStringBuilder(connection).ConnectionString);
                case "postgres" or "postgresql":
                    throw new CommandFailure("Frontdesk:Database:ConnectionString is empty: name the PostgreSQL server, e.g. Host=localhost;Database=frontdesk;Username=frontdesk.");
            }
        }
        catch (ArgumentException wrong)
        {
            // The text may hold a password, so it is not repeated.
            throw new CommandFailure("Frontdesk:Database:ConnectionString cannot be read: write it like Host=localhost;Database=frontdesk;Username=frontdesk.", wrong);
        }

        throw new CommandFailure($"Frontdesk:Database:Provider is '{provider}': use sqlite or postgres.");
    }

    private static EngineOptions Engines(IConfigurationSection section, TimeZoneInfo zone)
    {
        var limits = section.GetSection("Script");
        var standard = new EngineOptions();
        return standard with
        {
            MaxBatch = Number(section, nameof(standard.MaxBatch), standard.MaxBatch, 1),
            CachedInstances = Number(section, nameof(standard.CachedInstances), standard.CachedInstances, 0),
            MaxAttempts = Number(section, nameof(standard.MaxAttempts), standard.MaxAttempts, 1),
            FirstRetryDelay = Span(section, nameof(standard.FirstRetryDelay), standard.FirstRetryDelay),
            KeyRetention = Span(section, nameof(standard.KeyRetention), standard.KeyRetention, TimeSpan.FromDays(1)),
            ScriptLimits = Limits(limits, standard.ScriptLimits),
            TimeZone = zone,
        };
    }

    private static JournalRetention Retention(IConfigurationSection section) => new(
        Span(section, "PackJournalsAfter", TimeSpan.FromDays(30)),
        Span(section, "PurgeJournalsAfter", TimeSpan.FromDays(6 * 366)));

    private static ScriptLimits Limits(IConfigurationSection section, ScriptLimits standard) => standard with
    {
        Timeout = Span(section, nameof(standard.Timeout), standard.Timeout),
        MemoryBytes = Number(section, nameof(standard.MemoryBytes), (int)standard.MemoryBytes, 1),
        MaxStatements = Number(section, nameof(standard.MaxStatements), standard.MaxStatements, 1),
        RecursionDepth = Number(section, nameof(standard.RecursionDepth), standard.RecursionDepth, 1),
    };

    private static int Number(IConfigurationSection section, string name, int standard, int least)
    {
        if (section[name] is not { Length: > 0 } text)
            return standard;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new CommandFailure($"{section.Path}:{name} is '{text}': give a whole number from {least}.");
    }

    private static TimeSpan Span(IConfigurationSection section, string name, TimeSpan standard, TimeSpan least = default)
    {
        if (section[name] is not { Length: > 0 } text)
            return standard;
        return TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero && span >= least
            ? span
            : throw new CommandFailure(
                least > TimeSpan.Zero
                    ? $"{section.Path}:{name} is '{text}': give a time of at least {least:c}."
                    : $"{section.Path}:{name} is '{text}': give a time such as 00:00:05.");
    }
}

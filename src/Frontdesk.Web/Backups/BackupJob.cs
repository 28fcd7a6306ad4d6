using Frontdesk.Storage;
using Frontdesk.Storage.Backups;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Web.Backups;

/// <summary>What the command line does with back-ups. It runs beside a server and opens no practice.</summary>
internal sealed class BackupJob
{
    private readonly BackupSettings settings;
    private readonly TimeProvider clock = Practice.Clock;

    private BackupJob(BackupSettings settings) => this.settings = settings;

    /// <summary>Reads the settings.</summary>
    /// <param name="keyFile">The key file when the command line names one.</param>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static BackupJob Read(string? keyFile = null)
    {
        using var configuration = new ConfigurationManager();
        SettingsFile.AddTo(configuration);
        var host = FrontdeskSettings.Read(configuration, urlsOption: null);
        WritableFolder.Ensure("Frontdesk:DataDirectory", host.DataDirectory);
        var read = BackupSettings.Read(configuration, host, PracticeSettings.Read(configuration, host));
        return new BackupJob(keyFile is null ? read : read with { KeyFile = Path.GetFullPath(keyFile) });
    }

    /// <summary>Makes a back-up.</summary>
    public Task<int> BackUpAsync(string target, TextWriter output, CancellationToken cancellationToken) => TellingAsync(async () =>
    {
        var key = BackupKey.ReadOrCreate(settings.KeyFile, out var isNew);
        if (isNew)
            await output.WriteLineAsync($"A new key is in '{settings.KeyFile}'. Keep a copy of it elsewhere, not beside the back-ups: without it no back-up opens.");
        var made = await BackupTelling.RunAsync(output, progress => new PracticeBackup(settings.Place, clock).MakeAsync(target, key, progress, cancellationToken));
        await output.WriteLineAsync($"Made:    {made.Path} ({BackupTelling.Size(made.Bytes)})");
        await TellContentsAsync(made.Manifest, output);
        await output.WriteLineAsync(made.WasRestored
            ? "Proven:  restored into a scratch place; every row is there and as it was"
            : "Proven:  read through and counted. To have it restored for proof, let the database's role make databases (alter role … createdb)");
    });

    /// <summary>Puts a back-up in place.</summary>
    public Task<int> RestoreAsync(string path, bool replaces, TextWriter output, CancellationToken cancellationToken) => TellingAsync(async () =>
    {
        using var alone = PracticeLock.Take(settings.Place.DataDirectory);
        var key = BackupKey.Read(settings.KeyFile);
        var restored = await BackupTelling.RunAsync(output, progress => new PracticeRestore(settings.Place, clock).RestoreAsync(path, key, replaces, progress, cancellationToken));
        await output.WriteLineAsync($"Restored the practice '{restored.Manifest.PracticeId}' as it was on {restored.Manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        await TellContentsAsync(restored.Manifest, output);
        if (restored.KeptAside is { } aside)
            await output.WriteLineAsync($"What was there before is kept in {aside}.");
        await output.WriteLineAsync("No message leaves by itself until a person has decided at /outbox about those that are held, and has closed the notice at /incidents.");
    });

    /// <summary>Moves the practice of a SQLite file to the PostgreSQL database of the settings.</summary>
    public Task<int> MoveAsync(string? from, TextWriter output, CancellationToken cancellationToken) => TellingAsync(async () =>
    {
        if (settings.Place.Storage.Kind != DatabaseKind.Postgres)
            throw new CommandFailure("Frontdesk:Database:Provider is sqlite: set it to postgres, and Frontdesk:Database:ConnectionString to the empty database that the practice moves to.");
        using var alone = PracticeLock.Take(settings.Place.DataDirectory);
        var file = Path.GetFullPath(from ?? Path.Combine(settings.Place.DataDirectory, "practice.db"));
        var move = new DatabaseMove(file, settings.Place.Storage.ConnectionString, settings.Place.Practice, clock);
        var moved = await BackupTelling.RunAsync(output, progress => move.RunAsync(progress, cancellationToken));
        SqliteConnection.ClearAllPools();
        await output.WriteLineAsync($"Moved {moved.Count} tables with {moved.Sum(table => table.Rows):N0} rows to PostgreSQL; every value is the same in both.");
        await output.WriteLineAsync($"'{file}' is as it was. Start Frontdesk with the same settings; keep the file until you are sure.");
    });

    private static async Task<int> TellingAsync(Func<Task> job)
    {
        try
        {
            await job();
            return 0;
        }
        catch (BackupException failure)
        {
            throw new CommandFailure(failure.Message, failure);
        }
    }

    private static Task TellContentsAsync(BackupManifest manifest, TextWriter output)
    {
        var files = manifest.Parts.Select(part => part.Name).Where(name => name != manifest.DatabaseFile).ToList();
        return output.WriteLineAsync($"Holds:   {manifest.Tables.Count} tables with {manifest.Rows:N0} rows{string.Concat(files.Select(name => $", {name}"))}");
    }
}

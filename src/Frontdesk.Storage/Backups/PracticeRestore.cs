using System.Globalization;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Storage.Backups;

/// <summary>A practice that was restored.</summary>
/// <param name="Manifest">What was put in place.</param>
/// <param name="KeptAside">Where what was there before is kept, in words; null when there was nothing.</param>
public sealed record RestoredBackup(BackupManifest Manifest, string? KeptAside);

/// <summary>
/// Puts a practice back from a back-up. Everything is proven before anything is put in place, what is replaced is kept, and
/// the practice gets a notice under which nothing leaves by itself (<see cref="RestoredPractice"/>). Nobody may work on the
/// practice meanwhile; the caller holds its lock.
/// </summary>
public sealed class PracticeRestore(PracticePlace place, TimeProvider time)
{
    /// <summary>Restores a back-up.</summary>
    /// <param name="path">The back-up's file.</param>
    /// <param name="key">The key that it was made with.</param>
    /// <param name="replaces">Whether a practice that is there may be replaced.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up before anything is in place.</param>
    /// <exception cref="BackupException">It could not be restored; the practice is as it was.</exception>
    public async Task<RestoredBackup> RestoreAsync(string path, BackupKey key, bool replaces, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var scratch = ScratchFolder.Take(place.DataDirectory);
        try
        {
            CheckFits(await Task.Run(() => BackupArchive.ReadManifest(path, key), cancellationToken));
            var copies = DatabaseCopies.Of(place.Storage, place.Practice, time);
            var isTaken = await copies.IsTakenAsync(cancellationToken);
            if (isTaken && !replaces)
                throw new BackupException($"There is a practice already in '{place.DataDirectory}' or its database: give --replace to put the back-up in its place; the practice that is there is kept beside it.");

            var folder = scratch.Sub("restored");
            var counter = new BackupProgress.Counter("Decrypting", new FileInfo(path).Length, progress);
            var manifest = await Task.Run(() => BackupArchive.Unpack(path, key, folder, counter.Add, cancellationToken), cancellationToken);
            progress?.Report(new BackupProgress("Checking the tables"));
            var database = Path.Combine(folder, manifest.DatabaseFile);
            await copies.ProveAsync(database, manifest, cancellationToken);

            progress?.Report(new BackupProgress("Putting it in place"));
            var now = time.GetUtcNow();

            // To the millisecond: what an earlier restore of the same second kept is not written over.
            var moment = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            var aside = new AsidePlace(Path.Combine(place.DataDirectory, $"before-restore-{moment}"), PostgresCopies.AsidePrefix + moment.ToLowerInvariant());
            var kept = await copies.PlaceAsync(database, manifest, RestoredPractice.NoticeSql(place.Practice.Value, manifest.MadeAt, now), aside, cancellationToken);
            PlaceFilesBeside(folder, manifest, aside.Folder);
            return new RestoredBackup(manifest, kept);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"There is no back-up '{path}': check the path.", failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new BackupException($"The back-up cannot be restored ({failure.Message.TrimEnd('.')}): see that the file is readable, and that there is room for the practice three times over in '{place.DataDirectory}'.", failure);
        }
    }

    private void CheckFits(BackupManifest manifest)
    {
        if (manifest.Database != place.Storage.Kind)
            throw new BackupException($"The back-up is of a practice on {Name(manifest.Database)}, and the settings name {Name(place.Storage.Kind)}: restore it on {Name(manifest.Database)}{(manifest.Database == DatabaseKind.Sqlite ? ", then move it with migrate-database" : string.Empty)}.");
        if (manifest.PracticeId != place.Practice.Value)
            throw new BackupException($"The back-up is of the practice '{manifest.PracticeId}', and Frontdesk:Practice:Id is '{place.Practice.Value}': correct the setting, or choose another back-up.");
        if (manifest.Schema.GetValueOrDefault(SchemaMigrator.Component) > SchemaMigrator.Newest(place.Storage.Kind) || manifest.Schema.GetValueOrDefault("engine") > EngineSchema.Version)
            throw new BackupException("The back-up was made by a newer Frontdesk than this one: restore it with that one.");
    }

    // Links that were sent and accounts that were given go on working. What was there is kept.
    private void PlaceFilesBeside(string folder, BackupManifest manifest, string aside)
    {
        foreach (var name in manifest.Parts.Select(part => part.Name).Where(place.FilesBeside.Contains))
        {
            var target = Path.Combine(place.DataDirectory, name);
            if (File.Exists(target))
                Durable.Copy(target, Path.Combine(aside, name));
            Durable.Move(Path.Combine(folder, name), target);
        }
    }

    private static string Name(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? "SQLite" : "PostgreSQL";
}

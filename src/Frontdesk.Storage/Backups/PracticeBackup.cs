using System.Globalization;
using Frontdesk.Domain;

namespace Frontdesk.Storage.Backups;

/// <summary>Where a practice is, as far as back-ups are concerned.</summary>
/// <param name="Storage">Its database.</param>
/// <param name="Practice">The practice.</param>
/// <param name="DataDirectory">The folder of its files.</param>
/// <param name="FilesBeside">The files in that folder without which it would not be itself, those that are there.</param>
public sealed record PracticePlace(StorageOptions Storage, PracticeId Practice, string DataDirectory, IReadOnlyList<string> FilesBeside);

/// <summary>A back-up that was made.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Manifest">What is in it.</param>
/// <param name="WasRestored">True when it was restored for proof; false when the database's role may not do that, and it was read through and counted.</param>
public sealed record MadeBackup(string Path, long Bytes, BackupManifest Manifest, bool WasRestored);

/// <summary>
/// Makes back-ups of a practice that may be working: one encrypted file with the database as it was at one moment and the
/// files beside it. A file has its name only when it was written whole and proven, however the process ends.
/// </summary>
public sealed class PracticeBackup(PracticePlace place, TimeProvider time)
{
    /// <summary>What the files of back-ups end with.</summary>
    public const string Extension = ".fdbackup";

    private const string DraftExtension = ".incomplete";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private string NamePrefix => $"frontdesk-{place.Practice.Value.Replace(':', '-')}-";

    /// <summary>Makes a back-up and proves it.</summary>
    /// <param name="target">The file, or a folder to put one into that is named after the practice and the moment.</param>
    /// <param name="key">What it is encrypted with.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up; nothing is left of it.</param>
    /// <exception cref="BackupException">It could not be made.</exception>
    public async Task<MadeBackup> MakeAsync(string target, BackupKey key, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var scratch = ScratchFolder.Take(place.DataDirectory);
        var now = time.GetUtcNow();
        var path = FileOf(target, now);
        var draft = $"{path}{DraftExtension}";
        try
        {
            SweepDrafts(Path.GetDirectoryName(path)!);
            var manifest = await CollectAsync(scratch.Sub("taken"), now, progress, cancellationToken);
            await Task.Run(() => WriteDraft(draft, key, manifest, Path.Combine(scratch.Path, "taken"), progress, cancellationToken), cancellationToken);
            progress?.Report(new BackupProgress("Restoring it for proof"));
            var proof = scratch.Sub("proof");
            var proven = await Task.Run(() => BackupArchive.Unpack(draft, key, proof, _ => { }, cancellationToken), cancellationToken);
            var wasRestored = await DatabaseCopies.Of(place.Storage, place.Practice, time).ProveAsync(Path.Combine(proof, proven.DatabaseFile), manifest, cancellationToken);
            File.Move(draft, path, overwrite: false);
            return new MadeBackup(path, new FileInfo(path).Length, manifest, wasRestored);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The back-up cannot be written to '{target}' ({failure.Message.TrimEnd('.')}): see that there is room, and that this account may write there.", failure);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The back-ups of this practice in a folder that were named after their moment, newest first.</summary>
    public IReadOnlyList<(string Path, DateTimeOffset MadeAt)> FindIn(string folder) =>
    [
        .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, NamePrefix + "*" + Extension) : [])
            .Select(path => (Path: path, MadeAt: MomentOf(Path.GetFileNameWithoutExtension(path)[NamePrefix.Length..])))
            .Where(one => one.MadeAt is not null)
            .Select(one => (one.Path, one.MadeAt!.Value))
            .OrderByDescending(one => one.Value),
    ];

    private static DateTimeOffset? MomentOf(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static void WriteDraft(string draft, BackupKey key, BackupManifest manifest, string folder, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 20 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(draft, options);
        var counter = new BackupProgress.Counter("Encrypting", manifest.Parts.Sum(part => part.Bytes), progress);
        BackupArchive.Write(file, key, manifest, folder, counter.Add, cancellationToken);
    }

    private async Task<BackupManifest> CollectAsync(string folder, DateTimeOffset now, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new BackupProgress("Copying the database"));
        var database = Path.Combine(folder, BackupManifest.FileOf(place.Storage.Kind));
        var state = await DatabaseCopies.Of(place.Storage, place.Practice, time).TakeAsync(database, cancellationToken);
        List<BackupPart> parts = [BackupArchive.Describe(database)];
        foreach (var beside in place.FilesBeside.Where(name => File.Exists(Path.Combine(place.DataDirectory, name))))
        {
            File.Copy(Path.Combine(place.DataDirectory, beside), Path.Combine(folder, beside));
            parts.Add(BackupArchive.Describe(Path.Combine(folder, beside)));
        }

        return new BackupManifest(now, place.Practice.Value, place.Storage.Kind, state.Schema, state.Tables, parts);
    }

    private string FileOf(string target, DateTimeOffset now)
    {
        var isFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);

        // Names are to the second; one that follows within the same second is named after the next.
        while (isFolder && File.Exists(InFolder(target, now)))
            now += TimeSpan.FromSeconds(1);
        var path = Path.GetFullPath(isFolder ? InFolder(target, now) : target);
        if (File.Exists(path))
            throw new BackupException($"There is a file '{path}' already: name another one, or a folder.");
        if (isFolder)
            Directory.CreateDirectory(target);
        else if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new BackupException($"There is no folder '{Path.GetDirectoryName(path)}': make it first, or name another.");
        return path;
    }

    private string InFolder(string folder, DateTimeOffset moment) =>
        Path.Combine(folder, $"{NamePrefix}{moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{Extension}");

    // What a killed back-up left. One that is being written is locked, and stays.
    private static void SweepDrafts(string folder)
    {
        foreach (var draft in Directory.EnumerateFiles(folder, "*" + DraftExtension))
        {
            try
            {
                using (new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    File.Delete(draft);
            }
            catch (IOException)
            {
                // Another practice writes it right now.
            }
        }
    }
}

using Frontdesk.Domain;
using NodaTime;

namespace Frontdesk.Interop.Fhir;

/// <summary>
/// Imports FHIR R4 bundles into a practice. A file goes in whole or not at all, and the same file again changes nothing.
/// Files are read as streams, twice: first every entry is checked, then what is new or changed is written.
/// </summary>
/// <param name="target">Where it goes.</param>
/// <param name="practice">The practice.</param>
/// <param name="time">The clock.</param>
public sealed class FhirImport(IImportTarget target, PracticeId practice, TimeProvider time)
{
    /// <summary>How many warnings of one file are told one by one; more are only counted.</summary>
    public const int MostWarnings = 100;

    private const int EntriesPerReport = 200;

    /// <summary>Imports a file, or every <c>.json</c> file in a folder and the folders below it.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="progress">Told how far it is, on the calling thread's terms; may be null.</param>
    /// <param name="cancellationToken">Gives up; files that are finished stay.</param>
    /// <returns>What became of each file. A broken file is a report, not an exception.</returns>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public async Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var found = ImportFiles.Find(path);
        var total = found.Files.Sum(file => file.Length);
        List<FileReport> reports = new(found.Files.Count);
        var done = 0L;
        foreach (var file in found.Files)
        {
            var before = done;
            reports.Add(await ImportAsync(file, read => progress?.Report(new(reports.Count, found.Files.Count, before + (read / 2), total, file.Path)), cancellationToken));
            done += file.Length;
        }

        progress?.Report(new(reports.Count, found.Files.Count, total, total, File: null));
        return new ImportReport(reports, found.PassedOver);
    }

    private async Task<FileReport> ImportAsync(ImportFile file, Action<long> readSoFar, CancellationToken cancellationToken)
    {
        try
        {
            readSoFar(0);
            if (file.Refusal is { } known)
                throw new RefusedException("Bundle", known);

            var now = Instant.FromDateTimeOffset(time.GetUtcNow());
            var contents = Check(file, now, readSoFar, cancellationToken);
            FileTally? tally = null;
            await target.CommitAsync(
                async (transaction, stop) =>
                {
                    tally = new FileTally();
                    await WriteAsync(file, new BundleWrite(practice, now, contents, tally, transaction), read => readSoFar(file.Length + read), stop);
                },
                cancellationToken);
            return (tally ?? throw new InvalidOperationException("The import target committed without writing.")).ToReport(file.Path);
        }
        catch (RefusedException refused)
        {
            return Refused(refused.Note);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return Refused(new ElementNote("Bundle", "The file cannot be opened: it is gone, or this user may not read it."));
        }

        FileReport Refused(ElementNote why) => new(file.Path, ImportStatus.Refused, [], [], 0, why);
    }

    private static BundleContents Check(ImportFile file, Instant now, Action<long> readSoFar, CancellationToken cancellationToken)
    {
        var contents = new BundleContents();
        var today = now.InUtc().Date;
        using var reader = new BundleReader(file.FullPath);
        while (reader.TryNext(out var json))
        {
            using var entry = BundleEntry.Open(reader.Index, json);
            contents.Check(entry, today);
            Tell(reader, readSoFar, cancellationToken);
        }

        return contents;
    }

    private static async Task WriteAsync(ImportFile file, BundleWrite write, Action<long> readSoFar, CancellationToken cancellationToken)
    {
        await write.BeginAsync(cancellationToken);
        using var reader = new BundleReader(file.FullPath);
        while (reader.TryNext(out var json))
        {
            using var entry = BundleEntry.Open(reader.Index, json);
            await write.WriteAsync(entry, cancellationToken);
            Tell(reader, readSoFar, cancellationToken);
        }

        await write.EndAsync(cancellationToken);
    }

    private static void Tell(BundleReader reader, Action<long> readSoFar, CancellationToken cancellationToken)
    {
        if (reader.Index % EntriesPerReport != 0)
            return;

        cancellationToken.ThrowIfCancellationRequested();
        readSoFar(reader.BytesRead);
    }
}

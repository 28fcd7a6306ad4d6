namespace Frontdesk.Storage.Backups;

/// <summary>
/// The one place in a data directory where a back-up or restore lays out what is not encrypted. It has one user at a time, is
/// readable by its owner only, and is emptied before and after; what a killed process left goes with the next one.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly FileStream guard;

    private ScratchFolder(FileStream guard, string path)
    {
        this.guard = guard;
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="BackupException">Another back-up or restore has it.</exception>
    public static ScratchFolder Take(string dataDirectory)
    {
        FileStream alone;
        try
        {
            alone = new FileStream(System.IO.Path.Combine(dataDirectory, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new BackupException($"Another back-up or restore works on '{dataDirectory}': wait until it is finished.", taken);
        }

        var path = System.IO.Path.Combine(dataDirectory, "backup.scratch");
        Remove(path);
        Durable.CreateOwnFolder(path);
        return new ScratchFolder(alone, path);
    }

    /// <summary>An empty folder in it.</summary>
    public string Sub(string name)
    {
        var sub = System.IO.Path.Combine(Path, name);
        Durable.CreateOwnFolder(sub);
        return sub;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(Path);
        guard.Dispose();
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}

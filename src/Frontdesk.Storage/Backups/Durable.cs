namespace Frontdesk.Storage.Backups;

/// <summary>Files that are whole or not there, also after a power cut.</summary>
internal static class Durable
{
    /// <summary>Flushes a file to the disk and gives it its name.</summary>
    public static void Move(string path, string target)
    {
        Flush(path);
        File.Move(path, target, overwrite: true);
    }

    /// <summary>Copies a file, flushed to the disk.</summary>
    public static void Copy(string path, string target)
    {
        CreateOwnFolder(Path.GetDirectoryName(target)!);
        File.Copy(path, target, overwrite: true);
        Flush(target);
    }

    /// <summary>A folder that only its owner may read.</summary>
    public static void CreateOwnFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}

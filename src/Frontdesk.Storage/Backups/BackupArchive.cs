using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Frontdesk.Storage.Backups;

/// <summary>A back-up's file: the manifest and the parts, packed, compressed and sealed.</summary>
internal static class BackupArchive
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Describes a file as a part.</summary>
    public static BackupPart Describe(string path)
    {
        using var file = File.OpenRead(path);
        return new BackupPart(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>Writes the parts that the manifest names, from a folder, to the disk.</summary>
    public static void Write(FileStream target, BackupKey key, BackupManifest manifest, string folder, Action<long> written, CancellationToken cancellationToken)
    {
        using var seal = new SealingStream(target, key);
        using (var compressed = new GZipStream(seal, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Pax, leaveOpen: true))
        {
            using (var text = new MemoryStream(manifest.Write()))
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.EntryName) { DataStream = text, ModificationTime = manifest.MadeAt, Mode = OwnerOnly });
            foreach (var part in manifest.Parts)
            {
                using var file = new FollowedStream(File.OpenRead(Path.Combine(folder, part.Name)), written, cancellationToken);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, part.Name) { DataStream = file, ModificationTime = manifest.MadeAt, Mode = OwnerOnly });
            }
        }

        seal.Finish();
        target.Flush(flushToDisk: true);
    }

    /// <summary>Reads the manifest alone; that the rest is whole is not known from it.</summary>
    /// <exception cref="BackupException">It cannot be opened.</exception>
    public static BackupManifest ReadManifest(string path, BackupKey key)
    {
        using var file = File.OpenRead(path);
        using var opened = new OpeningStream(file, key);
        using var tar = new TarReader(new GZipStream(opened, CompressionMode.Decompress));
        return ReadManifest(tar);
    }

    /// <summary>Unpacks a back-up into an empty folder and proves that it is whole and unaltered.</summary>
    /// <exception cref="BackupException">It cannot be opened, or is damaged.</exception>
    public static BackupManifest Unpack(string path, BackupKey key, string folder, Action<long> read, CancellationToken cancellationToken)
    {
        using var file = new FollowedStream(File.OpenRead(path), read, cancellationToken);
        using var opened = new OpeningStream(file, key);
        using var tar = new TarReader(new GZipStream(opened, CompressionMode.Decompress));
        var manifest = ReadManifest(tar);
        foreach (var part in manifest.Parts)
        {
            if (tar.GetNextEntry() is not { } entry || entry.Name != part.Name || Path.GetFileName(part.Name) != part.Name)
                throw new BackupException($"The back-up has no part '{Path.GetFileName(part.Name)}' where its manifest says so: choose another one.");
            var unpacked = Path.Combine(folder, part.Name);
            entry.ExtractToFile(unpacked, overwrite: false);
            if (Describe(unpacked) != part)
                throw new BackupException($"The part '{part.Name}' of the back-up is not what its manifest says: choose another one.");
        }

        opened.ReadToEnd();
        return manifest;
    }

    private static BackupManifest ReadManifest(TarReader tar) =>
        tar.GetNextEntry() is { Name: BackupManifest.EntryName, DataStream: { } text }
            ? BackupManifest.Read(text)
            : throw new BackupException("The back-up does not begin with its manifest: choose another one.");
}

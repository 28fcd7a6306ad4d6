using System.Security.Cryptography;
using System.Text;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// The secret that back-ups are encrypted with: 32 random bytes, kept as one line of text in a file of its own, so that it can
/// be printed and put into a safe. Whoever loses it loses the back-ups.
/// </summary>
public sealed class BackupKey
{
    internal const int IdBytes = 8;
    private const int Bytes = 32;
    private readonly byte[] secret;

    private BackupKey(byte[] secret) => this.secret = secret;

    /// <summary>Reads a key file.</summary>
    /// <exception cref="BackupException">It is missing, cannot be read or holds something else.</exception>
    public static BackupKey Read(string path)
    {
        try
        {
            var read = new byte[Bytes];
            return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), read, out var length) && length == Bytes
                ? new BackupKey(read)
                : throw new BackupException($"'{path}' is not a key file of back-ups: name the file that was made with the first back-up.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"There is no key file '{path}': put the key that the back-up was made with there, or name it with --key-file.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The key file '{path}' cannot be read: give this account the right to it.", failure);
        }
    }

    /// <summary>Reads a key file, or makes one that only its owner may read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNew">True when it was made.</param>
    /// <exception cref="BackupException">It cannot be read or made.</exception>
    public static BackupKey ReadOrCreate(string path, out bool isNew)
    {
        isNew = false;
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
                isNew = true;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The key file '{path}' cannot be made: name a folder that is there and that this account may write to.", failure);
        }

        return Read(path);
    }

    /// <summary>Tells keys apart without giving them away.</summary>
    internal byte[] Id() => HMACSHA256.HashData(secret, "frontdesk back-up key"u8)[..IdBytes];

    /// <summary>The key of one file, made from this one and from everything that the file's head says.</summary>
    internal byte[] ForFile(ReadOnlySpan<byte> head)
    {
        var derived = new byte[Bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, derived, head, "frontdesk back-up file"u8);
        return derived;
    }

    // Moved into place, so that a process that is killed meanwhile leaves no half key.
    private static void Create(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}

using System.Security.Cryptography;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// The key that signs links. It lies beside the data and not in the database, so that a copy of the database alone opens
/// nothing; without it every link that was sent stops opening, and new ones have to be sent.
/// </summary>
internal static class LinkKey
{
    /// <summary>The key's file in the data directory.</summary>
    public const string FileName = "link-signing.key";
    private const int Bytes = 32;

    /// <summary>Reads the key, or makes one for a practice that has none yet.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or holds something else.</exception>
    public static byte[] ReadOrCreate(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        try
        {
            if (!File.Exists(path))
                Create(path);

            var key = File.ReadAllBytes(path);
            return key.Length == Bytes
                ? key
                : throw new CommandFailure($"'{path}' is not a key of {Bytes} bytes: put the practice's key back from its backup, or remove the file, after which links that were sent before do not open any more.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The key that signs links cannot be read from '{path}': give this account the right to it.", failure);
        }
    }

    // Moved into place, so that a process that is killed meanwhile leaves no half key; who comes second uses the first one's.
    private static void Create(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(draft, RandomNumberGenerator.GetBytes(Bytes));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
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

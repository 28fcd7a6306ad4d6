using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>A folder that must exist and take files.</summary>
internal static class WritableFolder
{
    /// <summary>Creates the folder when it is missing and proves that a file can be written into it.</summary>
    /// <exception cref="CommandFailure">It cannot be created or written.</exception>
    public static void Ensure(string setting, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                Path.Combine(path, $".write-test-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailure($"{setting} is '{path}', and Frontdesk cannot write there: give a folder that this account may write to.", refused);
        }
    }
}

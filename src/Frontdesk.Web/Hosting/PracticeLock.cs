using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>One process at a time works on a data folder. The lock goes with the process, however it ends.</summary>
internal sealed class PracticeLock : IDisposable
{
    private readonly FileStream file;

    private PracticeLock(FileStream file) => this.file = file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="CommandFailure">Another process has it.</exception>
    public static PracticeLock Take(string directory)
    {
        try
        {
            return new PracticeLock(new FileStream(Path.Combine(directory, "practice.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken)
        {
            throw new CommandFailure($"Another Frontdesk works on '{directory}': stop it first, or give this one a folder of its own with Frontdesk__DataDirectory.", taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

using System.CommandLine;
using Frontdesk.Web.Backups;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk backup TO</c>: one encrypted file with the whole practice, also while it is served.</summary>
public static class BackupCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(TextWriter output)
    {
        var target = new Argument<string>("TO") { Description = "A file, or a folder to put one into." };
        var key = KeyFile();
        var command = new Command("backup", "Back the practice up, also while it is served.") { target, key };
        command.SetAction((parsed, cancellationToken) => BackupJob.Read(parsed.GetValue(key)).BackUpAsync(parsed.GetRequiredValue(target), output, cancellationToken));
        return command;
    }

    /// <summary>The option that names the key file.</summary>
    internal static Option<string?> KeyFile() =>
        new("--key-file") { Description = "The key that back-ups are encrypted with, made when it is missing; backup.key in the data directory when nothing is said." };
}

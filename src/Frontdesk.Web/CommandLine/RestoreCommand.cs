using System.CommandLine;
using Frontdesk.Web.Backups;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk restore FROM</c>: puts the practice back from a back-up, while no server works on it.</summary>
public static class RestoreCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(TextWriter output)
    {
        var path = new Argument<string>("FROM") { Description = "The back-up's file." };
        var key = BackupCommand.KeyFile();
        key.Description = "The key that the back-up was made with; backup.key in the data directory when nothing is said.";
        var replace = new Option<bool>("--replace") { Description = "Replace the practice that is there; it is kept beside the new one." };
        var command = new Command("restore", "Put the practice back from a back-up; stop the server first.") { path, key, replace };
        command.SetAction((parsed, cancellationToken) =>
        {
            var file = Existing.FileOrDirectory("FROM", parsed.GetRequiredValue(path));
            return BackupJob.Read(parsed.GetValue(key)).RestoreAsync(file, parsed.GetValue(replace), output, cancellationToken);
        });
        return command;
    }
}

using System.CommandLine;
using Frontdesk.Web.Backups;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk migrate-database</c>: moves a practice from its SQLite file to PostgreSQL.</summary>
public static class MigrateDatabaseCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(TextWriter output)
    {
        var from = new Option<string?>("--from") { Description = "The SQLite file; practice.db in the data directory when nothing is said." };
        var command = new Command("migrate-database", "Move the practice from SQLite to the empty PostgreSQL database of the settings; stop the server first.") { from };
        command.SetAction((parsed, cancellationToken) => BackupJob.Read().MoveAsync(parsed.GetValue(from), output, cancellationToken));
        return command;
    }
}

using System.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk validate PATH</c>: what is wrong with workflow definitions, before anybody publishes them.</summary>
public static class ValidateCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(AddPractice addPractice, TextWriter output)
    {
        var path = new Argument<string>("PATH") { Description = "A workflow file (.json) or a folder of them." };
        var command = new Command("validate", "Check workflow definitions and say what is wrong with them.") { path };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var existing = Existing.FileOrDirectory("PATH", parsed.GetRequiredValue(path));
            await using var jobs = JobHost.Build(addPractice);
            return await jobs.Practice.ValidateAsync(existing, output, cancellationToken);
        });
        return command;
    }
}

using System.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk demo-reset</c>: throws the practice's data away and seeds the demo practice again.</summary>
public static class DemoResetCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(AddPractice addPractice, TextWriter output)
    {
        var command = new Command("demo-reset", "Replace all data with a fresh demo practice.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var jobs = JobHost.Build(addPractice);
            return await jobs.Practice.ResetDemoAsync(output, cancellationToken);
        });
        return command;
    }
}

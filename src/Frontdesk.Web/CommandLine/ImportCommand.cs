using System.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk import DIR</c>: FHIR R4 bundles into the practice.</summary>
public static class ImportCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(AddPractice addPractice, TextWriter output)
    {
        var directory = new Argument<string>("DIR") { Description = "A folder of FHIR R4 bundles (.json)." };
        var command = new Command("import", "Import patients and their records from FHIR R4 bundles.") { directory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = Existing.Directory("DIR", parsed.GetRequiredValue(directory));
            await using var jobs = JobHost.Build(addPractice);
            return await jobs.Practice.ImportAsync(path, output, cancellationToken);
        });
        return command;
    }
}

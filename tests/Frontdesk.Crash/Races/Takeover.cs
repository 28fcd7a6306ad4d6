using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Crash.Races;

/// <summary>A second engine that takes a practice over from the server that has it, and then lets go.</summary>
internal static class Takeover
{
    /// <summary>Takes the practice of a database over, and says so.</summary>
    public static async Task RunAsync(string database, string practice)
    {
        var practices = database.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? EngineDatabase.Postgres(database, practice) : EngineDatabase.Sqlite(database, practice);
        await using var engine = new WorkflowEngine(practices, new WorkflowDefinitions(new ActivityRegistry()), TimeProvider.System, NullLogger<WorkflowEngine>.Instance);
        await engine.OpenAsync();
        await Console.Out.WriteLineAsync("taken");
    }
}

using System.Text.Json;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Workflows;

/// <summary>Makes drafts of older versions, and moves instances from one version to another.</summary>
internal sealed class VersionCommands(WorkflowEngine engine, CommandRun run, PracticeReader reader)
{
    /// <summary>How many instances are moved in one burst: few enough that nobody who waits for the same commit notices.</summary>
    public const int Batch = 50;

    private const int Most = 200;

    /// <summary>Makes a draft of an older version; nothing that runs changes.</summary>
    public async Task<Outcome<WorkflowRow>> RevertAsync(string definitionId, RevertWorkflow command, string key, CancellationToken stop)
    {
        if (await reader.GetWorkflowAsync(definitionId, stop) is not { } view)
            return NoWorkflow<WorkflowRow>(definitionId);
        if (view.Versions.All(version => version.Version != command.Version))
            return Outcome<WorkflowRow>.Refused(Refusal.Invalid, new FieldProblem("version", $"{command.Version}", "There is no such version.", "Take the number from the list of versions."));
        return await run.RunAsync(
            key,
            new object[] { "revert", definitionId, command },
            (burst, _, _) => new ValueTask<string>(engine.Definitions.Revert(burst, definitionId, command.Version, Desk.Or(command.By)).DefinitionId),
            async id => (await reader.GetWorkflowAsync(id, CancellationToken.None))?.Workflow,
            stop);
    }

    /// <summary>Moves instances to a version in one burst: each is moved, or left as it is with the reason.</summary>
    public async Task<Outcome<MovesDone>> MoveAsync(string definitionId, MoveInstances command, string key, CancellationToken stop)
    {
        if (command.Instances.Count is 0 or > Most)
            return Outcome<MovesDone>.Refused(Refusal.Invalid, new FieldProblem("instances", $"{command.Instances.Count}", "No instances are named, or too many at once.", $"Name 1 to {Most}."));
        if (await reader.GetWorkflowAsync(definitionId, stop) is not { } view)
            return NoWorkflow<MovesDone>(definitionId);
        if (view.Versions.All(version => version.Version != command.To))
            return Outcome<MovesDone>.Refused(Refusal.Invalid, new FieldProblem("to", $"{command.To}", "There is no such version.", "Take the number from the list of versions."));
        return await run.RunAsync(
            key,
            new object[] { "move", definitionId, command },
            (burst, _, _) => new ValueTask<string>(JsonSerializer.Serialize(Move(burst, new MoveRequest(definitionId, command.To, command.Instances, Desk.Or(command.By))))),
            answer => Task.FromResult<MovesDone?>(new MovesDone(JsonSerializer.Deserialize<List<MoveOutcome>>(answer)!)),
            stop);
    }

    private static IReadOnlyList<MoveOutcome> Move(BurstTransaction burst, MoveRequest request)
    {
        try
        {
            return InstanceMoves.Move(burst, request);
        }
        catch (MoveRefusedException refused)
        {
            throw new CommandRefusedException(Refusal.Conflict, new FieldProblem("to", $"{request.To}", refused.Message, "Choose a version that is or was published."));
        }
    }

    private static Outcome<T> NoWorkflow<T>(string id)
        where T : class =>
        Outcome<T>.Refused(Refusal.NotFound, new FieldProblem("id", id, "There is no such workflow.", "Take the id from the list."));
}

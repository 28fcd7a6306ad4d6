using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>What managers and programs change about definitions; each change is one burst, so that it is done whole or not at all.</summary>
internal sealed class DefinitionChanges(WorkflowEngine engine, DefinitionReading reading)
{
    /// <summary>Saves a draft and, when asked, publishes it. A refused publication leaves the draft as it was.</summary>
    /// <returns>The definition as it is now, and whether it was published already just as it was sent.</returns>
    /// <exception cref="InvalidDefinitionException">It cannot be published.</exception>
    /// <exception cref="DraftChangedException">Somebody else saved it since it was read.</exception>
    /// <exception cref="ElsaRequestException">It cannot be changed.</exception>
    public async Task<(WorkflowDefinition Definition, bool Already)> SaveAsync(WorkflowDefinition sent, bool publish, Editor editor, CancellationToken stop, long? seen = null) =>
        await RunAsync(
            burst =>
            {
                if (engine.Definitions.Find(burst, sent.DefinitionId) is { } before)
                {
                    RequireWritable(before);
                    if (before.IsPublished && DefinitionJson.IsSame(before, sent))
                        return (before, true);
                }

                var draft = engine.Definitions.SaveDraft(burst, sent, editor.Name, seen is { } revision ? new DraftClaim(revision, editor.Session) : null);
                return (publish ? engine.Definitions.Publish(burst, draft.DefinitionId, editor.Name) : draft, false);
            },
            stop);

    /// <summary>Saves several drafts: all of them or, when one is refused, none.</summary>
    /// <exception cref="ElsaRequestException">One cannot be changed.</exception>
    public Task<int> SaveManyAsync(IReadOnlyList<WorkflowDefinition> sent, Editor editor, CancellationToken stop) =>
        RunAsync(
            burst =>
            {
                foreach (var one in sent)
                {
                    if (engine.Definitions.Find(burst, one.DefinitionId) is { } before)
                        RequireWritable(before);
                    engine.Definitions.SaveDraft(burst, one, editor.Name);
                }

                return sent.Count;
            },
            stop);

    /// <summary>Publishes the newest version.</summary>
    /// <returns>The definition, and whether it was published already.</returns>
    /// <exception cref="DefinitionNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDefinitionException">It cannot be published.</exception>
    public async Task<(WorkflowDefinition Definition, bool Already)> PublishAsync(string definitionId, Editor editor, CancellationToken stop) =>
        await RunAsync(
            burst => engine.Definitions.Find(burst, definitionId) is { IsPublished: true } published
                ? (published, true)
                : (engine.Definitions.Publish(burst, definitionId, editor.Name), false),
            stop);

    /// <summary>Ends the publication: no new instances start, and those under way go on.</summary>
    /// <exception cref="DefinitionNotFoundException">It is not published, or is not there.</exception>
    public Task<WorkflowDefinition> RetractAsync(string definitionId, Editor editor, CancellationToken stop) =>
        RunAsync(burst => engine.Definitions.Retract(burst, definitionId, editor.Name), stop);

    /// <summary>Makes a draft of an older version.</summary>
    /// <exception cref="DefinitionNotFoundException">There is no such version.</exception>
    public Task<WorkflowDefinition> RevertAsync(string definitionId, int version, Editor editor, CancellationToken stop) =>
        RunAsync(burst => engine.Definitions.Revert(burst, definitionId, version, editor.Name), stop);

    /// <summary>Deletes definitions with all their versions: all of them or, when one is in use, none.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances run on one of them.</exception>
    public Task<int> DeleteAsync(IReadOnlyList<string> definitionIds, Editor editor, CancellationToken stop) =>
        RunAsync(
            burst =>
            {
                var there = definitionIds.Distinct(StringComparer.Ordinal).Where(id => engine.Definitions.Find(burst, id) is not null).ToList();
                foreach (var id in there)
                    engine.Definitions.Delete(burst, id, editor.Name);
                return there.Count;
            },
            stop);

    /// <summary>Deletes single versions: all of them or, when one is in use, none.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances are on one of them.</exception>
    public Task<int> DeleteVersionsAsync(IReadOnlyList<string> versionIds, Editor editor, CancellationToken stop)
    {
        var versions = versionIds.Distinct(StringComparer.Ordinal).Select(reading.FindVersion).OfType<WorkflowDefinition>().ToList();
        return RunAsync(
            burst =>
            {
                foreach (var one in versions)
                    engine.Definitions.DeleteVersion(burst, one.DefinitionId, one.Version, editor.Name);
                return versions.Count;
            },
            stop);
    }

    /// <summary>Lets definitions that use this one as a step take the version in force; each becomes a draft.</summary>
    /// <returns>The definitions that changed.</returns>
    /// <exception cref="DefinitionNotFoundException">It is not published, or is not there.</exception>
    public Task<IReadOnlyList<string>> UpdateReferencesAsync(string definitionId, IReadOnlyList<string> onlyThese, Editor editor, CancellationToken stop)
    {
        var consumers = reading.ConsumersOf(definitionId).Where(id => onlyThese.Count == 0 || onlyThese.Contains(id)).ToList();
        return RunAsync<IReadOnlyList<string>>(
            burst =>
            {
                var used = engine.Definitions.Find(burst, definitionId, published: true) ?? throw new DefinitionNotFoundException(definitionId);
                return [.. consumers.Where(id => engine.Definitions.Find(burst, id) is { } consumer && TakeVersion(burst, consumer, used, editor))];
            },
            stop);
    }

    private bool TakeVersion(BurstTransaction burst, WorkflowDefinition consumer, WorkflowDefinition used, Editor editor)
    {
        var steps = ActivityTree.All(consumer.Root).Where(step => step.Text("workflowDefinitionId") == used.DefinitionId && step.Text("workflowDefinitionVersionId") != used.Id).ToList();
        if (steps.Count == 0 || consumer.Json.Flag("isReadonly") == true)
            return false;
        foreach (var step in steps)
        {
            step["workflowDefinitionVersionId"] = used.Id;
            step["version"] = used.Version;
            step["latestAvailablePublishedVersion"] = used.Version;
            step["latestAvailablePublishedVersionId"] = used.Id;
        }

        engine.Definitions.SaveDraft(burst, consumer, editor.Name);
        return true;
    }

    private static void RequireWritable(WorkflowDefinition definition)
    {
        if (definition.Json.Flag("isReadonly") == true)
            throw new ElsaRequestException(StatusCodes.Status403Forbidden, $"'{definition.Name}' cannot be changed: it is marked as read-only. Save it under another name.");
    }

    // The connection marks the point to which a refusal takes the burst back.
    private async Task<T> RunAsync<T>(Func<BurstTransaction, T> change, CancellationToken stop) =>
        (await engine.ExecuteAsync(
            (burst, _, _) =>
            {
                _ = burst.Connection;
                return new ValueTask<T>(change(burst));
            },
            cancellationToken: stop))!;
}

/// <summary>Who changes a definition.</summary>
/// <param name="Name">How the history calls them.</param>
/// <param name="Session">The page or program at work; the same one may save again before it has read the answer.</param>
internal sealed record Editor(string Name, string Session);

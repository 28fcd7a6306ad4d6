using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading.Stored;
using Microsoft.AspNetCore.SignalR;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Tells viewers that the instance they show went on: after a commit, and no more than a few times a second.</summary>
internal sealed class InstanceUpdates(ChangeFeed changes, InstanceQueries queries, ActivityJournal journal, IHubContext<WorkflowInstanceHub> hub, Readiness readiness, TimeProvider time, ILogger<InstanceUpdates> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> seen = new(StringComparer.Ordinal);

    /// <summary>A viewer shows an instance.</summary>
    public void Begin(string connection, string instanceId) => shown.GetOrAdd(connection, _ => new(StringComparer.Ordinal))[instanceId] = 0;

    /// <summary>A viewer is gone.</summary>
    public void End(string connection) => shown.TryRemove(connection, out _);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.WaitAsync(stoppingToken);
        long number = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            number = await changes.WaitAsync(number, stoppingToken);
            try
            {
                await TellAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                logger.LogWarning("Viewers of instances were not told of a change ({Type}); they are told of the next.", problem.GetType().Name);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task TellAsync(CancellationToken stop)
    {
        var ids = shown.Values.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal).ToList();
        foreach (var gone in seen.Keys.Except(ids, StringComparer.Ordinal).ToList())
            seen.Remove(gone);
        if (ids.Count == 0)
            return;
        foreach (var instance in queries.List(new InstanceFilter { Ids = ids }, new(null, 1, ids.Count)).Items)
        {
            if (seen.TryGetValue(instance.Id, out var before) && before == instance.Bursts)
                continue;
            seen[instance.Id] = instance.Bursts;
            await TellAsync(instance.Id, stop);
        }
    }

    private async Task TellAsync(string instanceId, CancellationToken stop)
    {
        var viewers = hub.Clients.Group(instanceId);
        var counts = ElsaJson.List(journal.Read(instanceId)?.Counts([]) ?? []);
        await viewers.SendAsync("ActivityExecutionLogUpdatedAsync", new JsonObject { ["stats"] = counts }, stop);
        await viewers.SendAsync("WorkflowExecutionLogUpdatedAsync", new JsonObject(), stop);
        await viewers.SendAsync("WorkflowInstanceUpdatedAsync", new JsonObject { ["workflowInstanceId"] = instanceId }, stop);
    }
}

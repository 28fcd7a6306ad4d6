using Frontdesk.Engine.Pump;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Ends and deletes instances.</summary>
internal sealed class InstanceChanges(WorkflowEngine engine)
{
    /// <summary>Ends instances from outside, and with each the instances that it started.</summary>
    /// <returns>How many still ran.</returns>
    public async Task<int> CancelAsync(IReadOnlyList<string> ids, string by, CancellationToken stop)
    {
        var cancelled = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => engine.CancelAsync(id, $"Cancelled by {by}.", null, stop)));
        return cancelled.Count(one => one);
    }

    /// <summary>Deletes instances that are over.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeleteAsync(IReadOnlyList<string> ids, CancellationToken stop) => engine.DeleteInstancesAsync(ids, stop);
}

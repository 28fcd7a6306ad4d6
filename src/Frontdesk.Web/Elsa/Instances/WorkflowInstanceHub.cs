using Microsoft.AspNetCore.SignalR;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Elsa's hub for live updates: a viewer says which instance it shows and is told when that changes.</summary>
internal sealed class WorkflowInstanceHub(InstanceUpdates updates) : Hub
{
    /// <summary>Begins to tell the caller about an instance. Studio calls it by this name.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (string.IsNullOrEmpty(instanceId) || instanceId.Length > 200)
            throw new HubException("Say which instance is meant.");
        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
        updates.Begin(Context.ConnectionId, instanceId);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        updates.End(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Finds activities in a definition's JSON, wherever containers, ports and cases hold them.</summary>
internal static class ActivityTree
{
    /// <summary>The id of the activity that stands for the workflow itself.</summary>
    public const string Workflow = "Workflow1";

    /// <summary>The activities that an activity holds, each with the property that holds it.</summary>
    public static IEnumerable<(string Port, JsonObject Activity)> ChildrenOf(JsonObject activity) =>
        activity.Where(one => one.Key is not ("metadata" or "customProperties")).SelectMany(one => Inside(one.Key, one.Value));

    /// <summary>An activity and everything that it holds, outermost first.</summary>
    public static IEnumerable<JsonObject> All(JsonObject? activity) =>
        activity is null ? [] : ChildrenOf(activity).SelectMany(one => All(one.Activity)).Prepend(activity);

    /// <summary>Gives every activity the path of ids that names it, and what Elsa's clients expect on it.</summary>
    public static void Complete(JsonObject activity, string parentNodeId)
    {
        var nodeId = $"{parentNodeId}:{activity.Text("id")}";
        activity["nodeId"] = nodeId;
        activity["name"] ??= null;
        activity["version"] ??= 1;
        if (activity["customProperties"] is not JsonObject custom)
            activity["customProperties"] = custom = [];
        custom["canStartWorkflow"] ??= false;
        custom["runAsynchronously"] ??= false;
        if (activity["metadata"] is not JsonObject)
            activity["metadata"] = new JsonObject();
        if (activity.Text("type") == "Elsa.Flowchart")
            CompleteFlowchart(activity, custom);
        foreach (var (_, child) in ChildrenOf(activity).ToList())
            Complete(child, nodeId);
    }

    private static void CompleteFlowchart(JsonObject flowchart, JsonObject custom)
    {
        custom["notFoundConnections"] ??= new JsonArray();
        flowchart["activities"] ??= new JsonArray();
        flowchart["variables"] ??= new JsonArray();
        flowchart["connections"] ??= new JsonArray();
        foreach (var connection in (flowchart["connections"] as JsonArray ?? []).OfType<JsonObject>())
            connection["vertices"] ??= new JsonArray();
    }

    private static IEnumerable<(string Port, JsonObject Activity)> Inside(string name, JsonNode? value) => value switch
    {
        JsonObject owner when IsActivity(owner) => [(name, owner)],
        JsonObject owner when owner["expression"] is null && owner["memoryReference"] is null => owner.SelectMany(one => Inside(name, one.Value)),
        JsonArray items => items.SelectMany(item => Inside(name, item)),
        _ => [],
    };

    // Expressions have a type as well, but no id.
    private static bool IsActivity(JsonObject owner) => owner.Text("type") is { Length: > 0 } && owner.Text("id") is not null && owner["value"] is null;
}

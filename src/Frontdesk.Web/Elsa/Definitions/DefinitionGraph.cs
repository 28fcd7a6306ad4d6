using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Parts of a definition by node id: what a container holds, and the way from the workflow down to a step.</summary>
internal static class DefinitionGraph
{
    /// <summary>The activity of a node with everything in it, steps that are workflows included.</summary>
    public static IResult Subgraph(HttpRequest request, DefinitionReading reading, string id)
    {
        if (reading.FindVersion(id) is not { } definition)
            return ElsaJson.NotFound("version", id);
        var root = Root(definition, reading);
        return request.Query.Text("parentNodeId") is not { } nodeId
            ? ElsaJson.Ok(Node(root, "Root"))
            : Path(root, nodeId) is [.., var (_, port, found)] ? ElsaJson.Ok(Node(found, port)) : ElsaJson.NotFound("step", nodeId);
    }

    /// <summary>A step, the container that shows it, and the way there.</summary>
    public static IResult Segments(HttpRequest request, DefinitionReading reading, string id)
    {
        if (reading.FindVersion(id) is not { } definition)
            return ElsaJson.NotFound("version", id);
        var nodeId = request.Query.Text("childNodeId") ?? throw ElsaRequestException.Bad("'childNodeId' is missing: it is the node id of the step.");
        var path = Path(Root(definition, reading), nodeId);
        if (path is not [.., var (_, port, child)])
            return ElsaJson.NotFound("step", nodeId);

        // A segment is left out for the drawing that shows the step itself: a flowchart in the root of a workflow needs none.
        var segments = path.Zip(path.Skip(1)).Where(one => one.First.Activity.Text("type") != "Elsa.Flowchart" && one.Second.Activity.Text("type") == "Elsa.Flowchart").ToList();
        var container = segments.Count == 0 ? path[0] : segments[^1].First;
        return ElsaJson.Ok(new JsonObject
        {
            ["childNode"] = Node(child, port),
            ["container"] = Node(container.Activity, container.Port),
            ["pathSegments"] = ElsaJson.List(segments.Skip(1).Select(one => new JsonObject
            {
                ["activityNodeId"] = one.First.Activity.Text("nodeId"),
                ["activityId"] = one.First.Activity.Text("id"),
                ["activityType"] = one.First.Activity.Text("type"),
                ["portName"] = one.Second.Port,
                ["activityName"] = one.First.Activity.Text("name"),
            })),
        });
    }

    private static JsonObject Node(JsonObject activity, string port) => new()
    {
        ["nodeId"] = activity.Text("nodeId"),
        ["port"] = port,
        ["activity"] = activity.DeepClone(),
    };

    // The workflow itself as Elsa shows it: an activity that holds the definition's root.
    private static JsonObject Root(WorkflowDefinition definition, DefinitionReading reading)
    {
        var file = DefinitionJson.ForFile(definition);
        Embed(file["root"] as JsonObject, reading, depth: 0);
        return new JsonObject
        {
            ["identity"] = new JsonObject { ["definitionId"] = definition.DefinitionId, ["version"] = definition.Version, ["id"] = definition.Id },
            ["publication"] = new JsonObject { ["isLatest"] = definition.IsLatest, ["isPublished"] = definition.IsPublished },
            ["inputs"] = file["inputs"]?.DeepClone(),
            ["outputs"] = file["outputs"]?.DeepClone(),
            ["outcomes"] = file["outcomes"]?.DeepClone(),
            ["workflowMetadata"] = new JsonObject { ["name"] = definition.Name, ["description"] = definition.Description, ["createdAt"] = file["createdAt"]?.DeepClone(), ["toolVersion"] = file["toolVersion"]?.DeepClone() },
            ["options"] = file["options"]?.DeepClone(),
            ["isReadonly"] = file["isReadonly"]?.DeepClone(),
            ["isSystem"] = file["isSystem"]?.DeepClone(),
            ["definitionHandle"] = new JsonObject { ["definitionVersionId"] = definition.Id },
            ["result"] = null,
            ["root"] = file["root"]?.DeepClone(),
            ["id"] = ActivityTree.Workflow,
            ["nodeId"] = ActivityTree.Workflow,
            ["name"] = null,
            ["type"] = "Elsa.Workflow",
            ["version"] = 1,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
        };
    }

    private static void Embed(JsonObject? activity, DefinitionReading reading, int depth)
    {
        foreach (var step in ActivityTree.All(activity).Where(one => one.Text("workflowDefinitionId") is not null).ToList())
        {
            var used = step.Text("workflowDefinitionVersionId") is { Length: > 0 } version ? reading.FindVersion(version) : null;
            used ??= reading.Find(step.Text("workflowDefinitionId")!, VersionChoice.Read("Published"));
            if (used?.Root is not { } root || depth > 8)
                continue;
            var body = (JsonObject)root.DeepClone();
            ActivityTree.Complete(body, step.Text("nodeId") ?? string.Empty);
            Embed(body, reading, depth + 1);
            step["root"] = body;
        }
    }

    // From the workflow down to a node, both included.
    private static List<(string NodeId, string Port, JsonObject Activity)> Path(JsonObject root, string nodeId)
    {
        var path = new List<(string NodeId, string Port, JsonObject Activity)> { (ActivityTree.Workflow, "Root", root) };
        while (path[^1].NodeId != nodeId)
        {
            var next = ActivityTree.ChildrenOf(path[^1].Activity).FirstOrDefault(one => one.Activity.Text("nodeId") is { } id && (nodeId == id || nodeId.StartsWith($"{id}:", StringComparison.Ordinal)));
            if (next.Activity is null)
                return [];
            path.Add((next.Activity.Text("nodeId")!, char.ToUpperInvariant(next.Port[0]) + next.Port[1..], next.Activity));
        }

        return path;
    }
}

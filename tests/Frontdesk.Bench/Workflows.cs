using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Bench;

/// <summary>The workflows that are measured.</summary>
internal static class Workflows
{
    /// <summary>A visit: three steps, a wait for the patient's answer, three steps.</summary>
    internal static WorkflowDefinition Visit(string id) => Definition(id, Flowchart(
        Set("ask", "asked"), Step("Elsa.FlowDecision", "open", "condition", true), Step("Elsa.SetName", "name", "value", "Visit"), Step("Elsa.Event", "wait", "eventName", "Replied"),
        Set("note", "answered"), Step("Elsa.WriteLine", "line", "text", "The patient has answered."), new JsonObject { ["type"] = "Elsa.End", ["id"] = "end" }));

    /// <summary>A reminder: a wait of an hour, then a line.</summary>
    internal static WorkflowDefinition Reminder(string id, TimeSpan wait) => Definition(id, Flowchart(
        Step("Elsa.Delay", "wait", "timeSpan", wait.ToString()), Step("Elsa.WriteLine", "line", "text", "It is time.")));

    /// <summary>A line at one moment, the same for all.</summary>
    internal static WorkflowDefinition Appointed(string id, DateTimeOffset moment) => Definition(id, Flowchart(
        Step("Elsa.StartAt", "wait", "dateTime", moment.ToString("O")), Step("Elsa.WriteLine", "line", "text", "It is time.")));

    /// <summary>A person is asked, and that is all.</summary>
    internal static WorkflowDefinition Question(string id) => Definition(id, Flowchart(
        Step("Frontdesk.UserTask", "ask", "title", "Call the patient")));

    internal static WorkflowDefinition Straight(string root, int steps)
    {
        var all = Enumerable.Range(0, steps).Select(i => Set($"s{i}", "x")).ToArray();
        return Definition("straight", root == "flowchart" ? Flowchart(all) : new JsonObject { ["type"] = "Elsa.Sequence", ["id"] = "root", ["activities"] = new JsonArray(all) });
    }

    private static WorkflowDefinition Definition(string id, JsonObject root) => new(new JsonObject
    {
        ["id"] = id + "-1",
        ["definitionId"] = id,
        ["name"] = id,
        ["version"] = 1,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "State", ["name"] = "State", ["typeName"] = "String" }),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["options"] = new JsonObject(),
        ["root"] = root,
    });

    private static JsonObject Flowchart(params JsonObject[] steps)
    {
        var connections = new JsonArray();
        for (var i = 1; i < steps.Length; i++)
        {
            var port = steps[i - 1]["type"]!.ToString() == "Elsa.FlowDecision" ? "True" : "Done";
            connections.Add((JsonNode)new JsonObject { ["source"] = new JsonObject { ["activity"] = steps[i - 1]["id"]!.ToString(), ["port"] = port }, ["target"] = new JsonObject { ["activity"] = steps[i]["id"]!.ToString() } });
        }

        return new JsonObject { ["type"] = "Elsa.Flowchart", ["id"] = "root", ["activities"] = new JsonArray(steps), ["connections"] = connections };
    }

    private static JsonObject Set(string id, string value)
    {
        var step = Step("Elsa.SetVariable", id, "value", value);
        step["variable"] = new JsonObject { ["id"] = "State", ["name"] = "State" };
        return step;
    }

    private static JsonObject Step(string type, string id, string input, object value) => new()
    {
        ["type"] = type,
        ["id"] = id,
        [input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = JsonValue.Create(value) } },
    };
}

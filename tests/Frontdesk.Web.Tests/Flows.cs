using System.Text.Json.Nodes;

namespace Frontdesk.Web.Tests;

/// <summary>Small workflows in Elsa's format.</summary>
internal static class Flows
{
    /// <summary>Asks the front desk about a patient, then waits for a reply, for a month at most.</summary>
    public static string Asking(string id = "asking", string name = "Ask the desk") => Definition(
        id,
        name,
        Step("Frontdesk.UserTask", "ask", "Ask", ("title", "Call the patient"), ("description", "Ask whether they come."), ("candidateRoles", new JsonArray("front-desk")), ("outcomes", new JsonArray("Comes", "Does not"))),
        First(Step("Elsa.Event", "reply", "Wait for the reply", ("eventName", "Replied")), Step("Elsa.Delay", "month", "For a month", ("timeSpan", "30.00:00:00"))));

    /// <summary>Asks one person by name for an approval that another person has to sign, with a reason.</summary>
    public static string Approving(string by, string notBy) => Definition(
        "approving",
        "Approve",
        Step(
            "Frontdesk.UserTask",
            "approve",
            "Approve",
            ("title", "Approve the order"),
            ("candidateUsers", new JsonArray(by)),
            ("excludedUser", notBy),
            ("safety", "Urgent"),
            ("outcomes", new JsonArray("Approved", "Refused")),
            ("form", """[{ "name": "reason", "label": "Why", "required": true, "for": ["Refused"] }]""")));

    /// <summary>Runs a script that cannot end well.</summary>
    public static string Failing() => Definition("failing", "Fails", Step("Elsa.Fault", "fault", "Give up", ("message", "Nobody can do this.")));

    /// <summary>A workflow whose only step has a type that nobody knows.</summary>
    public static string Broken(string id = "broken") => Definition(id, "Broken", Step("Nobody.Knows", "x", "What is this"));

    /// <summary>Answers a web request.</summary>
    public static string Endpoint(string path) => Definition(
        "endpoint",
        "Endpoint",
        Starting(Step("Elsa.HttpEndpoint", "in", "Request", ("path", path), ("supportedMethods", new JsonArray("GET", "POST")))),
        Step("Elsa.WriteHttpResponse", "out", "Answer", ("statusCode", "Created"), ("content", "taken"), ("contentType", "text/plain")));

    private static string Definition(string id, string name, params JsonObject[] steps) => new JsonObject
    {
        ["id"] = $"{id}-1",
        ["definitionId"] = id,
        ["name"] = name,
        ["description"] = $"{name}, for a test",
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["root"] = new JsonObject { ["type"] = "Elsa.Sequence", ["id"] = "root", ["activities"] = new JsonArray([.. steps]) },
    }.ToJsonString();

    private static JsonObject First(params JsonObject[] branches) =>
        new() { ["type"] = "Elsa.Fork", ["id"] = "first", ["joinMode"] = "WaitAny", ["branches"] = new JsonArray([.. branches]) };

    private static JsonObject Starting(JsonObject step)
    {
        step["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return step;
    }

    private static JsonObject Step(string type, string id, string displayText, params (string Name, JsonNode Value)[] inputs)
    {
        var step = new JsonObject { ["type"] = type, ["id"] = id, ["name"] = id, ["metadata"] = new JsonObject { ["displayText"] = displayText } };
        foreach (var (name, value) in inputs)
        {
            step[name] = new JsonObject
            {
                ["typeName"] = value is JsonArray ? "Object" : "String",
                ["expression"] = new JsonObject { ["type"] = value is JsonArray ? "Object" : "Literal", ["value"] = value is JsonArray ? value.ToJsonString() : value },
            };
        }

        return step;
    }
}

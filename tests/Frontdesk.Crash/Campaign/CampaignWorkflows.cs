using System.Text.Json.Nodes;

namespace Frontdesk.Crash.Campaign;

/// <summary>The workflows that the clients use, beside those that ship.</summary>
internal static class CampaignWorkflows
{
    /// <summary>Lines between a timer, a web call, an event and a task; each line stands in the journal once, whatever happened between.</summary>
    public static JsonObject Steps(string address) => Definition(
        "campaign",
        [Variable("Answer")],
        Line("one", Literal("1")),
        Step("Elsa.Delay", "pause", ("timeSpan", Literal("00:00:00.2000000"))),
        Line("two", Literal("2")),
        Step("Elsa.FlowSendHttpRequest", "call", ("url", Literal($"{address}/called")), ("method", Literal("POST")), ("content", Script("'n' + getInput('n')")), ("contentType", Literal("text/plain"))),
        Line("three", Literal("3")),
        OrLater("go", Step("Elsa.Event", "go", ("eventName", Literal("Go")))),
        Line("four", Literal("4")),
        Step("Frontdesk.UserTask", "decide", ("title", Literal("Decide")), ("outcomes", List("Yes", "No")), ("candidateRoles", List("front-desk")), ("dueIn", Literal("1.00:00:00")), ("outcome", Into("Answer"))),
        Line("five", Script("'5 ' + getVariable('Answer')")));

    /// <summary>Every text that comes in starts one, which writes down the carrier's id of it.</summary>
    public static JsonObject Texts()
    {
        var begin = Step("Elsa.Event", "text", ("eventName", Literal("TextReceived")), ("result", Into("Text")));
        begin["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return Definition("campaign-texts", [Variable("Text")], begin, Line("heard", Script("getVariable('Text').providerId")));
    }

    /// <summary>One that is changed again and again; each change is another text.</summary>
    public static JsonObject Edited(string mark, string id = "campaign-edited") => Definition(id, [], Line("mark", Literal(mark)));

    /// <summary>A question that several answer at the same moment, and the answer.</summary>
    public static JsonObject Question(string id) => Definition(
        id,
        [Variable("Answer")],
        Step("Frontdesk.UserTask", "decide", ("title", Literal("Decide")), ("outcomes", List("Yes", "No")), ("dueIn", Literal("1.00:00:00")), ("outcome", Into("Answer"))),
        Line("answer", Script("getVariable('Answer')")));

    /// <summary>A wait that several end at the same moment, and another behind it.</summary>
    public static JsonObject Wait(string id) => Definition(
        id,
        [],
        OrLater("go", Step("Elsa.Event", "go", ("eventName", Literal("Go")))),
        Line("went", Literal("went")),
        Step("Elsa.Delay", "rest", ("timeSpan", Literal("30.00:00:00"))));

    private static JsonObject OrLater(string id, JsonObject wait) => new()
    {
        ["type"] = "Elsa.Fork",
        ["id"] = $"{id}-or-later",
        ["joinMode"] = Literal("WaitAny"),
        ["branches"] = new JsonArray(wait, Step("Elsa.Delay", $"{id}-later", ("timeSpan", Literal("30.00:00:00")))),
    };

    private static JsonObject Definition(string id, JsonArray variables, params JsonObject[] steps) => new()
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["variables"] = variables,
        ["root"] = new JsonObject { ["type"] = "Elsa.Sequence", ["id"] = "steps", ["activities"] = new JsonArray([.. steps]) },
    };

    private static JsonObject Variable(string name) => new() { ["id"] = name, ["name"] = name, ["typeName"] = "Object", ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" };

    private static JsonObject Line(string id, JsonObject text) => Step("Elsa.WriteLine", id, ("text", text));

    private static JsonObject Step(string type, string id, params (string Name, JsonObject Value)[] inputs)
    {
        var step = new JsonObject { ["type"] = type, ["id"] = id };
        foreach (var (name, value) in inputs)
            step[name] = value;
        return step;
    }

    private static JsonObject Literal(string text) => Value("Literal", text);

    private static JsonObject Script(string text) => Value("JavaScript", text);

    private static JsonObject List(params string[] items) => Value("Object", new JsonArray([.. items.Select(item => (JsonNode)item)]).ToJsonString());

    private static JsonObject Into(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private static JsonObject Value(string type, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}

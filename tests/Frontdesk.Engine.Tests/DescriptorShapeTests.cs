using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Descriptors;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>Steps are described in the shape in which an Elsa server describes them, so that its designer can read them.</summary>
public sealed class DescriptorShapeTests
{
    // Elsa's types that this program does not have, and why.
    private static readonly Dictionary<string, string> Absent = new(StringComparer.Ordinal)
    {
        ["Elsa.DownloadHttpFile"] = "files do not travel through workflows: they come in through the interfaces and lie among the documents",
        ["Elsa.WriteFileHttpResponse"] = "the same",
        ["Elsa.RunCSharp"] = "no code of the server's own language is run from a definition",
        ["Elsa.Inline"] = "exists only in code",
        ["Elsa.Workflows.Activities.DynamicActivity"] = "exists only in code",
        ["Elsa.Workflows.Management.Activities.HostMethod.HostMethodActivity"] = "exists only in code",
        ["Elsa.Workflows.Management.Activities.WorkflowDefinitionActivity.WorkflowDefinitionActivity"] = "each workflow that may be used as a step has a descriptor of its own",
    };

    // Inputs, outputs and ports of Elsa that a step does not have here: it could not honour them.
    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        "Elsa.DispatchWorkflow.StartNewTrace", "Elsa.DispatchWorkflow.ChannelName", "Elsa.BulkDispatchWorkflows.StartNewTrace", "Elsa.BulkDispatchWorkflows.ChannelName",
        "Elsa.HttpEndpoint.Authorize", "Elsa.HttpEndpoint.Policy", "Elsa.HttpEndpoint.RequestTimeout", "Elsa.HttpEndpoint.RequestSizeLimit", "Elsa.HttpEndpoint.FileSizeLimit",
        "Elsa.HttpEndpoint.AllowedFileExtensions", "Elsa.HttpEndpoint.BlockedFileExtensions", "Elsa.HttpEndpoint.AllowedMimeTypes", "Elsa.HttpEndpoint.Files", "Elsa.HttpEndpoint.File",
        "Elsa.HttpEndpoint.ExposeRequestTooLargeOutcome", "Elsa.HttpEndpoint.ExposeFileTooLargeOutcome", "Elsa.HttpEndpoint.ExposeInvalidFileExtensionOutcome", "Elsa.HttpEndpoint.ExposeInvalidFileMimeTypeOutcome",
        "Elsa.SendHttpRequest.DisableAuthorizationHeaderValidation", "Elsa.SendHttpRequest.EnableResiliency",
        "Elsa.FlowSendHttpRequest.DisableAuthorizationHeaderValidation", "Elsa.FlowSendHttpRequest.EnableResiliency",
        "Elsa.Workflow.Result", "Elsa.Flowchart.Start",
    };

    // Inputs and ports that Elsa lacks or finds out in the designer alone.
    private static readonly HashSet<string> Additional = new(StringComparer.Ordinal)
    {
        "Elsa.FlowSendHttpRequest.Done", "Elsa.FlowSendHttpRequest.Unmatched status code", "Elsa.FlowSendHttpRequest.Failed to connect", "Elsa.FlowSendHttpRequest.Timeout",
    };

    // Editors that differ on purpose.
    private static readonly Dictionary<string, string> Editors = new(StringComparer.Ordinal)
    {
        ["Elsa.ForEach.Items"] = "a list without choices shows nothing to fill in",
        ["Elsa.DispatchWorkflow.Input"] = "the same",
        ["Elsa.ExecuteWorkflow.Input"] = "the same",
        ["Elsa.BulkDispatchWorkflows.Input"] = "the same",
        ["Elsa.RunTask.Payload"] = "the same",
        ["Elsa.Event.EventName"] = "the names of the events are known",
    };

    // Properties that stand in a descriptor when there is something to say. Elsa leaves them out more often than we do, because
    // a default of ours is always said, every member has its help and every output can be stored.
    private static readonly HashSet<string> Optional = new(StringComparer.Ordinal) { "description", "defaultValue", "isSerializable" };

    private static readonly ActivityRegistry Registry = new();

    public static TheoryData<string> Types => [.. Registry.All.Where(one => one.TypeName.StartsWith("Elsa.", StringComparison.Ordinal)).Select(one => one.TypeName)];

    private static Dictionary<string, JsonObject> Ours =>
        Registry.All.Select(one => DescriptorJson.Of(one, _ => [])).Concat(DescriptorJson.ForDesigner).ToDictionary(one => (string)one["typeName"]!, StringComparer.Ordinal);

    [Fact]
    public void Every_type_of_Elsa_is_there_or_is_left_out_for_a_reason()
    {
        var theirs = Recordings().Select(one => (string)one["typeName"]!).ToList();

        Assert.Equal(Absent.Keys.Order(StringComparer.Ordinal), theirs.Where(type => !Ours.ContainsKey(type)).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Types))]
    public void A_step_of_Elsa_is_described_in_the_shape_of_Elsa(string type)
    {
        var (ours, theirs) = (Ours[type], Recording(type));

        AssertShape(theirs, ours, type);
        foreach (var list in (string[])["inputs", "outputs", "ports"])
        {
            var (given, expected) = (Named(ours, list), Named(theirs, list));
            Assert.Equal([], expected.Keys.Where(name => !given.ContainsKey(name) && !Missing.Contains($"{type}.{name}")));
            Assert.Equal([], given.Keys.Where(name => !expected.ContainsKey(name) && !Additional.Contains($"{type}.{name}")));
            foreach (var name in expected.Keys.Where(given.ContainsKey))
                AssertShape(expected[name], given[name], $"{type}.{name}");
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void The_designer_treats_a_step_as_it_treats_that_of_Elsa(string type)
    {
        var (ours, theirs) = (Ours[type], Recording(type));

        foreach (var property in (string[])["namespace", "name", "version", "kind", "runAsynchronously", "isContainer", "isBrowsable", "isStart", "isTerminal"])
            Assert.True(JsonNode.DeepEquals(theirs[property], ours[property]), $"{type}: {property} is {ours[property]}, with Elsa {theirs[property]}.");
        foreach (var (list, properties) in new[] { ("inputs", (string[])["typeName", "uiHint", "isWrapped", "autoEvaluate", "defaultSyntax", "category", "isBrowsable"]), ("outputs", ["typeName"]), ("ports", ["type", "isBrowsable"]) })
        {
            var given = Named(ours, list);
            foreach (var (name, expected) in Named(theirs, list).Where(one => given.ContainsKey(one.Key)))
            {
                foreach (var property in properties.Where(one => one != "uiHint" || !Editors.ContainsKey($"{type}.{name}")))
                    Assert.True(JsonNode.DeepEquals(expected[property], given[name][property]), $"{type}.{name}: {property} is {given[name][property]}, with Elsa {expected[property]}.");
            }
        }
    }

    [Theory]
    [InlineData("Elsa.FlowJoin", "Mode")]
    [InlineData("Elsa.Switch", "Mode")]
    [InlineData("Elsa.WriteHttpResponse", "StatusCode")]
    [InlineData("Elsa.WriteHttpResponse", "ContentType")]
    [InlineData("Elsa.FlowSendHttpRequest", "ContentType")]
    public void A_list_offers_what_Elsa_offers(string type, string input)
    {
        static IEnumerable<string> Values(JsonObject step, string name) =>
            Named(step, "inputs")[name]["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(one => (string)one!["value"]!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        var (given, expected) = (Values(Ours[type], input).ToList(), Values(Recording(type), input).ToList());

        // Names of one number count once.
        Assert.Equal(expected.Count, expected.Count(value => given.Contains(value, StringComparer.Ordinal)));
    }

    [Fact]
    public void A_workflow_that_may_be_used_as_a_step_is_described_with_its_inputs_outputs_and_ways_out()
    {
        var definition = WorkflowDefinition.Parse("""
            {
              "id": "v2", "definitionId": "call", "name": "Call a patient", "description": "Calls.", "version": 2, "isPublished": true, "isLatest": true,
              "options": { "usableAsActivity": true }, "outcomes": ["Reached"],
              "inputs": [{ "name": "CallNumber", "type": "String", "uiHint": "no-such-editor" }, { "name": "Visits", "type": "String", "isArray": true, "displayName": "Which visits" }],
              "outputs": [{ "name": "Answer", "type": "Boolean" }],
              "root": { "id": "r", "type": "Elsa.Sequence", "activities": [] }
            }
            """);

        var step = Assert.Single(WorkflowStepJson.Of([definition]));

        Assert.Equal("CallAPatient", (string)step["typeName"]!);
        Assert.Equal("Call a patient", (string)step["displayName"]!);
        Assert.Equal(["singleline", "singleline"], step["inputs"]!.AsArray().Select(one => (string)one!["uiHint"]!));
        Assert.Equal(["Call number", "Which visits"], step["inputs"]!.AsArray().Select(one => (string)one!["displayName"]!));
        Assert.Equal(["String", "List<String>"], step["inputs"]!.AsArray().Select(one => (string)one!["typeName"]!));
        Assert.Equal("Answer", (string)step["outputs"]![0]!["name"]!);
        Assert.Equal(["Root", "Reached"], step["ports"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal("v2", (string)step["constructionProperties"]!["WorkflowDefinitionVersionId"]!);
        Assert.True((bool)step["isBrowsable"]!);
        AssertShape(Recording("Elsa.Delay"), step, "workflow");
    }

    [Fact]
    public void Two_workflows_of_one_name_are_two_steps_and_an_older_version_is_not_offered()
    {
        static WorkflowDefinition Named(string id, int version, bool isPublished) =>
            WorkflowDefinition.Parse($$"""{ "id": "{{id}}-{{version}}", "definitionId": "{{id}}", "name": "Call", "version": {{version}}, "isPublished": {{(isPublished ? "true" : "false")}}, "options": { "usableAsActivity": true } }""");

        var steps = WorkflowStepJson.Of([Named("a", 1, false), Named("a", 2, true), Named("b", 1, true)]).ToList();

        Assert.Equal([("Call", 1, false), ("Call", 2, true), ("Call_b", 1, true)], steps.Select(one => ((string)one["typeName"]!, (int)one["version"]!, (bool)one["isBrowsable"]!)));
    }

    [Fact]
    public void A_new_task_names_its_first_answer_itself_and_may_always_be_overdue()
    {
        var task = Ours["Frontdesk.UserTask"];

        Assert.Equal("[\"Done\"]", (string)task["constructionProperties"]!["Outcomes"]!["expression"]!["value"]!);
        Assert.Equal("Overdue", (string)Named(task, "inputs")["Outcomes"]["uiSpecifications"]!["DynamicOutcomesOptions"]!["fixedOutcomes"]![0]!);
    }

    private static void AssertShape(JsonObject expected, JsonObject actual, string where)
    {
        static IEnumerable<string> Kinds(JsonObject json) => json.Where(one => !Optional.Contains(one.Key)).Select(one => $"{one.Key}: {Kind(one.Value)}").Order(StringComparer.Ordinal);
        Assert.True(Kinds(expected).SequenceEqual(Kinds(actual), StringComparer.Ordinal), $"{where} has\n{string.Join('\n', Kinds(actual))}\nand with Elsa\n{string.Join('\n', Kinds(expected))}");
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        { } kind => kind.ToString(),
        null => "Null",
    };

    private static Dictionary<string, JsonObject> Named(JsonObject step, string list) =>
        step[list]!.AsArray().Select(one => one!.AsObject()).ToDictionary(one => (string)one["name"]!, StringComparer.Ordinal);

    private static JsonObject Recording(string type) => Recordings().First(one => (string)one["typeName"]! == type);

    private static IEnumerable<JsonObject> Recordings() => Recorded.Sample("descriptors-activities.json")["items"]!.AsArray().Select(one => one!.AsObject());
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class WebTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task A_web_request_starts_an_instance_and_gets_its_answer()
    {
        await using var practice = await OpenAsync();
        var endpoint = Step("Elsa.HttpEndpoint", "h", ("path", Literal("/intake/")), ("supportedMethods", Script("['POST']"))).CanStart();
        endpoint["parsedContent"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "c" } };
        await practice.PublishAsync(Sequence("s", endpoint, Step("Elsa.WriteHttpResponse", "w", ("statusCode", Literal("Accepted")), ("content", Script("({ got: getVariable('c').n })")))), variables: [Variable("c", "Object", null)]);
        Assert.Equal(["Elsa.HttpEndpoint|POST intake"], practice.Column("SELECT stimulus FROM workflow_trigger"));
        var result = await practice.Pumped(practice.Engine.StartAsync(new StartRequest("flow") { TriggerActivityId = "h", Input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Content"] = new JsonObject { ["n"] = 7 } } }));
        Assert.Equal((202, "{\"got\":7}", "application/json"), ((int)result.HttpResponse!["statusCode"]!, result.HttpResponse["content"]!.ToString(), result.HttpResponse["contentType"]!.ToString()));
    }

    [Theory]
    [InlineData(200, "200")]
    [InlineData(404, "404")]
    [InlineData(500, "Unmatched status code")]
    public async Task A_call_leaves_through_the_outbox_and_comes_back_by_the_port_of_its_status(int status, string port)
    {
        await using var practice = await OpenAsync();
        await PublishCallAsync(practice);
        await practice.StartAsync();
        var message = Assert.Single(await Lease(practice));
        Assert.Equal(("http", "example.test"), (message.Channel, message.Recipient));
        await practice.RestartAsync();
        var outcome = new OutboxOutcome(OutboxState.Delivered, Response: new JsonObject { ["statusCode"] = status, ["body"] = "{\"a\":1}", ["contentType"] = "application/json" }.ToJsonString());
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, outcome, default).AsTask());
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, outcome, default).AsTask());
        Assert.Equal([port, "Done"], practice.Lines());
    }

    [Theory]
    [InlineData("timeout", "Timeout")]
    [InlineData("gave-up", "Failed to connect")]
    public async Task A_call_without_answer_leaves_by_its_own_port(string reason, string port)
    {
        await using var practice = await OpenAsync();
        await PublishCallAsync(practice);
        await practice.StartAsync();
        var message = Assert.Single(await Lease(practice));
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Failed, Reason: reason), default).AsTask());
        Assert.Equal([port], practice.Lines());
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_recorded_and_the_instance_goes_on()
    {
        await using var practice = await OpenAsync();
        await PublishCallAsync(practice);
        await practice.StartAsync();
        var message = Assert.Single(await Lease(practice));
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, Response: "<html>"), default).AsTask());
        Assert.Equal(["Failed to connect"], practice.Lines());
    }

    [Fact]
    public async Task A_call_in_a_burst_that_is_tried_again_leaves_once()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(new JsonObject { ["type"] = "Elsa.Parallel", ["id"] = "p", ["activities"] = new JsonArray(Sequence("s1", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:01:00"))), Step("Elsa.FlowSendHttpRequest", "h", ("url", Literal("https://example.test/a"))), Step("Test.Unreliable", "u", ("key", Literal(key)))), Sequence("s2", Event("e", "Never"))) });
        await practice.StartAsync();
        Unreliable.Fail(key, 2);
        for (var i = 0; i < 4; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(practice.Column("SELECT id FROM outbox"));
    }

    private static Task<string> PublishCallAsync(TestPractice practice)
    {
        string[] ports = ["200", "404", "Unmatched status code", "Failed to connect", "Timeout", "Done"];
        var call = Step("Elsa.FlowSendHttpRequest", "h", ("url", Literal("https://example.test/a")), ("expectedStatusCodes", Script("[200, 404]")));
        return practice.PublishAsync(Flow([call, .. ports.Select((p, i) => Line($"l{i}", p))], [.. ports.Select((p, i) => ("h", p, $"l{i}"))]));
    }

    private static Task<IReadOnlyList<OutboxMessage>> Lease(TestPractice practice) => practice.Pumped(practice.Engine.LeaseAsync(10, TimeSpan.FromMinutes(1), default).AsTask());
}

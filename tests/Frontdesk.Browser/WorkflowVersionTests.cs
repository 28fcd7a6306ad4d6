using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>History, differences and moves, as a manager sees them and as a program does.</summary>
public sealed class WorkflowVersionTests(Chromium chromium) : RealAppTests, IClassFixture<Chromium>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private WorkflowEngine Engine => App.Services.GetRequiredService<WorkflowEngine>();

    [Fact]
    public async Task A_manager_compares_two_versions_moves_what_is_under_way_and_reverts_with_the_keyboard()
    {
        await PublishAsync(Waiting("Replied", "close"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((await Engine.StartAsync(new StartRequest("asking") { Name = $"Visit {i}" }, Stop)).InstanceId!);
        await PublishAsync(Waiting("Answered", "close", "thank"));

        await using var look = await Looking.AtAsync(chromium, "/workflows/asking", root: Root);
        var page = look.Page;
        await page.GetByText("Published version 2").WaitForAsync();
        await look.AssertGoodAsync("workflow-versions");
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare with 2" }).EnterAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "'Wait for the reply' changed: Event name." }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "'thank' is new, in 'root' after 'close'." }).WaitForAsync();
        await look.AssertGoodAsync("workflow-compare");

        await page.GetByRole(AriaRole.Link, new() { Name = "Move what is under way from 1 to 2 …" }).EnterAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Move instances to another version" }).WaitForAsync();
        await page.GetByText("'Wait for the reply' will wait for 'Answered' instead of 'Replied'.").First.WaitForAsync();
        await look.AssertGoodAsync("workflow-move");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("no such visit");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" }).WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.GetByLabel("Who moves them").SelectOptionAsync("sam");
        await page.GetByLabel("Move Visit 0").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move 1 chosen instance" }).EnterAsync();
        await page.GetByText("1 instance moved, 0 not.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move all …" }).EnterAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move all that can be moved" }).EnterAsync();
        await page.GetByText("2 instances moved, 0 not.").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is under way on version 1" }).WaitForAsync();
        await look.AssertGoodAsync("workflow-moved");

        await look.GoAsync("/workflows/asking");
        await page.GetByText("to version 2, from version 1").First.WaitForAsync();
        await page.GetByText("Sam Rivera").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revert to this version: 1" }).EnterAsync();
        await page.GetByText("The newest draft is version 1 again.").WaitForAsync();
        await page.GetByText("Made draft 3 from version 1").WaitForAsync();
        Assert.Empty(look.Complaints);
    }

    [Fact]
    public async Task The_pages_say_so_when_there_is_nothing_to_compare_or_to_move()
    {
        await PublishAsync(Waiting("Replied"));
        await using var look = await Looking.AtAsync(chromium, "/workflows/asking/compare?from=1&to=1", root: Root);
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is different" }).WaitForAsync();
        await look.AssertGoodAsync("workflow-compare-same");
        await look.GoAsync("/workflows/asking/compare?from=1&to=9");
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "One of these versions is not there" }).WaitForAsync();
        await look.GoAsync("/workflows/asking/move");
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is under way on another version" }).WaitForAsync();
        await look.AssertGoodAsync("workflow-move-empty");
    }

    [Fact]
    public async Task The_routes_answer_with_history_difference_preview_and_moves_and_name_what_is_wrong()
    {
        await PublishAsync(Waiting("Replied"));
        var id = (await Engine.StartAsync(new StartRequest("asking"), Stop)).InstanceId!;
        await PublishAsync(Waiting("Answered"));
        using var client = new HttpClient { BaseAddress = new Uri(Root) };

        var history = await client.GetFromJsonAsync<JsonElement>("/api/workflows/asking/history?size=1", Stop);
        var difference = await client.GetFromJsonAsync<JsonElement>("/api/workflows/asking/difference?from=1&to=2", Stop);
        var preview = await PostAsync(client, "/api/workflows/asking/moves/preview", new { to = 2 });
        var moved = await PostAsync(client, "/api/workflows/asking/moves", new { to = 2, instances = new[] { id } });

        Assert.Equal("sam", history.GetProperty("items")[0].GetProperty("by").GetString());
        Assert.Equal(("published", 4), (history.GetProperty("items")[0].GetProperty("what").GetString(), history.GetProperty("total").GetInt32()));
        Assert.Equal(("changed", "Answered"), (difference.GetProperty("changes")[0].GetProperty("kind").GetString(), difference.GetProperty("changes")[0].GetProperty("values")[0].GetProperty("new").GetString()));
        Assert.Equal((true, "Wait for the reply"), (preview.Body.GetProperty("items")[0].GetProperty("judgement").GetProperty("canMove").GetBoolean(), preview.Body.GetProperty("items")[0].GetProperty("judgement").GetProperty("standings")[0].GetProperty("name").GetString()));
        Assert.True(moved.Body.GetProperty("outcomes")[0].GetProperty("isMoved").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/workflows/none/history", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/workflows/asking/difference?from=1&to=9", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal((HttpStatusCode.BadRequest, "to"), await FieldAsync(PostAsync(client, "/api/workflows/asking/moves/preview", new { to = 9 })));
        Assert.Equal((HttpStatusCode.BadRequest, "instances"), await FieldAsync(PostAsync(client, "/api/workflows/asking/moves", new { to = 2, instances = Array.Empty<string>() })));
        Assert.Equal((HttpStatusCode.BadRequest, "version"), await FieldAsync(PostAsync(client, "/api/workflows/asking/revert", new { version = 9 })));
        var document = await client.GetFromJsonAsync<JsonElement>("/api/openapi.json", Stop);
        Assert.All((string[])["history", "difference", "moves/preview", "moves", "revert"], path => Assert.True(document.GetProperty("paths").TryGetProperty($"/api/workflows/{{id}}/{path}", out _), path));
    }

    private static async Task<(HttpStatusCode, string?)> FieldAsync(Task<(HttpStatusCode Status, JsonElement Body)> asked)
    {
        var (status, body) = await asked;
        return (status, body.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    private async Task PublishAsync(JsonObject definition)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Root) };
        using var answer = await client.PostAsJsonAsync("/api/definitions/publish?by=sam", definition, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Waits for an event, a month at the longest, then writes a line for each name.</summary>
    private static JsonObject Waiting(string eventName, params string[] lines) => new()
    {
        ["definitionId"] = "asking",
        ["name"] = "Ask the desk",
        ["root"] = new JsonObject
        {
            ["type"] = "Elsa.Sequence",
            ["id"] = "root",
            ["activities"] = new JsonArray(
            [
                new JsonObject
                {
                    ["type"] = "Elsa.Fork",
                    ["id"] = "first",
                    ["joinMode"] = Literal("WaitAny"),
                    ["branches"] = new JsonArray(
                        new JsonObject { ["type"] = "Elsa.Event", ["id"] = "wait", ["metadata"] = new JsonObject { ["displayText"] = "Wait for the reply" }, ["eventName"] = Literal(eventName) },
                        new JsonObject { ["type"] = "Elsa.Delay", ["id"] = "month", ["metadata"] = new JsonObject { ["displayText"] = "For a month" }, ["timeSpan"] = Literal("30.00:00:00") }),
                },
                .. lines.Select(name => new JsonObject { ["type"] = "Elsa.WriteLine", ["id"] = name, ["text"] = Literal(name) }),
            ]),
        },
    };

    private static JsonObject Literal(string text) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } };
}

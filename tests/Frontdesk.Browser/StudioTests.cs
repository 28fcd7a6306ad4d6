using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The real Elsa Studio in a real browser, over the program itself: what a manager does in it takes effect in the practice.</summary>
public sealed class StudioTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-studio-");
    private RealFrontdesk _frontdesk = null!;
    private ElsaClient _elsa = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;
    private readonly List<string> _complaints = [];
    private readonly List<string> _foreign = [];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(!Directory.Exists(Path.Combine(RealFrontdesk.Program, "studio", "_framework")), "Elsa Studio is not part of this build: it needs npm (sudo apt-get install -y nodejs npm).");
        _frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        _elsa = await ElsaClient.OpenAsync(_frontdesk.Client);
        _context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1500, Height = 950 }, ReducedMotion = ReducedMotion.Reduce });
        _page = await _context.NewPageAsync();
        _page.SetDefaultTimeout(60_000);
        _page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        _page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_frontdesk.Root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _foreign.Add(request.Url);
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
            await _page.CloseAsync();
        if (_context is not null)
            await _context.DisposeAsync();
        if (_frontdesk is not null)
            await _frontdesk.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_manager_draws_a_workflow_from_nothing_publishes_runs_and_cancels_it()
    {
        await GoAsync("/studio/");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First.ClickAsync();
        await _page.GetByLabel("Name").FillAsync("Greet and wait");
        await _page.GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await _page.WaitForURLAsync(url => url.Contains("/studio/workflows/", StringComparison.Ordinal));
        await LoadedAsync();
        var id = _page.Url.Split('/')[^1];

        await DropAsync("Elsa.WriteLine", 300, 200);
        await DropAsync("Elsa.Delay", 520, 320);
        await ConnectAsync("WriteLine1", "Delay1");
        await FillAsync("Delay1", 0, "00:10:00");
        await ScriptAsync("WriteLine1", "`Hello ${getCorrelationId() ?? 'you'}`");
        await _elsa.UntilAsync($"/workflow-definitions/by-definition-id/{id}", one => one.ToJsonString().Contains("00:10:00", StringComparison.Ordinal) && one.ToJsonString().Contains("getCorrelationId()", StringComparison.Ordinal));
        await PictureAsync("studio-editor");

        await ToolbarAsync(4);
        await _page.GetByText("Workflow published").WaitForAsync();
        var published = await _elsa.AskAsync("GET", $"/workflow-definitions/by-definition-id/{id}?versionOptions=Published");
        var connection = Assert.Single((JsonArray)published["root"]!["connections"]!)!;
        Assert.Equal("Done", connection["source"]!["port"]!.GetValue<string>());

        await ToolbarAsync(-1);
        await _page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        await LoadedAsync();
        await _page.GetByText("Suspended").First.WaitForAsync();
        await PictureAsync("studio-instance");
        var instance = _page.Url.Split('/')[^1];
        var report = await _elsa.AskAsync("POST", "/activity-executions/report", new JsonObject { ["workflowInstanceId"] = instance, ["activityNodeIds"] = new JsonArray() });
        var states = ((JsonArray)report["stats"]!).ToDictionary(one => one!["activityId"]!.GetValue<string>(), one => one!["isBlocked"]!.GetValue<bool>());
        Assert.Contains(states.Values, isBlocked => isBlocked);
        var journal = await _elsa.AskAsync("GET", $"/workflow-instances/{instance}/journal");
        Assert.Contains((JsonArray)journal["items"]!, one => one!["message"]?.GetValue<string>() == "Hello you");

        await _elsa.AskStatusAsync("POST", $"/cancel/workflow-instances/{instance}", "{}");
        await GoAsync($"/studio/instances/{instance}");
        await _page.GetByText("Cancelled").First.WaitForAsync();
        Assert.Empty(_foreign);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_manager_changes_appointment_reminders_and_the_practice_starts_on_the_new_version()
    {
        await GoAsync("/studio/workflows/appointment-reminders");
        await PictureAsync("studio-reminders");
        await FillAsync("First text", 0, "3.00:00:00", "Before the visit");
        await ToolbarAsync(4);
        await _page.GetByText("Workflow published").WaitForAsync();
        var versions = await _elsa.SendAsync("GET", "/workflow-definitions/appointment-reminders/versions");
        Assert.Equal(2, JsonNode.Parse(versions.Text)!.AsArray().Count);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task What_tells_patients_about_results_without_an_approval_is_refused_and_Studio_says_why()
    {
        var definition = await _elsa.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = TellsWithoutApproval(), ["publish"] = false });
        await GoAsync($"/studio/workflows/{definition["workflowDefinition"]!["definitionId"]!.GetValue<string>()}");
        await ToolbarAsync(4);
        await _page.Locator(".mud-snackbar").Filter(new() { HasText = "Tell the patient" }).First.WaitForAsync();
        await PictureAsync("studio-refused");
        Assert.False((await _elsa.AskAsync("GET", $"/workflow-definitions/{definition["workflowDefinition"]!["definitionId"]!.GetValue<string>()}"))["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Of_two_managers_with_one_draft_the_second_is_told_and_nothing_is_lost()
    {
        var (one, other) = (await ElsaClient.OpenAsync(_frontdesk.Client, "one"), await ElsaClient.OpenAsync(_frontdesk.Client, "other"));
        var (first, second) = (await one.AskAsync("GET", "/workflow-definitions/cycle-count"), await other.AskAsync("GET", "/workflow-definitions/cycle-count"));
        first["description"] = "Changed by the first.";
        var saved = await one.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = first.DeepClone(), ["publish"] = false });
        second["description"] = "Changed by the second.";
        var refused = await other.SendAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = second.DeepClone(), ["publish"] = true }.ToJsonString());
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("somebody else", refused.Text, StringComparison.Ordinal);
        Assert.Equal("Changed by the first.", (await one.AskAsync("GET", "/workflow-definitions/cycle-count"))["description"]!.GetValue<string>());

        // The first may go on from what it was answered, and also from before its last save was answered.
        var next = saved["workflowDefinition"]!.DeepClone();
        next["description"] = "Changed again.";
        await one.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = next, ["publish"] = false });
        first["description"] = "Sent before the answer came.";
        await one.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = first.DeepClone(), ["publish"] = false });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    [InlineData("{\"model\":1}")]
    [InlineData("{\"model\":{\"name\":5}}")]
    [InlineData("{\"model\":{\"root\":[]}}")]
    [InlineData("{\"model\":{\"variables\":{}}}")]
    [InlineData("{\"model\":{\"definitionId\":\"../../etc\",\"root\":{\"id\":\"a\",\"type\":\"Elsa.Flowchart\"}}}")]
    [InlineData("{\"model\":{\"a\":1,\"a\":2}}")]
    public async Task A_body_that_is_no_workflow_is_a_4xx_with_a_sentence_and_changes_nothing(string body)
    {
        var before = (await _elsa.AskAsync("GET", "/workflow-definitions/query/count"))["count"]!.GetValue<int>();
        foreach (var (method, path) in ((string, string)[])[("POST", "/workflow-definitions"), ("POST", "/workflow-definitions/import"), ("POST", "/bulk-actions/publish/workflow-definitions/by-definition-ids"), ("POST", "/bulk-actions/delete/workflow-definitions/by-id"), ("POST", "/activity-executions/report"), ("POST", "/tests/activities")])
        {
            var answer = await _elsa.SendAsync(method, path, body);
            Assert.True((int)answer.Status is >= 400 and < 500, $"{path} {(int)answer.Status} {answer.Text}");
            Assert.NotEmpty((JsonArray)JsonNode.Parse(answer.Text)!["errors"]!["generalErrors"]!);
        }

        Assert.Equal(before, (await _elsa.AskAsync("GET", "/workflow-definitions/query/count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Hostile_sizes_depths_and_paths_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await _elsa.SendAsync("POST", "/workflow-definitions", deep)).Status);
        var large = $"{{\"model\":{{\"name\":\"{new string('x', 6 * 1024 * 1024)}\"}}}}";
        Assert.Equal(System.Net.HttpStatusCode.RequestEntityTooLarge, (await _elsa.SendAsync("POST", "/workflow-definitions", large)).Status);
        foreach (var path in (string[])["/studio/_framework/../../appsettings.json", "/studio/_framework/%2e%2e/%2e%2e/appsettings.json", "/studio/_content/..%2f..%2ffrontdesk.dll", "/studio/package.json", "/studio/copied"])
        {
            using var answer = await _frontdesk.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var anonymous = await _frontdesk.Client.GetAsync(new Uri("/elsa/api/workflow-definitions", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    private static JsonObject TellsWithoutApproval() => JsonNode.Parse(
        """
        {"name":"Tell at once","root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"tell","name":"Tell the patient","type":"Frontdesk.TellPatient","version":1,
           "patient":{"typeName":"String","expression":{"type":"JavaScript","value":"getInput('Patient')"}},
           "step":{"typeName":"String","expression":{"type":"Literal","value":"first"}},
           "topic":{"typeName":"String","expression":{"type":"Literal","value":"Result"}},
           "template":{"typeName":"String","expression":{"type":"Literal","value":"result-message-waits"}},
           "metadata":{"displayText":"Tell the patient","designer":{"position":{"x":0,"y":0},"size":{"width":180,"height":50}}}}],
         "connections":[]},"inputs":[{"type":"String","name":"Patient","displayName":"Patient"}]}
        """)!.AsObject();

    private async Task GoAsync(string path)
    {
        await _page.GotoAsync(_frontdesk.Root + path);
        await LoadedAsync();
    }

    // The frame's note is gone once Studio has drawn something; a drawing has its nodes a moment later.
    private async Task LoadedAsync()
    {
        await _page.Locator("#studio-loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        if (_page.Url.Contains("/workflows/", StringComparison.Ordinal))
            await _page.Locator(".mud-expand-panel").First.WaitForAsync();
        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private async Task ToolbarAsync(int index)
    {
        var buttons = _page.Locator(".mud-toolbar button:visible");
        await (index < 0 ? buttons.Last : buttons.Nth(index)).ClickAsync();
    }

    private async Task DropAsync(string type, int x, int y)
    {
        var words = (await _elsa.AskAsync("GET", $"/descriptors/activities/{type}"))["displayName"]!.GetValue<string>();
        await _page.GetByPlaceholder("Search").First.FillAsync(words);
        var step = _page.Locator("[draggable=true]").Filter(new() { HasTextRegex = new System.Text.RegularExpressions.Regex($"^\\s*{System.Text.RegularExpressions.Regex.Escape(words)}\\s*$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First;
        await step.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (!await step.IsVisibleAsync())
            await _page.Locator(".mud-expand-panel").Filter(new() { Has = step }).Locator(".mud-expand-panel-header").ClickAsync();
        var before = await _page.Locator(".x6-node").CountAsync();
        await step.DragToAsync(_page.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } });
        await _page.Locator(".x6-node").Nth(before).WaitForAsync();
        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private async Task ConnectAsync(string from, string to)
    {
        var source = (await Node(from).Locator(".x6-port-out circle").First.BoundingBoxAsync())!;
        var target = (await Node(to).Locator(".x6-port-in circle").First.BoundingBoxAsync())!;
        await _page.Mouse.MoveAsync(source.X + (source.Width / 2), source.Y + (source.Height / 2));
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(target.X - 30, target.Y + 2, new() { Steps = 8 });
        await _page.Mouse.MoveAsync(target.X + (target.Width / 2), target.Y + (target.Height / 2), new() { Steps = 6 });
        await _page.Mouse.UpAsync();
        await _page.Locator(".x6-edge").First.WaitForAsync();
    }

    private async Task FillAsync(string step, int index, string value, string? label = null)
    {
        await SelectAsync(step);
        var inputs = _page.Locator(".rz-splitter-pane .mud-tabs-panels .mud-input-control:visible");
        var input = label is null ? inputs.Nth(index) : inputs.Filter(new() { HasText = label }).First;
        await input.Locator("input").First.FillAsync(value);
        await input.Locator("input").First.PressAsync("Tab");
    }

    private async Task ScriptAsync(string step, string script)
    {
        await SelectAsync(step);
        var input = _page.Locator(".rz-splitter-pane .mud-tabs-panels .mud-input-control:visible").First;
        var box = (await input.BoundingBoxAsync())!;
        await _page.Mouse.ClickAsync(box.X + box.Width + 33, box.Y + 24);
        await _page.Locator(".mud-popover-open").GetByText("JavaScript", new() { Exact = true }).First.ClickAsync();
        await _page.Locator(".monaco-editor").First.ClickAsync();
        await _page.Keyboard.TypeAsync(script);
    }

    private async Task SelectAsync(string step)
    {
        var box = (await Node(step).Locator("foreignObject").First.BoundingBoxAsync())!;
        await _page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 15);
        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private ILocator Node(string name) => _page.Locator(".x6-node").Filter(new() { HasText = name }).First;

    private async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder)
            await _page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}

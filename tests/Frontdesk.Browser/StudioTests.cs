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
    private readonly List<string> _complaints = [];
    private readonly List<string> _foreign = [];

    private IPage Page => _context.Pages[0];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(!Directory.Exists(Path.Combine(RealFrontdesk.Program, "studio", "_framework")), "Elsa Studio is not part of this build: it needs npm (sudo apt-get install -y nodejs npm).");
        _frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        _elsa = await ElsaClient.OpenAsync(_frontdesk.Client);
        _context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1500, Height = 950 }, ReducedMotion = ReducedMotion.Reduce });
        await _context.NewPageAsync();
        Page.SetDefaultTimeout(60_000);
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_frontdesk.Root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _foreign.Add(request.Url);
        };
    }

    public async ValueTask DisposeAsync()
    {
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
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First.ClickAsync();
        await Page.GetByLabel("Name").FillAsync("Greet and wait");
        await Page.GetByLabel("Name").PressAsync("Tab");

        // The dialog asks whether the name is free, and draws its buttons anew with the answer.
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Page.GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("/studio/workflows/", StringComparison.Ordinal));
        await LoadedAsync();
        var id = Page.Url.Split('/')[^1];

        await DropAsync("Elsa.WriteLine", 300, 200);
        await DropAsync("Elsa.Delay", 520, 320);
        await ConnectAsync("WriteLine1", "Delay1");
        await FillAsync("Delay1", 0, "00:10:00");
        await ScriptAsync("WriteLine1", "`Hello ${getCorrelationId() ?? 'you'}`");
        await _elsa.UntilAsync($"/workflow-definitions/by-definition-id/{id}", one => one.ToJsonString().Contains("00:10:00", StringComparison.Ordinal) && one.ToJsonString().Contains("getCorrelationId()", StringComparison.Ordinal));
        await PictureAsync("studio-editor");

        await ToolbarAsync(4);
        await Page.GetByText("Workflow published").WaitForAsync();
        var published = await _elsa.AskAsync("GET", $"/workflow-definitions/by-definition-id/{id}?versionOptions=Published");
        var connection = Assert.Single((JsonArray)published["root"]!["connections"]!)!;
        Assert.Equal("Done", connection["source"]!["port"]!.GetValue<string>());

        await ToolbarAsync(-1);
        await Page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        await LoadedAsync();
        await Page.GetByText("Suspended").First.WaitForAsync();
        await PictureAsync("studio-instance");
        var instance = Page.Url.Split('/')[^1];
        var report = await _elsa.AskAsync("POST", "/activity-executions/report", new JsonObject { ["workflowInstanceId"] = instance, ["activityNodeIds"] = new JsonArray() });
        var states = ((JsonArray)report["stats"]!).ToDictionary(one => one!["activityId"]!.GetValue<string>(), one => one!["isBlocked"]!.GetValue<bool>());
        Assert.Contains(states.Values, isBlocked => isBlocked);
        var journal = await _elsa.AskAsync("GET", $"/workflow-instances/{instance}/journal");
        Assert.Contains((JsonArray)journal["items"]!, one => one!["message"]?.GetValue<string>() == "Hello you");

        await _elsa.AskStatusAsync("POST", $"/cancel/workflow-instances/{instance}", "{}");
        await GoAsync($"/studio/instances/{instance}");
        await Page.GetByText("Cancelled").First.WaitForAsync();
        Assert.Empty(_foreign);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task From_our_pages_a_manager_reaches_each_screen_and_none_of_them_complains()
    {
        await _elsa.AskAsync("POST", "/workflow-definitions/cycle-count/dispatch", new JsonObject());
        await Page.GotoAsync(_frontdesk.Root + "/workflows");
        await Page.GetByRole(AriaRole.Link, new() { Name = "the designer" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.EndsWith("/studio/", StringComparison.Ordinal) || url.Contains("/studio/?", StringComparison.Ordinal));
        await LoadedAsync();
        await Page.GetByText("appointment-reminders").First.WaitForAsync();

        await Page.GotoAsync(_frontdesk.Root + "/workflows/cycle-count");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Change it in the designer" }).ClickAsync();
        await LoadedAsync();
        await Page.Locator(".x6-node").First.WaitForAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "Instances" }).ClickAsync();
        await LoadedAsync();
        await Page.GetByText("cycle-count").Or(Page.GetByText("Count")).First.WaitForAsync();
        await PictureAsync("studio-instances");

        await Page.GetByRole(AriaRole.Link, new() { Name = "Frontdesk" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Exact = true }).WaitForAsync();
        Assert.Empty(_complaints);
        Assert.Empty(_foreign);
    }

    [Fact]
    public async Task A_manager_changes_appointment_reminders_and_the_practice_starts_on_the_new_version()
    {
        await GoAsync("/studio/workflows/appointment-reminders");
        await PictureAsync("studio-reminders");
        await DropAsync("Elsa.WriteLine", 300, 60);
        await FillAsync("WriteLine1", 0, "Reminders are planned");
        await _elsa.UntilAsync("/workflow-definitions/by-definition-id/appointment-reminders", one => one.ToJsonString().Contains("Reminders are planned", StringComparison.Ordinal));
        await ToolbarAsync(4);
        await Page.GetByText("Workflow published").WaitForAsync();
        var versions = await _elsa.SendAsync("GET", "/workflow-definitions/appointment-reminders/versions");
        Assert.Equal(2, JsonNode.Parse(versions.Text)!.AsArray().Count);
        await ToolbarAsync(-1);
        await Page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task What_tells_patients_about_results_without_an_approval_is_refused_and_Studio_says_why()
    {
        var definition = await _elsa.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = TellsWithoutApproval(), ["publish"] = false });
        await GoAsync($"/studio/workflows/{definition["workflowDefinition"]!["definitionId"]!.GetValue<string>()}");
        await ToolbarAsync(4);
        await Page.Locator(".mud-snackbar").Filter(new() { HasText = "Tell the patient" }).First.WaitForAsync();
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

    [Fact]
    public async Task A_body_that_is_no_workflow_is_a_4xx_with_a_sentence_and_changes_nothing()
    {
        string[] bodies =
        [
            "[]", "null", "{", "\"text\"", "{\"model\":1}", "{\"model\":{\"name\":5}}", "{\"model\":{\"root\":[]}}", "{\"model\":{\"variables\":{}}}",
            "{\"model\":{\"definitionId\":\"../../etc\",\"root\":{\"id\":\"a\",\"type\":\"Elsa.Flowchart\"}}}", "{\"model\":{\"a\":1,\"a\":2}}",
        ];
        string[] paths =
        [
            "/workflow-definitions", "/workflow-definitions/import", "/bulk-actions/publish/workflow-definitions/by-definition-ids", "/bulk-actions/delete/workflow-definitions/by-id",
            "/bulk-actions/cancel/workflow-instances", "/activity-executions/report", "/tests/activities",
        ];
        var before = (await _elsa.AskAsync("GET", "/workflow-definitions/query/count"))["count"]!.GetValue<int>();
        foreach (var (path, body) in paths.SelectMany(path => bodies.Select(body => (path, body))))
        {
            var answer = await _elsa.SendAsync("POST", path, body);
            Assert.True((int)answer.Status is >= 400 and < 500, $"{path} {body}: {(int)answer.Status} {answer.Text}");
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
        await Page.GotoAsync(_frontdesk.Root + path);
        await LoadedAsync();
    }

    // The frame's note is gone once Studio has drawn something; a drawing has its nodes a moment later.
    private async Task LoadedAsync()
    {
        await Page.Locator("#studio-loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        if (Page.Url.Contains("/workflows/", StringComparison.Ordinal))
            await Page.Locator(".mud-expand-panel").First.WaitForAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private async Task ToolbarAsync(int index)
    {
        var buttons = Page.Locator(".mud-toolbar button:visible");
        await (index < 0 ? buttons.Last : buttons.Nth(index)).ClickAsync();
    }

    private async Task DropAsync(string type, int x, int y)
    {
        // Its sentence leads to it alone; its name may be a part of others'.
        var descriptor = await _elsa.AskAsync("GET", $"/descriptors/activities/{type}");
        var words = descriptor["displayName"]!.GetValue<string>();
        await Page.GetByPlaceholder("Search").First.FillAsync(descriptor["description"]!.GetValue<string>());
        var step = Page.Locator("[draggable=true]").Filter(new() { HasTextRegex = new System.Text.RegularExpressions.Regex($"^\\s*{System.Text.RegularExpressions.Regex.Escape(words)}\\s*$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First;
        await step.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (!await step.IsVisibleAsync())
            await Page.Locator(".mud-expand-panel").Filter(new() { Has = step }).Locator(".mud-expand-panel-header").ClickAsync();
        var before = await Page.Locator(".x6-node").CountAsync();
        await step.DragToAsync(Page.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } });
        await Page.Locator(".x6-node").Nth(before).WaitForAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private async Task ConnectAsync(string from, string to)
    {
        var source = (await Node(from).Locator(".x6-port-out circle").First.BoundingBoxAsync())!;
        var target = (await Node(to).Locator(".x6-port-in circle").First.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(source.X + (source.Width / 2), source.Y + (source.Height / 2));
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(target.X - 30, target.Y + 2, new() { Steps = 8 });
        await Page.Mouse.MoveAsync(target.X + (target.Width / 2), target.Y + (target.Height / 2), new() { Steps = 6 });
        await Page.Mouse.UpAsync();
        await Page.Locator(".x6-edge").First.WaitForAsync();
    }

    private async Task FillAsync(string step, int index, string value)
    {
        await SelectAsync(step);
        var input = Form.Locator("input[type=text]:visible").Nth(index);
        await input.FillAsync(value);
        await input.PressAsync("Tab");
    }

    private async Task ScriptAsync(string step, string script)
    {
        await SelectAsync(step);
        await Form.Locator("button[type=button]:visible").First.ClickAsync();
        await Page.Locator(".mud-popover-open").GetByText("JavaScript", new() { Exact = true }).First.ClickAsync();
        await Page.Locator(".monaco-editor").First.ClickAsync();
        await Page.Keyboard.TypeAsync(script);
    }

    private async Task SelectAsync(string step)
    {
        var box = (await Node(step).Locator("foreignObject").First.BoundingBoxAsync())!;
        await Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 15);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    // The properties of the selected step, below the drawing.
    private ILocator Form => Page.Locator(".rz-splitter-vertical form.mud-form").First;

    private ILocator Node(string name) => Page.Locator(".x6-node").Filter(new() { HasText = name }).First;

    private async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}

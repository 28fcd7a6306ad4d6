using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The real Elsa Studio in a real browser, over the program itself: what a manager does in it takes effect in the practice.</summary>
public sealed class StudioTests(Chromium chromium) : RealStudioTests(chromium)
{
    // What the browser asks the page before it leaves it.
    private const string MayLeave = "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))";

    [Fact]
    public async Task A_manager_draws_a_workflow_from_nothing_publishes_runs_and_cancels_it()
    {
        await Studio.GoAsync("/studio/");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First.ClickAsync();
        await Page.GetByLabel("Name").FillAsync("Greet and wait");
        await Page.GetByLabel("Name").PressAsync("Tab");

        // The dialog asks whether the name is free, and draws its buttons anew with the answer.
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Page.GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("/studio/workflows/", StringComparison.Ordinal));
        await Studio.LoadedAsync();
        var id = Page.Url.Split('/')[^1];

        await Studio.DropAsync("Elsa.WriteLine", 300, 200);
        await Studio.DropAsync("Elsa.Delay", 520, 320);
        await Studio.ConnectAsync("WriteLine1", "Delay1");
        await Studio.FillAsync("Delay1", 0, "00:10:00");
        await Studio.ScriptAsync("WriteLine1", "`Hello ${getCorrelationId() ?? 'you'}`");
        await Elsa.UntilAsync($"/workflow-definitions/by-definition-id/{id}", one => one.ToJsonString().Contains("00:10:00", StringComparison.Ordinal) && one.ToJsonString().Contains("getCorrelationId()", StringComparison.Ordinal));
        await Studio.PictureAsync("studio-editor");

        await Studio.ToolbarAsync(4);
        await Page.GetByText("Workflow published").WaitForAsync();
        var published = await Elsa.AskAsync("GET", $"/workflow-definitions/by-definition-id/{id}?versionOptions=Published");
        var connection = Assert.Single((JsonArray)published["root"]!["connections"]!)!;
        Assert.Equal("Done", connection["source"]!["port"]!.GetValue<string>());

        await Studio.ToolbarAsync(-1);
        await Page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        await Studio.LoadedAsync();
        await Page.GetByText("Suspended").First.WaitForAsync();
        await Studio.PictureAsync("studio-instance");
        var instance = Page.Url.Split('/')[^1];
        var report = await Elsa.AskAsync("POST", "/activity-executions/report", new JsonObject { ["workflowInstanceId"] = instance, ["activityNodeIds"] = new JsonArray() });
        var states = ((JsonArray)report["stats"]!).ToDictionary(one => one!["activityId"]!.GetValue<string>(), one => one!["isBlocked"]!.GetValue<bool>());
        Assert.Contains(states.Values, isBlocked => isBlocked);
        var journal = await Elsa.AskAsync("GET", $"/workflow-instances/{instance}/journal");
        Assert.Contains((JsonArray)journal["items"]!, one => one!["message"]?.GetValue<string>() == "Hello you");

        await Elsa.AskStatusAsync("POST", $"/cancel/workflow-instances/{instance}", "{}");
        await Studio.GoAsync($"/studio/instances/{instance}");
        await Page.GetByText("Cancelled").First.WaitForAsync();
        Studio.AssertIsContent();
    }

    [Fact]
    public async Task From_our_pages_a_manager_reaches_each_screen_and_none_of_them_complains()
    {
        await Elsa.AskAsync("POST", "/workflow-definitions/cycle-count/dispatch", new JsonObject());
        await Page.GotoAsync(Frontdesk.Root + "/workflows");
        await Page.GetByRole(AriaRole.Link, new() { Name = "the designer" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.EndsWith("/studio/", StringComparison.Ordinal) || url.Contains("/studio/?", StringComparison.Ordinal));
        await Studio.LoadedAsync();
        await Page.GetByText("appointment-reminders").First.WaitForAsync();

        await Page.GotoAsync(Frontdesk.Root + "/workflows/cycle-count");
        var drawing = Page.GetByRole(AriaRole.Region, new() { Name = "Drawing" }).GetByRole(AriaRole.Img);
        await drawing.WaitForAsync();
        Assert.True(await drawing.EvaluateAsync<bool>("async one => { await one.decode(); return one.naturalWidth > 500; }"));
        await Page.GetByRole(AriaRole.Link, new() { Name = "Change it in the designer" }).ClickAsync();
        await Studio.LoadedAsync();
        await Page.Locator(".x6-node").First.WaitForAsync();

        await Studio.ListInstancesAsync();
        await Page.GetByText("cycle-count").Or(Page.GetByText("Count")).First.WaitForAsync();
        await Studio.PictureAsync("studio-instances");

        await Page.GetByRole(AriaRole.Link, new() { Name = "Frontdesk" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Exact = true }).WaitForAsync();
        Studio.AssertIsContent();
    }

    [Fact]
    public async Task What_is_opened_in_the_designer_is_drawn_on_the_page_that_is_there_with_its_address_its_words_and_the_way_back()
    {
        await Studio.GoAsync("/studio/");
        await Page.EvaluateAsync("() => window.isSamePage = true");
        for (var round = 0; round < 2; round++)
        {
            await Page.GetByText("appointment-reminders").First.ClickAsync();
            await Page.WaitForURLAsync(url => url.EndsWith("/studio/workflows/appointment-reminders", StringComparison.Ordinal));
            await Page.Locator("elsa-workflow-definition-editor .x6-node").First.WaitForAsync();
            Assert.Equal("Workflow - Frontdesk", await Page.TitleAsync());
            Assert.Equal("/workflows/appointment-reminders", await Page.GetByRole(AriaRole.Link, new() { Name = "Versions and history" }).GetAttributeAsync("href"));
            Assert.Equal("studio", await Page.EvaluateAsync<string>("() => document.activeElement.id"));
            await Page.GetByRole(AriaRole.Link, new() { Name = "Workflows" }).FocusAsync();
            await Page.Keyboard.PressAsync("Enter");
            await Page.Locator("elsa-workflow-definition-list .mud-table-body tr").Nth(2).WaitForAsync();
            Assert.Equal("page", await Page.GetByRole(AriaRole.Link, new() { Name = "Workflows" }).GetAttributeAsync("aria-current"));
            await Page.WaitForURLAsync(url => url.Contains("page=", StringComparison.Ordinal));
        }

        await Page.GoBackAsync();
        await Page.Locator("elsa-workflow-definition-list").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Page.Locator("elsa-workflow-definition-editor .x6-node").First.WaitForAsync();
        Assert.EndsWith("/studio/workflows/appointment-reminders", Page.Url, StringComparison.Ordinal);
        Assert.True(await Page.EvaluateAsync<bool>("() => window.isSamePage"));
        await Page.ReloadAsync();
        await Page.Locator("elsa-workflow-definition-editor .x6-node").First.WaitForAsync();
        Studio.AssertIsContent();
    }

    [Fact]
    public async Task What_tells_patients_about_results_without_an_approval_is_refused_and_Studio_says_why()
    {
        var definition = await Elsa.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = TellsWithoutApproval(), ["publish"] = false });
        await Studio.GoAsync($"/studio/workflows/{definition["workflowDefinition"]!["definitionId"]!.GetValue<string>()}");
        await Studio.ToolbarAsync(4);
        await Page.Locator(".mud-snackbar").Filter(new() { HasText = "Tell the patient" }).First.WaitForAsync();
        await Studio.PictureAsync("studio-refused");
        Assert.False((await Elsa.AskAsync("GET", $"/workflow-definitions/{definition["workflowDefinition"]!["definitionId"]!.GetValue<string>()}"))["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Of_two_managers_with_one_draft_the_second_is_told_and_nothing_is_lost()
    {
        var (one, other) = (await ElsaClient.OpenAsync(Frontdesk.Client, "one"), await ElsaClient.OpenAsync(Frontdesk.Client, "other"));
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
    public async Task Whoever_draws_is_told_that_somebody_else_changed_the_draft_and_is_asked_before_leaving()
    {
        await Studio.GoAsync("/studio/workflows/cycle-count");
        var other = await ElsaClient.OpenAsync(Frontdesk.Client, "other");
        var draft = await other.AskAsync("GET", "/workflow-definitions/cycle-count");
        draft["description"] = "Changed by the other.";
        await other.AskAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = draft, ["publish"] = false });

        await DescribeAsync("Changed by me.");
        await Notice.GetByText("was changed by somebody else").WaitForAsync();
        await Studio.PictureAsync("studio-changed-by-another");
        Assert.Equal("Changed by me.", await Description.InputValueAsync());
        Assert.Equal("Changed by the other.", (await Elsa.AskAsync("GET", "/workflow-definitions/cycle-count"))["description"]!.GetValue<string>());
        Assert.False(await MayLeaveAsync());
        await Notice.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        Assert.True(await Notice.IsHiddenAsync());
    }

    [Fact]
    public async Task Whoever_draws_while_the_server_is_away_is_told_and_goes_on_when_it_is_back()
    {
        await Studio.GoAsync("/studio/workflows/cycle-count");
        await DescribeAsync("Before the power went.");
        await Elsa.UntilAsync("/workflow-definitions/cycle-count", one => one["description"]!.GetValue<string>() == "Before the power went.");
        var root = Frontdesk.Root;
        await Frontdesk.KillAsync();

        await DescribeAsync("While it was away.");
        await Notice.GetByText("The server does not answer.").WaitForAsync();
        await Studio.PictureAsync("studio-server-away");
        await Page.WaitForFunctionAsync($"() => !({MayLeave})()");
        await Frontdesk.DisposeAsync();
        Frontdesk = await RealFrontdesk.ServeAsync(Data.FullName, root: root);

        // Either Studio has saved it by itself meanwhile, or it is said that it may be missing.
        await Notice.GetByText("The server does not answer.").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await Page.ReloadAsync();
        await Studio.LoadedAsync();
        Assert.True(await Notice.IsHiddenAsync());
        await DescribeAsync("When it was back.");
        await Elsa.UntilAsync("/workflow-definitions/cycle-count", one => one["description"]!.GetValue<string>() == "When it was back.");
        Assert.True(await MayLeaveAsync());
    }

    private ILocator Description => Page.GetByLabel("Description").First;

    private ILocator Notice => Page.Locator("#studio-notice");

    private async Task DescribeAsync(string words)
    {
        await Description.FillAsync(words);
        await Description.PressAsync("Tab");
    }

    private Task<bool> MayLeaveAsync() => Page.EvaluateAsync<bool>(MayLeave);

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
}

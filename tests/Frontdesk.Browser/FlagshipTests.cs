using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The four main processes in the real Elsa Studio, from its list of workflows to its list of instances.</summary>
public sealed class FlagshipTests(Chromium chromium) : RealStudioTests(chromium)
{
    [Theory]
    [InlineData("appointment-reminders", "VisitBooked")]
    [InlineData("referral-tracking", "Signed")]
    [InlineData("result-notification", "Arrived")]
    [InlineData("supply-reordering", "Nightly")]
    public async Task A_manager_adds_a_step_publishes_it_runs_the_new_version_and_takes_the_run_back(string id, string waitsAt)
    {
        var shipped = await DefinitionAsync(id);
        await OpenFromListAsync(id);

        await Studio.DropAsync("Elsa.WriteLine");
        await Studio.FitAsync();
        var next = await Studio.AnyStepInSightAsync(besides: "WriteLine1");
        await Studio.ConnectAsync("WriteLine1", next);
        await Studio.FillAsync("WriteLine1", 0, "A fixed sentence");
        await SavedAsync(id, "A fixed sentence");
        await Studio.ScriptAsync("WriteLine1", "`It is ${getWorkflowDefinitionId()}`");
        var draft = await SavedAsync(id, "getWorkflowDefinitionId()");
        AssertOnlyOneStepIsNew(shipped, draft, next);
        await Studio.PictureAsync($"studio-{id}");

        await Studio.ToolbarAsync(4);
        await Page.GetByText("Workflow published").WaitForAsync();
        Assert.True((await DefinitionAsync(id))["isPublished"]!.GetValue<bool>());

        await Studio.ToolbarAsync(-1);
        await Page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        await Studio.LoadedAsync();
        await Page.GetByText("Suspended").First.WaitForAsync();
        await AssertWaitsAsync(waitsAt);
        var instance = Page.Url.Split('/')[^1];
        Assert.Equal(2, (await Elsa.AskAsync("GET", $"/workflow-instances/{instance}"))["version"]!.GetValue<int>());
        await CancelAsync(instance);
        Studio.AssertIsContent();
    }

    private async Task OpenFromListAsync(string id)
    {
        await Studio.GoAsync("/studio/");
        await Page.GetByPlaceholder("Search on Id").FillAsync(id);

        // A row that was there before the search is drawn anew by it, and takes no click meanwhile.
        await Assertions.Expect(Page.Locator("tbody tr").Filter(new() { HasNotText = id })).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Page.Locator("tbody tr").Filter(new() { HasText = id }).First.ClickAsync();
        await Page.WaitForURLAsync(url => url.EndsWith($"/studio/workflows/{id}", StringComparison.Ordinal));
        await Studio.DrawnAsync((await DefinitionAsync(id))["root"]!["activities"]!.AsArray().Count);
    }

    private Task<JsonObject> DefinitionAsync(string id) => Elsa.AskAsync("GET", $"/workflow-definitions/by-definition-id/{id}");

    // Studio saves by itself a moment after each change.
    private Task<JsonObject> SavedAsync(string id, string words) =>
        Elsa.UntilAsync($"/workflow-definitions/by-definition-id/{id}", one => one["root"]!.ToJsonString().Contains(words, StringComparison.Ordinal));

    private static void AssertOnlyOneStepIsNew(JsonObject shipped, JsonObject draft, string next)
    {
        Assert.False(draft["isPublished"]!.GetValue<bool>());
        var (steps, connections) = (draft["root"]!["activities"]!.AsArray(), draft["root"]!["connections"]!.AsArray());
        var step = Assert.Single(steps, one => Value(one!, "name") == "WriteLine1")!;
        Assert.Equal("JavaScript", step["text"]!["expression"]!["type"]!.GetValue<string>());
        var connection = Assert.Single(connections, one => Value(one!["source"]!, "activity") == Value(step, "id"))!;
        Assert.Equal(next, Value(connection["target"]!, "activity"));
        Assert.True(steps.Remove(step) && connections.Remove(connection));
        foreach (var part in new[] { "name", "description", "root", "variables", "inputs", "outputs", "outcomes", "options" })
            Assert.Equal(ElsaSamples.InOrder(shipped[part]), ElsaSamples.InOrder(draft[part]));
    }

    private static string? Value(JsonNode node, string name) => node[name]?.GetValue<string>();

    // The step at which the run stands wears how often it stands there, and no other step wears anything.
    private async Task AssertWaitsAsync(string step)
    {
        var badges = Page.Locator(".x6-node .mud-badge");
        await badges.First.WaitForAsync();
        Assert.Equal(1, await badges.CountAsync());
        var badge = Studio.Node(step).Locator(".mud-badge.mud-theme-warning");
        Assert.Equal("1", await badge.InnerTextAsync());
    }

    private async Task CancelAsync(string instance)
    {
        await Studio.ListInstancesAsync();
        var row = Page.Locator("tbody tr").Filter(new() { HasText = instance });
        await row.GetByText("Suspended").WaitForAsync();
        await row.Locator("button").Last.ClickAsync();
        await Page.Locator(".mud-popover-open").GetByText("Cancel", new() { Exact = true }).ClickAsync();
        await Studio.ConfirmAsync();
        await row.GetByText("Cancelled").WaitForAsync();
        Assert.Equal("Cancelled", Value(await Elsa.AskAsync("GET", $"/workflow-instances/{instance}"), "subStatus"));
    }
}

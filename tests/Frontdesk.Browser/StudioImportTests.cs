using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Workflows that an Elsa server wrote, brought into the practice and taken out again.</summary>
public sealed class StudioImportTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private static readonly string[] Kept = ["name", "description", "variables", "inputs", "outputs", "outcomes", "customProperties", "options", "root"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-import-");
    private RealFrontdesk _frontdesk = null!;
    private ElsaClient _elsa = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(ElsaSamples.Folder is null, "There are no recordings of an Elsa server (set FRONTDESK_SHARED).");
        _frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        _elsa = await ElsaClient.OpenAsync(_frontdesk.Client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_frontdesk is not null)
            await _frontdesk.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_manager_imports_what_an_Elsa_server_exported_and_it_runs_to_its_end()
    {
        Assert.SkipWhen(!InStudio.IsThere, "Elsa Studio is not part of this build: it needs npm (sudo apt-get install -y nodejs npm).");
        var file = ElsaSamples.Read("workflow-definitions-export");
        await using var studio = await InStudio.OpenAsync(_frontdesk, chromium);
        await studio.GoAsync("/studio/");
        await studio.Page.Locator("input[type=file]").SetInputFilesAsync(Path.Combine(ElsaSamples.Folder!.FullName, "workflow-definitions-export.json"));
        await studio.Page.GetByText("1 workflow imported successfully").WaitForAsync();
        var imported = await ExportAsync(file);
        Assert.Equal(Text(file), Text(imported));
        Assert.False(imported["isPublished"]!.GetValue<bool>());

        await studio.Page.GetByPlaceholder("Search on Id").FillAsync("Capture");
        await studio.Page.Locator("tbody tr").Filter(new() { HasText = "Capture Flow" }).ClickAsync();
        await studio.Page.WaitForURLAsync(url => url.EndsWith($"/studio/workflows/{Id(file)}", StringComparison.Ordinal));
        await studio.LoadedAsync();
        await studio.Node("FlowDecision1").WaitForAsync();
        await studio.PictureAsync("studio-imported");
        await studio.ToolbarAsync(4);
        await studio.Page.GetByText("Workflow published").WaitForAsync();
        await studio.ToolbarAsync(-1);
        await studio.Page.WaitForURLAsync(url => url.Contains("/studio/instances/", StringComparison.Ordinal));
        await studio.LoadedAsync();

        // It waits two seconds, finds its variable above three, and says so.
        var instance = studio.Page.Url.Split('/')[^1];
        await _elsa.UntilAsync($"/workflow-instances/{instance}", one => one["status"]!.GetValue<string>() == "Finished");
        var journal = await _elsa.AskAsync("GET", $"/workflow-instances/{instance}/journal");
        var lines = journal["items"]!.AsArray().Where(one => one!["activityType"]!.GetValue<string>() == "Elsa.WriteLine").Select(one => one!["message"]?.GetValue<string>()).OfType<string>();
        Assert.Equal(["hello from capture", "yes 7"], lines);
        await studio.Page.GetByText("Finished").First.WaitForAsync();
        await studio.PictureAsync("studio-imported-instance");
        studio.AssertIsContent();
    }

    [Fact]
    public async Task Every_workflow_that_Elsa_wrote_is_exported_as_it_was_imported()
    {
        var files = Definitions().ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var answer = await _elsa.SendAsync("POST", "/workflow-definitions/import", file.ToJsonString());
            Assert.True(answer.Status == HttpStatusCode.Created, $"{Id(file)}: {answer.Text}");
            Assert.Equal(Text(file), Text(await ExportAsync(file)));
        }
    }

    private static IEnumerable<JsonNode> Definitions()
    {
        var cases = Path.Combine(ElsaSamples.Folder!.Parent!.FullName, "conformance");
        return Directory.EnumerateFiles(cases, "*.json").Select(File.ReadAllText)
            .Concat(File.ReadLines(Path.Combine(cases, "generated.jsonl")))
            .Select(text => JsonNode.Parse(text)!["definition"]!)
            .Append(ElsaSamples.Read("workflow-definitions-export"));
    }

    private async Task<JsonNode> ExportAsync(JsonNode definition) => (await _elsa.SendAsync("GET", $"/workflow-definitions/{Id(definition)}/export")).Json!;

    private static string Id(JsonNode definition) => definition["definitionId"]!.GetValue<string>();

    private static string Text(JsonNode definition)
    {
        var kept = new JsonObject(Kept.Select(name => KeyValuePair.Create(name, definition[name]?.DeepClone())));
        TakeNodeIds(kept["root"]);
        return ElsaSamples.InOrder(kept);
    }

    // The way from the root to a step is written by whoever answers, and the cases were recorded without it.
    private static void TakeNodeIds(JsonNode? node)
    {
        (node as JsonObject)?.Remove("nodeId");
        foreach (var part in node is JsonObject owner ? owner.Select(one => one.Value) : node as JsonArray ?? [])
            TakeNodeIds(part);
    }
}

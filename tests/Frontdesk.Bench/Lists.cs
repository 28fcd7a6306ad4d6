using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Bench;

/// <summary>What the lists of a large practice cost the server: 300 workflows and 50,000 instances, over HTTP as the designer asks.</summary>
internal static class Lists
{
    private const int Definitions = 300;
    private const int Instances = 50_000;
    private const double Limit = 300;

    private static readonly (string Name, string Method, string Path, string? Body)[] Asked =
    [
        ("definitions", "GET", "/elsa/api/workflow-definitions?versionOptions=Latest&page=0&pageSize=10&orderBy=Name&orderDirection=Ascending", null),
        ("definitions-search", "GET", "/elsa/api/workflow-definitions?versionOptions=Latest&page=0&pageSize=10&searchTerm=visit%20299", null),
        ("steps", "GET", "/elsa/api/descriptors/activities?refresh=true", null),
        ("instances", "POST", "/elsa/api/workflow-instances", """{"page":0,"pageSize":10,"orderBy":"Created","orderDirection":"Descending"}"""),
        ("instances-last-page", "POST", "/elsa/api/workflow-instances", """{"page":4999,"pageSize":10,"orderBy":"Created","orderDirection":"Descending"}"""),
        ("instances-of-one", "POST", "/elsa/api/workflow-instances", """{"page":0,"pageSize":10,"definitionId":"flow-17"}"""),
        ("instances-waiting", "POST", "/elsa/api/workflow-instances", """{"page":0,"pageSize":10,"status":"Running","subStatus":"Suspended"}"""),
        ("instances-with-incidents", "POST", "/elsa/api/workflow-instances", """{"page":0,"pageSize":10,"hasIncidents":true}"""),
        ("instances-search", "POST", "/elsa/api/workflow-instances", """{"page":0,"pageSize":10,"searchTerm":"visit-00041234"}"""),
        ("our-workflows", "GET", "/api/definitions?search=visit%20299", null),
        ("our-instances", "GET", "/api/instances", null),
        ("our-instances-search", "GET", "/api/instances?search=visit-00041234", null),
    ];

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-bench-lists-");
        var app = await OpenAsync(folder);
        try
        {
            await FillAsync(app.Services.GetRequiredService<WorkflowEngine>());
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using var token = await client.PostAsync(new Uri("/studio/token", UriKind.Relative), null);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.GetValue<string>());
            foreach (var (name, method, path, body) in Asked)
                yield return new Figure($"lists/{name}", await TimeAsync(client, method, path, body, isQuick ? 5 : 20), "ms", Limit, LessIsBetter: true);
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<WebApplication> OpenAsync(DirectoryInfo folder)
    {
        var app = WebHost.Build("http://127.0.0.1:0", (services, configuration, host) =>
        {
            configuration["Frontdesk:Practice:Demo"] = "false";
            configuration["Frontdesk:WorkflowsDirectory"] = Path.Combine(folder.FullName, "workflows");
            var settings = host with { DataDirectory = folder.FullName };
            services.AddSingleton(settings);
            Practice.Add(services, configuration, settings);
        });
        await app.StartAsync();
        await app.Services.GetRequiredService<Readiness>().WaitAsync(CancellationToken.None);
        return app;
    }

    // Copies of a workflow that ships, so that the lists read what they read in a practice.
    private static async Task FillAsync(WorkflowEngine engine)
    {
        var shipped = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "workflows", "appointment-reminders.json")))!.AsObject();
        for (var i = 0; i < Definitions; i++)
        {
            var copy = (JsonObject)shipped.DeepClone();
            (copy["definitionId"], copy["id"], copy["name"]) = ($"flow-{i}", $"flow-{i}-1", $"Visit {i}");
            await engine.ExecuteAsync((burst, _, _) =>
            {
                engine.Definitions.SaveDraft(burst, WorkflowDefinition.Parse(copy.ToJsonString()));
                return new ValueTask<string>(engine.Definitions.Publish(burst, (string)copy["definitionId"]!).DefinitionId);
            });
        }

        foreach (var part in Enumerable.Range(0, Instances).Chunk(1_000))
            await Task.WhenAll(part.Select(i => engine.StartAsync(new StartRequest($"flow-{i % Definitions}") { CorrelationId = string.Create(CultureInfo.InvariantCulture, $"visit-{i:D8}") })));
    }

    private static async Task<double> TimeAsync(HttpClient client, string method, string path, string? body, int rounds)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Figure.Median(times);
    }
}

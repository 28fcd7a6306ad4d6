using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Web.Tests.Elsa;

/// <summary>The whole application on a loopback port, over an empty practice on a real database of either kind; gone after the test.</summary>
internal sealed class ElsaApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ElsaApp(WebApplication app, DirectoryInfo folder) => (_app, Folder) = (app, folder);

    /// <summary>The practice's folder.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Root => new(_app.Urls.First());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ElsaApp> OpenAsync(DatabaseKind kind, PostgresCluster cluster)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-elsa-");
        var connection = kind == DatabaseKind.Sqlite ? "" : await cluster.CreateDatabaseAsync();
        var app = WebHost.Build("http://127.0.0.1:0", (services, configuration, host) =>
        {
            configuration["Frontdesk:WorkflowsDirectory"] = Path.Combine(folder.FullName, "workflows");
            configuration["Frontdesk:Practice:Demo"] = "false";
            configuration["Frontdesk:Database:Provider"] = kind == DatabaseKind.Sqlite ? "sqlite" : "postgres";
            configuration["Frontdesk:Database:ConnectionString"] = connection;
            var settings = FrontdeskSettings.Read(configuration, "http://127.0.0.1:0") with { DataDirectory = folder.FullName };
            services.AddSingleton(settings);
            Practice.Add(services, configuration, settings);
        });
        await app.StartAsync(Stop);
        await app.Services.GetRequiredService<Readiness>().WaitAsync(Stop);
        return new ElsaApp(app, folder);
    }

    /// <summary>A part of the application.</summary>
    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = Root };

    /// <summary>A client that may do everything, as the designer's page may.</summary>
    public async Task<HttpClient> ManagerAsync()
    {
        var client = Anonymous();
        using var answer = await client.PostAsync(new Uri("/studio/token", UriKind.Relative), null, Stop);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["accessToken"]!.GetValue<string>());
        return client;
    }

    /// <summary>Asks the API and gives status and text.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient client, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/elsa/api" + path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>The one value that a query has.</summary>
    public object? Scalar(string sql)
    {
        using var connection = Get<WorkflowEngine>().Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Browser;

/// <summary>The program itself is backed up while it serves, killed, and put back.</summary>
public sealed class BackupProgramTests : IDisposable
{
    private const string Extension = ".fdbackup";
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("frontdesk-backup-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_home.FullName, "data");

    private string Folder => Path.Combine(_home.FullName, "backups");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_practice_put_back_from_a_backup_of_before_a_message_left_does_not_send_it_again()
    {
        await using var outside = new Outside();
        await outside.OpenAsync();
        string backup;
        await using (var first = await RealFrontdesk.ServeAsync(Data))
        {
            await PublishAsync(first.Client, outside.Address);
            await StartAsync(first.Client, "before");
            backup = await BackUpAsync();
            await outside.ReceivedAsync(1);
            var (exitCode, _, error) = await RealFrontdesk.RunAsync(Data, ["restore", backup, "--replace"]);
            Assert.Equal(1, exitCode);
            Assert.Contains("Another Frontdesk works on", error, StringComparison.Ordinal);
            await first.KillAsync();
        }

        Assert.Equal(1, (await RealFrontdesk.RunAsync(Data, ["restore", backup])).ExitCode);
        var restored = await RealFrontdesk.RunAsync(Data, ["restore", backup, "--replace"]);
        Assert.True(restored.ExitCode == 0, restored.Error);

        // The timer is overdue and goes on; what it sends is held. A person knows that it was sent.
        await using var second = await RealFrontdesk.ServeAsync(Data);
        await WaitForAsync(async () => await CountAsync(second.Client, "/api/outbox?state=Held") == 1);
        var incidents = await second.Client.GetFromJsonAsync<JsonElement>("/api/incidents", Stop);
        var notice = Assert.Single(incidents.GetProperty("items").EnumerateArray());
        Assert.True(notice.GetProperty("isAboutRestore").GetBoolean());
        Assert.Equal(HttpStatusCode.Conflict, await DoAsync(second.Client, $"/api/incidents/{notice.GetProperty("id").GetString()}/resolve", new { }));
        Assert.Equal(HttpStatusCode.OK, await DoAsync(second.Client, "/api/outbox/held", new { decision = "WasSent" }));
        Assert.Equal(HttpStatusCode.OK, await DoAsync(second.Client, $"/api/incidents/{notice.GetProperty("id").GetString()}/resolve", new { }));
        await WaitForAsync(async () => await CountAsync(second.Client, "/api/instances?definitionId=calls&state=Finished") == 1);
        Assert.Equal(["before"], outside.Received);

        // From then on messages leave as ever.
        await StartAsync(second.Client, "after");
        await outside.ReceivedAsync(2);
        Assert.Equal(["before", "after"], outside.Received);
    }

    [Fact]
    public async Task A_backup_that_is_killed_leaves_the_last_one_good_and_nothing_that_looks_like_another()
    {
        await RealPractice.ImportAsync(Directory.CreateDirectory(Data));
        var good = await BackUpAsync();
        foreach (var step in new[] { "Copying", "Encrypting", "Restoring" })
        {
            using var backup = Process.Start(StartInfo(["backup", Folder]))!;
            while (await backup.StandardOutput.ReadLineAsync(Stop) is { } line && !line.StartsWith(step, StringComparison.Ordinal))
                Assert.NotEqual("Made:", line);
            backup.Kill();
            await backup.WaitForExitAsync(Stop);
        }

        // One that was quicker than its kill is whole too: each file opens.
        Assert.Contains(good, Directory.GetFiles(Folder));
        foreach (var file in Directory.GetFiles(Folder, "*" + Extension))
            Assert.Equal(0, (await RealFrontdesk.RunAsync(Data, ["restore", file, "--replace"])).ExitCode);
        await BackUpAsync();
        Assert.All(Directory.GetFiles(Folder), file => Assert.EndsWith(Extension, file, StringComparison.Ordinal));
    }

    private async Task<string> BackUpAsync()
    {
        var target = Path.Combine(Directory.CreateDirectory(Folder).FullName, $"{Guid.NewGuid():N}{Extension}");
        var (exitCode, output, error) = await RealFrontdesk.RunAsync(Data, ["backup", target]);
        Assert.True(exitCode == 0, error);
        Assert.Contains("every row is there", output, StringComparison.Ordinal);
        return target;
    }

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(RealFrontdesk.Program, "frontdesk.dll"), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["Frontdesk__DataDirectory"] = Data;
        start.Environment["Frontdesk__Practice__Demo"] = "false";
        return start;
    }

    // A pause in which the back-up is made, then a web call.
    private static async Task PublishAsync(HttpClient client, string address)
    {
        object Literal(string value) => new { typeName = "Object", expression = new { type = "Literal", value } };
        var definition = new
        {
            definitionId = "calls",
            name = "Calls",
            variables = Array.Empty<object>(),
            root = new
            {
                type = "Elsa.Sequence",
                id = "steps",
                activities = new object[]
                {
                    new { type = "Elsa.Delay", id = "pause", timeSpan = Literal("00:00:03") },
                    new { type = "Elsa.FlowSendHttpRequest", id = "call", url = Literal($"{address}/called"), method = Literal("POST"), content = new { typeName = "Object", expression = new { type = "JavaScript", value = "getInput('n')" } }, contentType = Literal("text/plain") },
                },
            },
        };
        Assert.Equal(HttpStatusCode.OK, await DoAsync(client, "/api/definitions/publish", definition));
    }

    private static async Task StartAsync(HttpClient client, string n)
    {
        using var token = await client.PostAsync(new Uri("/studio/token?session=backup", UriKind.Relative), null, Stop);
        var bearer = (await token.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("accessToken").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions/calls/dispatch") { Content = JsonContent.Create(new { correlationId = n, input = new { n } }) };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> DoAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Stop);
        return answer.StatusCode;
    }

    private static async Task<int> CountAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonElement>(path, Stop)).GetProperty("total").GetInt32();

    private static async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "It did not come to pass within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        }
    }

    /// <summary>A web address outside the practice, which remembers what it was told.</summary>
    private sealed class Outside : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly List<string> _received = [];
        private readonly SemaphoreSlim _came = new(0);

        public Outside()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Services.AddRoutingCore();
            _app = builder.Build();
            _app.UseRouting();
            _app.MapPost("/called", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var said = await reader.ReadToEndAsync(context.RequestAborted);
                lock (_received)
                    _received.Add(said);
                _came.Release();
            });
        }

        public string Address => _app.Urls.Single();

        public IReadOnlyList<string> Received
        {
            get
            {
                lock (_received)
                    return [.. _received];
            }
        }

        public Task OpenAsync() => _app.StartAsync(Stop);

        public async Task ReceivedAsync(int count)
        {
            while (Received.Count < count)
                await _came.WaitAsync(Stop);
        }

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            _came.Dispose();
        }
    }
}

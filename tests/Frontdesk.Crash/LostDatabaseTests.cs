using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Frontdesk.Crash.Campaign;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Crash;

/// <summary>While the database is not there, everybody is told to ask again; nothing else ends with it.</summary>
public sealed class LostDatabaseTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_while_the_database_is_away_is_told_to_ask_again_and_the_server_goes_on_once_it_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-lost-");
        await using var cluster = await PostgresServer.StartDurableAsync();
        await using var server = Server.On(folder, await cluster.CreateDatabaseAsync());
        server.Begin();
        await server.ReadyAsync(Longest);
        using var client = new HttpClient { BaseAddress = new Uri(server.Root) };
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var account = await client.PostAsync(new Uri("/studio/token?session=lost", UriKind.Relative), null, Stop);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await account.Content.ReadFromJsonAsync<JsonObject>(Stop))!["accessToken"]!.GetValue<string>());

        await cluster.KillAsync();
        foreach (var path in new[] { "/api/tasks", "/elsa/api/workflow-instances", "/elsa/api/workflow-definitions" })
            await RefusedAsync(await client.GetAsync(new Uri(path, UriKind.Relative), Stop));
        await RefusedAsync(await client.PostAsJsonAsync(new Uri("/elsa/api/events/anything/trigger", UriKind.Relative), new { }, Stop));
        await RefusedAsync(await client.PostAsJsonAsync(new Uri("/api/tasks/any/complete", UriKind.Relative), new { outcome = "Yes" }, Stop));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop)).StatusCode);
        var page = await client.GetAsync(new Uri("/tasks", UriKind.Relative), Stop);
        Assert.Contains("Try again", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        Assert.Contains("tell whoever looks after the server", await AwayAsync(client, "/workflows/appointment-reminders", "en"), StringComparison.Ordinal);
        Assert.Contains("Vuelva a intentarlo", await AwayAsync(client, "/p/" + new string('a', 64), "es-MX"), StringComparison.Ordinal);

        await cluster.StartAsync();
        await server.ReadyAsync(Longest);
        using var again = new HttpClient { BaseAddress = new Uri(server.Root) };
        while (!(await again.GetAsync(new Uri("/api/tasks", UriKind.Relative), Stop)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
        server.NoteWhetherItEnded();
        Assert.Empty(server.Ended);
        Assert.DoesNotContain(server.Said, line => line.Contains("unhandled exception", StringComparison.Ordinal));
        await server.KillAsync();
        folder.Delete(recursive: true);
    }

    // A page that brings its looks along: it asks neither the program nor the database for more.
    private static async Task<string> AwayAsync(HttpClient client, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await client.SendAsync(request, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {answer.StatusCode} {page}");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("stylesheet", page, StringComparison.Ordinal);
        return page;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {text}");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("nothing of this was kept", text, StringComparison.Ordinal);
    }
}

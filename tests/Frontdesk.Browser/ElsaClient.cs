using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Frontdesk.Browser;

/// <summary>Calls the Elsa API of a running program as Studio does.</summary>
internal sealed class ElsaClient(HttpClient client)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Signs in as Studio's page does.</summary>
    public static async Task<ElsaClient> OpenAsync(HttpClient client, string? session = null)
    {
        using var answer = await client.PostAsync(new Uri($"/studio/token?session={session}", UriKind.Relative), null, Stop);
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["accessToken"]!.GetValue<string>();
        var signedIn = new HttpClient { BaseAddress = new Uri(client.BaseAddress!, "/elsa/api/") };
        signedIn.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ElsaClient(signedIn);
    }

    /// <summary>Sends a request and gives status, content type and text.</summary>
    public async Task<ElsaAnswer> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Stop);
        return new ElsaAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? string.Empty, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Sends a request that has to be answered with 2xx and JSON.</summary>
    public async Task<JsonObject> AskAsync(string method, string path, JsonNode? body = null)
    {
        var answer = await SendAsync(method, path, body?.ToJsonString());
        Assert.True((int)answer.Status is >= 200 and < 300, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        return (JsonObject)JsonNode.Parse(answer.Text)!;
    }

    /// <summary>Sends a request that has to be answered with 2xx, whatever its body.</summary>
    public async Task AskStatusAsync(string method, string path, string body)
    {
        var answer = await SendAsync(method, path, body);
        Assert.True((int)answer.Status is >= 200 and < 300, $"{method} {path}: {(int)answer.Status} {answer.Text}");
    }

    /// <summary>Asks again until the answer is as it should be.</summary>
    public async Task<JsonObject> UntilAsync(string path, Func<JsonObject, bool> isThere)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            if (await AskAsync("GET", path) is var answer && isThere(answer))
                return answer;
        }
        while (await timer.WaitForNextTickAsync(patience.Token));
        throw new InvalidOperationException($"{path} did not come to it.");
    }
}

/// <summary>What the Elsa API answered.</summary>
internal sealed record ElsaAnswer(HttpStatusCode Status, string ContentType, string Text)
{
    /// <summary>The answer as JSON; null when it is none.</summary>
    public JsonNode? Json => ContentType.Contains("json", StringComparison.Ordinal) || ContentType == "application/octet-stream" ? JsonNode.Parse(Text) : null;
}

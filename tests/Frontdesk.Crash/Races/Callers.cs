using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Frontdesk.Crash.Races;

/// <summary>One request of a race.</summary>
/// <param name="Caller">Who asks, by number.</param>
/// <param name="Path">Where.</param>
/// <param name="Body">What is sent, as JSON.</param>
/// <param name="Key">The idempotency key; null for none.</param>
internal sealed record RaceRequest(int Caller, string Path, string Body, string? Key = null);

/// <summary>Several callers who ask at the same moment.</summary>
internal interface ICallers : IAsyncDisposable
{
    /// <summary>Sends all at once; answers the status of each, 0 for none.</summary>
    Task<IReadOnlyList<int>> AskAsync(IReadOnlyList<RaceRequest> requests);
}

/// <summary>Callers in this process.</summary>
internal sealed class LocalCallers(Uri root) : ICallers
{
    private readonly HttpClient _http = new() { BaseAddress = root, Timeout = TimeSpan.FromSeconds(30) };
    private readonly Dictionary<int, string> _tokens = [];

    /// <summary>Reads races from a stream, one line each, and writes what became of them.</summary>
    public static async Task ServeAsync(Uri root, TextReader input, TextWriter output)
    {
        await using var callers = new LocalCallers(root);
        while (await input.ReadLineAsync() is { } line)
            await output.WriteLineAsync(JsonSerializer.Serialize(await callers.AskAsync(JsonSerializer.Deserialize<List<RaceRequest>>(line)!)));
    }

    public async Task<IReadOnlyList<int>> AskAsync(IReadOnlyList<RaceRequest> requests)
    {
        foreach (var caller in requests.Select(request => request.Caller).Where(caller => !_tokens.ContainsKey(caller)))
            _tokens[caller] = await TokenAsync(caller);

        // Everybody is ready before the first one asks.
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = requests.Select(request => AskAsync(request, ready.Task)).ToList();
        ready.SetResult();
        return await Task.WhenAll(asked);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return default;
    }

    private async Task<int> AskAsync(RaceRequest request, Task ready)
    {
        await ready;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, request.Path) { Content = new StringContent(request.Body, Encoding.UTF8, "application/json") };
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[request.Caller]);
            if (request.Key is { } key)
                message.Headers.Add("Idempotency-Key", key);
            using var answer = await _http.SendAsync(message);
            await answer.Content.ReadAsStringAsync();
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return 0;
        }
    }

    // Each caller is somebody else in the designer too.
    private async Task<string> TokenAsync(int caller)
    {
        using var answer = await _http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/studio/token?session=race-{caller}"), UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }
}

/// <summary>Callers in processes of their own.</summary>
internal sealed class RemoteCallers : ICallers
{
    private readonly List<Process> _processes;

    public RemoteCallers(Uri root, int processes) => _processes = [.. Enumerable.Range(0, processes).Select(_ => Start("race-callers", root.ToString()))];

    /// <summary>Starts this program once more.</summary>
    public static Process Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Frontdesk.Crash.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public async Task<IReadOnlyList<int>> AskAsync(IReadOnlyList<RaceRequest> requests)
    {
        var parts = requests.Select((request, i) => (Request: request, At: i)).GroupBy(one => _processes[one.At % _processes.Count]).ToList();
        foreach (var part in parts)
            await part.Key.StandardInput.WriteLineAsync(JsonSerializer.Serialize(part.Select(one => one.Request)));
        var statuses = new int[requests.Count];
        foreach (var part in parts)
        {
            if (await part.Key.StandardOutput.ReadLineAsync() is not { } line)
            {
                await part.Key.WaitForExitAsync();
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A process of callers has ended with {part.Key.ExitCode}."));
            }

            foreach (var (status, at) in JsonSerializer.Deserialize<List<int>>(line)!.Zip(part.Select(one => one.At)))
                statuses[at] = status;
        }

        return statuses;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}

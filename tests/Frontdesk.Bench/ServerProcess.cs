using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Storage;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Bench;

/// <summary>
/// The program as a process on a practice where a million instances wait (none in a quick run): from its beginning to the first
/// accepted start, what memory it holds, what it does when nothing is to do.
/// </summary>
internal static class ServerProcess
{
    private const int Waiting = 1_000_000;

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-bench-process-");
        try
        {
            // The first beginning makes the database; what is measured is every later one.
            using (var first = await RunningAsync(folder))
                first.Server.Kill();
            if (!isQuick)
                await FillAsync(folder);
            using var running = await RunningAsync(folder);
            yield return new Figure("process/start-to-first-accepted", running.Seconds, "s", 2, LessIsBetter: true);
            await Task.Delay(TimeSpan.FromSeconds(isQuick ? 1 : 20), TimeProvider.System);
            running.Server.Refresh();
            var (began, used) = (Stopwatch.GetTimestamp(), running.Server.TotalProcessorTime);
            await Task.Delay(TimeSpan.FromSeconds(isQuick ? 3 : 60), TimeProvider.System);
            running.Server.Refresh();
            yield return new Figure("process/idle", 100 * (running.Server.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(began), "% of one core", 1, LessIsBetter: true);
            yield return new Figure("process/memory", running.Server.WorkingSet64 / 1_048_576.0, "MB", 200, LessIsBetter: true);
            running.Server.Kill();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(DirectoryInfo folder)
    {
        await using var practice = await BenchPractice.OpenAsync(database: EngineDatabase.Sqlite(Path.Combine(folder.FullName, "practice.db"), "demo"));
        await practice.StartManyAsync(Waiting, "waiting-");
    }

    private static async Task<Running> RunningAsync(DirectoryInfo folder)
    {
        var root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "frontdesk.dll"), "serve", "--urls", root.OriginalString]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Frontdesk__DataDirectory"] = folder.FullName;
        start.Environment["Frontdesk__Practice__Demo"] = "false";
        var began = Stopwatch.GetTimestamp();
        var server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = root };
        while (!await IsAcceptedAsync(client))
        {
            if (server.HasExited)
                throw new CommandFailure("The server that was to be measured ended.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return new Running(server, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task<bool> IsAcceptedAsync(HttpClient client)
    {
        try
        {
            using var token = await client.PostAsync(new Uri("/studio/token", UriKind.Relative), null);
            if (!token.IsSuccessStatusCode)
                return false;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/elsa/api/workflow-definitions/cycle-count/dispatch", UriKind.Relative)) { Content = JsonContent.Create(new JsonObject()) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.GetValue<string>());
            using var answer = await client.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Running(Process Server, double Seconds) : IDisposable
    {
        public void Dispose()
        {
            if (!Server.HasExited)
                Server.Kill();
            Server.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Frontdesk.Tests;

namespace Frontdesk.Crash.Campaign;

/// <summary>The program itself, at one address and on one data folder, begun and ended again and again.</summary>
internal sealed class Server(string root, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly List<string> _ended = [];
    private Process? _process;

    /// <summary>One on a free port, on a data folder without a demo practice.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="postgres">How to reach PostgreSQL; null for SQLite.</param>
    public static Server On(DirectoryInfo folder, string? postgres)
    {
        var settings = new Dictionary<string, string>
        {
            ["Frontdesk__DataDirectory"] = folder.FullName,
            ["Frontdesk__Practice__Demo"] = "false",
        };
        if (postgres is not null)
            (settings["Frontdesk__Database__Provider"], settings["Frontdesk__Database__ConnectionString"]) = ("postgres", postgres);
        return new Server(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{PostgresServer.FreePort()}"), settings);
    }

    /// <summary>Where it listens.</summary>
    public string Root => root;

    /// <summary>Everything that it wrote.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>What it said last when it ended although nobody killed it.</summary>
    public IReadOnlyList<string> Ended => _ended;

    /// <summary>Takes down whether it has ended although nobody killed it.</summary>
    public void NoteWhetherItEnded()
    {
        if (_process?.HasExited == true)
            _ended.Add($"the server ended by itself: {string.Join(" / ", _said.TakeLast(3))}");
    }

    /// <summary>Begins it. It answers some time later.</summary>
    public void Begin()
    {
        _process?.Dispose();
        _process = Start("serve", "--urls", root);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public async Task ReadyAsync(TimeSpan longest)
    {
        using var client = new HttpClient();
        var until = TimeProvider.System.GetUtcNow() + longest;
        while (_process is { HasExited: false } && TimeProvider.System.GetUtcNow() < until)
        {
            try
            {
                if ((await client.GetAsync(new Uri(root + "/health"))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new InvalidOperationException($"the server is not ready: {string.Join(" / ", _said.TakeLast(5))}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="OperationCanceledException">It goes on.</exception>
    public async Task EndedAsync(TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest, TimeProvider.System);
        await _process!.WaitForExitAsync(limit.Token);
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Runs a verb of the program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {await output}{await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(BuiltProgram.Folder, "frontdesk.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _said.Enqueue(line);
    }
}

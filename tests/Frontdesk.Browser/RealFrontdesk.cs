using System.Diagnostics;

namespace Frontdesk.Browser;

/// <summary>The program itself as a process of its own, on a data folder and a loopback port.</summary>
internal sealed class RealFrontdesk : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RealFrontdesk(Process process) => _process = process;

    /// <summary>The folder of the built program.</summary>
    public static string Program { get; } = FindProgram();

    /// <summary>Where it listens.</summary>
    public string Root => _listening.Task.Result;

    /// <summary>A client that speaks to it.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string data, string[] arguments, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        using var process = Start(data, arguments, settings, program);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Serves a data folder on a free port.</summary>
    public static async Task<RealFrontdesk> ServeAsync(string data, IReadOnlyDictionary<string, string>? settings = null)
    {
        var frontdesk = new RealFrontdesk(Start(data, ["serve", "--urls", "http://127.0.0.1:0"], settings, null));
        _ = frontdesk.ListenAsync();
        await frontdesk._listening.Task.WaitAsync(TimeSpan.FromSeconds(240), TestContext.Current.CancellationToken);
        frontdesk.Client = new HttpClient { BaseAddress = new Uri(frontdesk.Root) };
        return frontdesk;
    }

    /// <summary>Ends the process as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string data, string[] arguments, IReadOnlyDictionary<string, string>? settings, string? program)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program ?? Program, "frontdesk.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["Frontdesk__DataDirectory"] = data;
        start.Environment["Frontdesk__Practice__Demo"] = "false";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string FindProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = here.Parent!.Name;
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "Workflows.sln")))
            root = root.Parent!;
        return Path.Combine(root.FullName, "src", "Frontdesk.Web", "bin", configuration, here.Name);
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Add(line);
            if (line.StartsWith("Frontdesk is at ", StringComparison.Ordinal))
                _listening.TrySetResult(line["Frontdesk is at ".Length..]);
        }

        _listening.TrySetException(new InvalidOperationException($"It ended: {string.Join(" | ", _lines)} {await _process.StandardError.ReadToEndAsync()}"));
    }
}

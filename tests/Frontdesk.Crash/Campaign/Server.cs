using System.Collections.Concurrent;
using System.Diagnostics;

namespace Frontdesk.Crash.Campaign;

/// <summary>The program itself, at one address and on one data folder, begun and ended again and again.</summary>
internal sealed class Server(string root, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly List<string> _ended = [];
    private Process? _process;

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
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Program, "frontdesk.dll"), "serve", "--urls", root])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Runs a verb of the program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Program, "frontdesk.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
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

    private static string Program { get; } = FindProgram();

    private static string FindProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var top = here;
        while (!File.Exists(Path.Combine(top.FullName, "Workflows.sln")))
            top = top.Parent!;
        return Path.Combine(top.FullName, "src", "Frontdesk.Web", "bin", here.Parent!.Name, here.Name);
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _said.Enqueue(line);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Browser;

/// <summary>The program itself as a process of its own, on a data folder and a loopback port.</summary>
internal sealed class RealFrontdesk : IAsyncDisposable
{
    private const string PersonalSql =
        "select name_given || ' ' || name_family from patient where length(name_given) > 1 and length(name_family) > 1 union select number from patient_phone";

    private static readonly ConcurrentDictionary<RealFrontdesk, Process> Serving = new();

    private readonly Process _process;
    private readonly string _data;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A test that fails while it is set up is not disposed of, and a run that is stopped disposes of none: no process may stay behind.
    static RealFrontdesk() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Serving.Values)
            process.Kill();
    };

    private RealFrontdesk(Process process, string data)
    {
        (_process, _data) = (process, data);
        Serving[this] = process;
    }

    /// <summary>The folder of the built program.</summary>
    public static string Program => BuiltProgram.Folder;

    /// <summary>Where it listens.</summary>
    public string Root => _listening.Task.Result;

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

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

    /// <summary>Serves a data folder at an address, or on a free port.</summary>
    public static async Task<RealFrontdesk> ServeAsync(string data, IReadOnlyDictionary<string, string>? settings = null, string root = "http://127.0.0.1:0")
    {
        var frontdesk = new RealFrontdesk(Start(data, ["serve", "--urls", root], settings, null), data);
        _ = frontdesk.ListenAsync();
        _ = frontdesk.FollowErrorsAsync();
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
        Serving.TryRemove(this, out _);
        _process.Dispose();
        AssertNobodyIsNamed();
    }

    // Whatever it wrote while it ran names no patient, number or address of the practice: there is no PHI in logs.
    private void AssertNobodyIsNamed()
    {
        var database = Path.Combine(_data, "practice.db");
        if (!File.Exists(database))
            return;

        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = PersonalSql;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var personal = row.GetString(0);
            Assert.DoesNotContain(_lines, line => line.Contains(personal, StringComparison.OrdinalIgnoreCase));
        }
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

    private async Task FollowErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            _lines.Enqueue(line);
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            if (line.StartsWith("Frontdesk is at ", StringComparison.Ordinal))
                _listening.TrySetResult(line["Frontdesk is at ".Length..]);
        }

        _listening.TrySetException(new InvalidOperationException($"It ended: {string.Join(" | ", _lines)}"));
    }
}

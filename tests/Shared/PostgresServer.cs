using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Frontdesk.Tests;

/// <summary>A private PostgreSQL on a loopback port, gone when it is disposed of.</summary>
public class PostgresServer : IAsyncDisposable
{
    private const string Owner = "frontdesk";

    private readonly DirectoryInfo home;
    private readonly string programs = FindPrograms();
    private readonly int port = FreePort();
    private readonly bool keepsWhatItCommitted;
    private int databases;
    private bool isUp;

    /// <summary>A fast one, which forgets its last commits when it is killed.</summary>
    protected PostgresServer()
        : this(keepsWhatItCommitted: false, folder: null)
    {
    }

    private PostgresServer(bool keepsWhatItCommitted, string? folder)
    {
        this.keepsWhatItCommitted = keepsWhatItCommitted;
        home = folder is null ? Directory.CreateTempSubdirectory("frontdesk-pg-") : Directory.CreateDirectory(Path.Combine(folder, "postgres"));
    }

    /// <summary>Its programs are on this machine.</summary>
    public static bool IsInstalled => TryFindPrograms() is not null;

    private string Files => Path.Combine(home.FullName, "data");

    /// <summary>Makes an empty database, owned by a role that is no superuser (row-level security applies to it).</summary>
    /// <returns>A connection string for that role.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync($"create database {name} owner {Owner}");
        return ConnectionString(Owner, name);
    }

    /// <summary>Starts one that may be killed, in a folder if one is named: what it committed is there afterwards.</summary>
    public static async Task<PostgresServer> StartDurableAsync(string? folder = null)
    {
        var cluster = new PostgresServer(keepsWhatItCommitted: true, folder);
        await cluster.InitializeAsync();
        return cluster;
    }

    /// <summary>The same database for a superuser, whom row-level security does not bind.</summary>
    public static string AsSuperuser(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Username = "postgres" }.ConnectionString;

    /// <summary>Ends the server and all it runs as a power cut does, and starts it again.</summary>
    public async Task KillAndStartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Ends the server and all it runs as a power cut does.</summary>
    public Task KillAsync()
    {
        isUp = false;
        var server = File.ReadLines(Path.Combine(Files, "postmaster.pid")).First();
        // The next server takes the files only when nobody of the last one is there.
        return RunAsync("sh", "-c", $"all=\"{server} $(ps -o pid= --ppid {server})\"; kill -9 $all; while ps -p \"$(echo $all | tr ' ' ,)\" >/dev/null; do sleep 0.05; done");
    }

    /// <summary>Sends a signal to the server and to all it runs: STOP holds them where they are, CONT lets them go on.</summary>
    public Task SignalAsync(string signal)
    {
        var server = File.ReadLines(Path.Combine(Files, "postmaster.pid")).First();
        return RunAsync("sh", "-c", $"kill -{signal} {server} $(ps -o pid= --ppid {server})");
    }

    /// <summary>Makes its files and starts it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", home.FullName);

        await RunServerProgramAsync("initdb", "-D", Files, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await StartAsync();
        await ExecuteAsync($"create role {Owner} login");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (isUp)
            await RunServerProgramAsync("pg_ctl", "-w", "-D", Files, "-m", "immediate", "stop");
        home.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static string FindPrograms() => TryFindPrograms()
        ?? throw new InvalidOperationException("PostgreSQL's initdb is neither under /usr/lib/postgresql nor on the PATH: install the server package.");

    private static string? TryFindPrograms()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return packaged.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    /// <summary>A loopback port at which nobody listens now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it again.</summary>
    public async Task StartAsync()
    {
        var speed = keepsWhatItCommitted ? string.Empty : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
        var settings = string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400{speed}");
        await RunServerProgramAsync("pg_ctl", "-w", "-D", Files, "-l", Path.Combine(home.FullName, "log"), "-o", settings, "start");
        isUp = true;
    }

    // PostgreSQL refuses to run as root.
    private Task RunServerProgramAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await output}{await errors}");
    }

    // Every test has a database, and so a pool, of its own: what a finished one leaves open is closed soon, not after minutes.
    private string ConnectionString(string user, string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = user, Database = database, MaxPoolSize = 20, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 1 }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Diagnostics;
using System.Globalization;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Crash.Campaign;

/// <summary>Something that befalls the server from outside while it works.</summary>
internal abstract class Trouble
{
    /// <summary>Lets it happen, and waits until it is over.</summary>
    public abstract Task StrikeAsync(Random random);

    private protected static Task WaitAsync(Random random, int leastSeconds, int mostSeconds) =>
        Task.Delay(TimeSpan.FromSeconds(random.Next(leastSeconds, mostSeconds + 1)), TimeProvider.System);
}

/// <summary>PostgreSQL ends as a power cut ends it, and begins again.</summary>
internal sealed class DatabaseKill(PostgresServer cluster) : Trouble
{
    public override async Task StrikeAsync(Random random)
    {
        await cluster.KillAndStartAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 4_000)), TimeProvider.System);
    }
}

/// <summary>The night's back-up is missing, so the server makes one as soon as it has begun; the kill that follows meets it in the middle.</summary>
internal sealed class KilledBackup(Server server, BackupFolder folder) : Trouble
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public override async Task StrikeAsync(Random random)
    {
        await server.KillAsync();
        folder.PutAside();
        server.Begin();
        var until = TimeProvider.System.GetUtcNow() + Longest;
        while (!folder.IsOneUnderWay && TimeProvider.System.GetUtcNow() < until)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System);
    }
}

/// <summary>PostgreSQL answers nothing for up to 35 seconds, and then goes on as if nothing had been.</summary>
internal sealed class LatePostgres(PostgresServer cluster) : Trouble
{
    public override async Task StrikeAsync(Random random)
    {
        await cluster.SignalAsync("STOP");
        await WaitAsync(random, 5, 35);
        await cluster.SignalAsync("CONT");
        await WaitAsync(random, 1, 3);
    }
}

/// <summary>Another program holds SQLite's file for up to 35 seconds: longer than anybody waits for it.</summary>
internal sealed class LateSqlite(string path) : Trouble
{
    public override async Task StrikeAsync(Random random)
    {
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var transaction = connection.BeginTransaction(deferred: false);
            await WaitAsync(random, 5, 35);
        }

        await WaitAsync(random, 1, 3);
    }
}

/// <summary>The disk is full for some seconds.</summary>
internal sealed class FullDisk(SmallDisk disk) : Trouble
{
    public override async Task StrikeAsync(Random random)
    {
        disk.Fill();
        await WaitAsync(random, 2, 8);
        disk.Free();
        await WaitAsync(random, 1, 3);
    }
}

/// <summary>The clock is set back or forward by an hour, or forward by a day.</summary>
internal sealed class ClockJump(ServerClock clock) : Trouble
{
    public override Task StrikeAsync(Random random)
    {
        clock.Jump(random.Next(3) switch { 0 => TimeSpan.FromHours(-1), 1 => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1) });
        return WaitAsync(random, 1, 4);
    }
}

/// <summary>A file system in memory that is small enough to be filled. It takes root to mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("frontdesk-disk-");

    /// <summary>Mounts one.</summary>
    /// <exception cref="InvalidOperationException">This account may not.</exception>
    public SmallDisk()
    {
        try
        {
            Run("mount", "-t", "tmpfs", "-o", "size=700m,mode=1777", "tmpfs", _place.FullName);
        }
        catch (InvalidOperationException)
        {
            _place.Delete();
            throw;
        }
    }

    /// <summary>Where it is.</summary>
    public string Folder => _place.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast, 1);
        var block = new byte[65_536];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // That is what it is for.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        _place.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"A disk that can be filled is mounted by root only: {said.Trim()}");
    }
}

/// <summary>The clock of the server's process, through libfaketime. How long something takes is measured truly all the same.</summary>
internal sealed class ServerClock
{
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(2);
    private readonly string _path;
    private readonly string _library;
    private TimeSpan _ahead;
    private TimeSpan _furthest;

    /// <summary>A clock that is right.</summary>
    /// <exception cref="InvalidOperationException">libfaketime is not there.</exception>
    public ServerClock(DirectoryInfo folder)
    {
        _library = Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).FirstOrDefault() ?? "" : "";
        if (_library.Length == 0)
            throw new InvalidOperationException("A clock that jumps needs libfaketime: sudo apt-get install -y faketime");
        _path = Path.Combine(folder.FullName, "clock");
        Write();
    }

    /// <summary>What the server's environment needs.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
    [
        ("LD_PRELOAD", _library),
        ("FAKETIME_TIMESTAMP_FILE", _path),
        ("FAKETIME_CACHE_DURATION", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <summary>Sets it by so much; never so far that what the clients ask for lies in the past.</summary>
    public void Jump(TimeSpan by)
    {
        _ahead = _ahead + by > Furthest ? _ahead - by : _ahead + by;
        _furthest = _ahead > _furthest ? _ahead : _furthest;
        Write();
    }

    /// <summary>Sets it to the latest that it ever showed, so that what was put off then is due.</summary>
    public void CatchUp()
    {
        _ahead = _furthest + TimeSpan.FromMinutes(10);
        Write();
    }

    private void Write()
    {
        File.WriteAllText(_path + ".new", string.Create(CultureInfo.InvariantCulture, $"{_ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_path + ".new", _path, overwrite: true);
    }
}

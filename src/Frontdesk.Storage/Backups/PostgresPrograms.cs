using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// PostgreSQL's own programs: <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c>, of the server's major version or a later one.
/// The password goes to them in the environment, which other accounts cannot read.
/// </summary>
internal sealed class PostgresPrograms
{
    private readonly string folder;
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly string practiceSetting;

    private PostgresPrograms(string folder, NpgsqlConnectionStringBuilder server, string practiceSetting)
    {
        this.folder = folder;
        this.server = server;
        this.practiceSetting = practiceSetting;
    }

    /// <summary>Finds programs that fit a server.</summary>
    /// <exception cref="BackupException">There are none, or only older ones.</exception>
    public static async Task<PostgresPrograms> FindAsync(string connectionString, string practiceId, int serverMajor, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var newest = 0;
        foreach (var one in Folders())
        {
            var programs = new PostgresPrograms(one, settings, $"-c {RowLevelSecurity.Setting}={practiceId}");
            var major = await programs.MajorAsync(cancellationToken);
            if (major >= serverMajor)
                return programs;
            newest = Math.Max(newest, major);
        }

        throw new BackupException(newest == 0
            ? $"pg_dump is missing: install PostgreSQL's client programs of version {serverMajor} or later, e.g. the package postgresql-client-{serverMajor}."
            : $"pg_dump is of version {newest} and the server of version {serverMajor}: install the client programs of version {serverMajor} or later, e.g. the package postgresql-client-{serverMajor}.");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="database">The database that it works on; null for the one of the settings.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="read">Takes its output; null to ignore it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It failed. Only its first line is told: further ones may quote rows.</exception>
    public async Task RunAsync(string program, string? database, IReadOnlyList<string> arguments, Func<StreamReader, Task>? read, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(program, database, arguments) };
        process.Start();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await (read is null ? process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken) : read(process.StandardOutput));
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new BackupException($"{program} failed: {FirstLine(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string FirstLine(string errors) =>
        errors.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("rror", StringComparison.Ordinal)) ?? errors.Split('\n')[0].Trim();

    private static IEnumerable<string> Folders()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(onPath).Where(one => File.Exists(Path.Combine(one, "pg_dump")));
    }

    private async Task<int> MajorAsync(CancellationToken cancellationToken)
    {
        var said = string.Empty;
        try
        {
            await RunAsync("pg_dump", null, ["--version"], async output => said = await output.ReadToEndAsync(cancellationToken), cancellationToken);
        }
        catch (Exception unusable) when (unusable is BackupException or Win32Exception)
        {
            return 0;
        }

        // pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
        var version = said.Split(' ').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0])) ?? string.Empty;
        return int.TryParse(version.Split('.')[0].Trim(), CultureInfo.InvariantCulture, out var major) ? major : 0;
    }

    private ProcessStartInfo StartInfo(string program, string? database, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGDATABASE"] = database ?? server.Database ?? server.Username;
        start.Environment["PGAPPNAME"] = PostgresCopies.ApplicationName;
        start.Environment["PGOPTIONS"] = practiceSetting;
        if (server.Password is { Length: > 0 } password)
            start.Environment["PGPASSWORD"] = password;
        if (server.Passfile is { Length: > 0 } passwords)
            start.Environment["PGPASSFILE"] = passwords;
        if (server.RootCertificate is { Length: > 0 } root)
            start.Environment["PGSSLROOTCERT"] = root;
        start.Environment["PGSSLMODE"] = server.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        };
        return start;
    }
}

using System.Globalization;

namespace Frontdesk.Crash.Races;

/// <summary>What the races are run with.</summary>
/// <param name="Seed">Everything random is drawn from it.</param>
/// <param name="Rounds">How often several callers want the same thing.</param>
/// <param name="IsPostgres">On PostgreSQL instead of SQLite.</param>
/// <param name="Callers">The most callers of a round; the fewest are two.</param>
/// <param name="Processes">How many processes the callers come from; with one, they are threads of this program.</param>
/// <param name="Takeovers">How often a second engine takes the practice over while callers race.</param>
internal sealed record RaceOptions(int Seed = 1, int Rounds = 1_000, bool IsPostgres = false, int Callers = 16, int Processes = 1, int Takeovers = 0)
{
    private const string Usage = "Usage: Frontdesk.Crash races [--seed N] [--rounds N] [--postgres] [--callers N] [--processes N] [--takeovers N]";

    /// <summary>Reads the command line; answers what is wrong with it.</summary>
    public static string? Read(string[] args, out RaceOptions options)
    {
        options = new RaceOptions();
        if (NumberOptions.Read(args, options, one => one with { IsPostgres = true }, With) is not { } read)
            return Usage;
        options = read;
        return options is { Callers: >= 2 and <= 16, Processes: >= 1 and <= 16 } ? null : "There are 2 to 16 callers, from 1 to 16 processes.";
    }

    private static RaceOptions? With(RaceOptions options, string name, int number) => name switch
    {
        "--seed" => options with { Seed = number },
        "--rounds" => options with { Rounds = number },
        "--callers" => options with { Callers = number },
        "--processes" => options with { Processes = number },
        "--takeovers" => options with { Takeovers = number },
        _ => null,
    };
}

/// <summary>What the races came to.</summary>
/// <param name="Options">What they were run with.</param>
/// <param name="Requests">How often callers asked.</param>
/// <param name="Won">How many of them were told yes.</param>
/// <param name="Refused">How many were told that somebody else was first.</param>
/// <param name="Violations">What should not be.</param>
internal sealed record RaceReport(RaceOptions Options, int Requests, int Won, int Refused, IReadOnlyList<string> Violations)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {string.Concat(Violations.Select(violation => $"violation: {violation}\n"))}{(Options.IsPostgres ? "PostgreSQL" : "SQLite")}, seed {Options.Seed}, {Options.Processes} processes of callers: {Options.Rounds} rounds, {Options.Takeovers} takeovers, {Requests} requests, {Won} won, {Refused} refused, {Violations.Count} violations
        """);
}

using System.Globalization;

namespace Frontdesk.Crash.Campaign;

/// <summary>What a campaign did and found.</summary>
/// <param name="Options">What it was told.</param>
/// <param name="Kills">How often the server was killed.</param>
/// <param name="Requests">How often the clients asked.</param>
/// <param name="Unanswered">How many of those had no answer, or one that says to ask again.</param>
/// <param name="Effects">How many effects were checked.</param>
/// <param name="Messages">How many texts and web calls arrived outside.</param>
/// <param name="Violations">What should not be.</param>
internal sealed record CampaignReport(CampaignOptions Options, int Kills, int Requests, int Unanswered, long Effects, int Messages, IReadOnlyList<string> Violations)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {string.Concat(Violations.Select(violation => $"violation: {violation}\n"))}{(Options.IsPostgres ? "PostgreSQL" : "SQLite")}, seed {Options.Seed}: {Kills} kills of the server, {Options.DatabaseKills} of the database, {Options.LateDatabase} times it was late, {Options.FullDisk} times its disk was full, {Options.ClockJumps} jumps of the clock, {Options.KilledBackups} back-ups killed, {Requests} requests ({Unanswered} without an answer), {Effects} effects, {Messages} messages outside, {Violations.Count} violations
        """);
}

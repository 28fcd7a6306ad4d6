using Frontdesk.Crash.Races;
using Xunit;

namespace Frontdesk.Crash;

/// <summary>A few races on each database; the long ones are run by hand (docs/durability.md).</summary>
public sealed class RaceTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Of_several_who_want_the_same_at_the_same_moment_one_wins_and_the_others_are_told(bool isPostgres, int processes)
    {
        var report = await Race.RunAsync(new RaceOptions(Seed: 3, Rounds: 40, isPostgres, Processes: processes), TextWriter.Null);

        Assert.True(report.Violations.Count == 0, report.ToString());
        Assert.True(report is { Won: 40, Refused: > 40 }, report.ToString());
    }
}

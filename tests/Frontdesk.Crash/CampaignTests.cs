using Frontdesk.Crash.Campaign;
using Xunit;

namespace Frontdesk.Crash;

/// <summary>A short campaign on each database; the long ones are run by hand (docs/durability.md).</summary>
public sealed class CampaignTests
{
    [Theory]
    [InlineData(false, 3, 0)]
    [InlineData(true, 2, 1)]
    public async Task Whatever_was_acknowledged_happened_once_and_goes_on_however_often_the_server_is_killed(bool isPostgres, int kills, int databaseKills)
    {
        var report = await CrashCampaign.RunAsync(new CampaignOptions(Seed: 7, kills, isPostgres, databaseKills), TextWriter.Null);

        Assert.True(report.Violations.Count == 0, report.ToString());
        Assert.True(report is { Effects: > 100, Unanswered: > 0, Messages: > 0 }, report.ToString());
    }
}

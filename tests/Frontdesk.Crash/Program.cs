using System.Globalization;
using Frontdesk.Crash;
using Frontdesk.Crash.Campaign;
using Frontdesk.Crash.Races;
using Frontdesk.Tests;

[assembly: Xunit.AssemblyFixture(typeof(PostgresCluster))]

// Several programs in one: `load` works on a database until everything is done and may be killed at any moment; `campaign` kills
// the real server under the load of several clients and checks what is left; `races` lets several callers want the same thing at
// the same moment, with `race-callers` and `take-over` as the other processes in it; everything else is the test runner's.
switch (args)
{
    case ["load", var database, var count] when int.TryParse(count, CultureInfo.InvariantCulture, out var instances):
        await new Load(database, instances).RunAsync();
        return 0;
    case ["load", ..]:
        await Console.Error.WriteLineAsync("Usage: Frontdesk.Crash load <SQLite file or PostgreSQL connection string> <number of instances>");
        return 2;
    case ["campaign", .. var rest]:
        if (CampaignOptions.Read(rest, out var options) is { } wrong)
        {
            await Console.Error.WriteLineAsync(wrong);
            return 2;
        }

        var report = await CrashCampaign.RunAsync(options, Console.Out);
        await Console.Out.WriteLineAsync(report.ToString());
        return report.Violations.Count == 0 ? 0 : 1;
    case ["races", .. var rest]:
        if (RaceOptions.Read(rest, out var races) is { } mistaken)
        {
            await Console.Error.WriteLineAsync(mistaken);
            return 2;
        }

        var raced = await Race.RunAsync(races, Console.Out);
        await Console.Out.WriteLineAsync(raced.ToString());
        return raced.Violations.Count == 0 ? 0 : 1;
    case ["race-callers", var root]:
        await LocalCallers.ServeAsync(new Uri(root), Console.In, Console.Out);
        return 0;
    case ["take-over", var taken, var practice]:
        await Takeover.RunAsync(taken, practice);
        return 0;
    case [.. var other] when other.Contains("--server", StringComparer.Ordinal) || other.Contains("--internal-msbuild-node", StringComparer.Ordinal):
        return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    default:
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}

using System.Globalization;
using System.Text.RegularExpressions;
using Frontdesk.Storage;

namespace Frontdesk.Simulation.Tests;

/// <summary>Two months of all processes, whoever the people are: nothing breaks, nothing stands still, the figures are those of a practice.</summary>
public abstract partial class TwoMonthsTests(int seed) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frontdesk-two-months-");

    [Fact]
    public async Task Two_months_of_practice_end_without_an_incident_and_without_a_process_that_waits_for_nothing()
    {
        var figures = await PracticeSimulation.RunAsync(new SimulationPlan(
            60,
            seed,
            Path.Combine(AppContext.BaseDirectory, "workflows"),
            new StorageOptions(DatabaseKind.Sqlite, $"Data Source={Path.Combine(_folder.FullName, "practice.db")}")));

        Assert.Empty(figures.Troubles);
        Assert.Equal((0, 0), (figures.Incidents, figures.SilentStalls));
        Assert.True(figures.IsSound);

        Assert.Contains(figures.Messages, row => row is { Rule: "3-day", Channel: "Sms", Outcome: "Delivered", Count: > 5 });
        Assert.Contains(figures.Messages, row => row is { Rule: "1-day", Channel: "Sms", Outcome: "Delivered", Count: > 5 });
        Assert.True(figures.Days.Sum(day => day.Kept) > 20);

        // domain.md §7: critical results known within the hour, nobody uninformed, nothing runs out that care needs.
        string Value(string name) => Assert.Single(figures.Table, row => row.Name == name).Value;
        var informed = InTime().Match(Value("Results informed within 7 or 14 days"));
        var (inTime, known) = (int.Parse(informed.Groups["part"].Value, CultureInfo.InvariantCulture), int.Parse(informed.Groups["whole"].Value, CultureInfo.InvariantCulture));
        Assert.True(inTime >= known * 0.9, informed.Value);

        // Whoever is not informed in time was somebody's incident meanwhile.
        Assert.True(known - inTime <= figures.Tasks.Where(row => row.Title.StartsWith("Incident: a patient is not informed", StringComparison.Ordinal)).Sum(row => row.Opened));
        Assert.DoesNotMatch("^[0-9]?[0-9]\\.", Value("Critical results known within 60 minutes"));
        Assert.Equal("0", Value("Critical stock-outs"));
        Assert.True(int.Parse(Value("Purchases closed"), CultureInfo.InvariantCulture) > 5);
        Assert.InRange(double.Parse(Value("Days of supply"), CultureInfo.InvariantCulture), 10, 35);
        Assert.True(int.Parse(Value("Referrals signed"), CultureInfo.InvariantCulture) > 5);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return default;
    }

    [GeneratedRegex(@"\((?<part>\d+) of (?<whole>\d+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InTime();
}

// One class for each seed, so that they run side by side.
public sealed class TwoMonthsOfSeed3Tests() : TwoMonthsTests(3);

public sealed class TwoMonthsOfSeed7Tests() : TwoMonthsTests(7);

public sealed class TwoMonthsOfSeed11Tests() : TwoMonthsTests(11);

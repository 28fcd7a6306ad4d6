using System.Globalization;
using Frontdesk.Simulation.Figures;
using Frontdesk.Simulation.Report;
using Frontdesk.Storage;
using NodaTime;

namespace Frontdesk.Simulation.Tests;

/// <summary>What a simulated practice promises whoever reads its figures.</summary>
public sealed class SimulationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frontdesk-simulation-tests-");
    private int _practices;

    [Fact]
    public async Task The_same_seed_gives_the_same_output_to_the_byte_and_another_seed_another_one()
    {
        var (first, second, other) = (await ReportAsync(seed: 7), await ReportAsync(seed: 7), await ReportAsync(seed: 8));

        Assert.Equal(first.Text, second.Text);
        foreach (var name in new[] { "figures.csv", "messages.csv", "tasks.csv", "days.csv", "report.html" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(first.Folder, name)), await File.ReadAllBytesAsync(Path.Combine(second.Folder, name)));
        Assert.NotEqual(first.Text, other.Text);
    }

    [Fact]
    public async Task Both_daylight_saving_changes_pass_without_an_incident()
    {
        var spring = await PracticeSimulation.RunAsync(Plan(21, 5) with { FirstDay = new LocalDate(2026, 2, 26) });
        var autumn = await PracticeSimulation.RunAsync(Plan(21, 5) with { FirstDay = new LocalDate(2026, 10, 22) });

        Assert.Empty(spring.Troubles);
        Assert.Empty(autumn.Troubles);
    }

    [Fact]
    public async Task A_practice_without_accounts_shows_its_messages_and_pretends_no_delivery()
    {
        var figures = await PracticeSimulation.RunAsync(Plan(21, 5) with { MessagesAreCaptured = true });

        Assert.NotEmpty(figures.Messages);
        Assert.All(figures.Messages, row => Assert.Equal("Queued", row.Outcome));
    }

    [Fact]
    public async Task Progress_is_told_day_by_day()
    {
        var told = new Told();
        await PracticeSimulation.RunAsync(Plan(5, 1), told);

        Assert.Equal([1, 2, 3, 4, 5], told.Days);
    }

    [Fact]
    public async Task A_folder_without_patients_is_refused_in_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<NoPatientsException>(() => PracticeSimulation.RunAsync(Plan(5, 1) with { PatientsDirectory = _folder.CreateSubdirectory("empty").FullName }));
        Assert.Contains("FHIR", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SimulationPlan Plan(int days, int seed) => new(
        days,
        seed,
        Path.Combine(AppContext.BaseDirectory, "workflows"),
        new StorageOptions(DatabaseKind.Sqlite, $"Data Source={Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"practice-{++_practices}.db"))}"));

    private async Task<(string Text, string Folder)> ReportAsync(int seed)
    {
        PracticeFigures figures = await PracticeSimulation.RunAsync(Plan(14, seed));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        FigureText.Write(figures, text);
        var folder = _folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"report-{_practices}")).FullName;
        ReportFolder.Write(figures, folder);
        return (text.ToString(), folder);
    }

    private sealed class Told : IProgress<SimulationProgress>
    {
        public List<int> Days { get; } = [];

        public void Report(SimulationProgress value) => Days.Add(value.Day);
    }
}

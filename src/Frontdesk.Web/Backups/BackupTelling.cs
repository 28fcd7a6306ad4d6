using System.Globalization;
using Frontdesk.Storage.Backups;
using Spectre.Console;

namespace Frontdesk.Web.Backups;

/// <summary>Tells how far a back-up, restore or move is: a bar on a terminal, and a line for each step where output is kept.</summary>
internal static class BackupTelling
{
    /// <summary>Runs one and tells how far it is.</summary>
    public static Task<T> RunAsync<T>(TextWriter output, Func<IProgress<BackupProgress>, Task<T>> run) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? WithBarAsync(run) : run(new Lines(output));

    /// <summary>A length in the unit that people read.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000.0:0.00} GB"),
    };

    private static Task<T> WithBarAsync<T>(Func<IProgress<BackupProgress>, Task<T>> run) =>
        AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(bars => run(new Bars(bars)));

    private sealed class Bars(ProgressContext bars) : IProgress<BackupProgress>
    {
        private ProgressTask? bar;

        public void Report(BackupProgress value)
        {
            if (bar?.Description != value.Step)
            {
                Finish();
                bar = bars.AddTask(value.Step);
            }

            bar.IsIndeterminate = value.Total == 0;
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = value.Done;
        }

        private void Finish()
        {
            if (bar is null)
                return;
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }

    private sealed class Lines(TextWriter output) : IProgress<BackupProgress>
    {
        private string? step;

        public void Report(BackupProgress value)
        {
            if (value.Step == step)
                return;
            step = value.Step;
            output.WriteLine($"{step}…");
        }
    }
}

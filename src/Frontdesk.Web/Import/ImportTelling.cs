using Frontdesk.Interop.Fhir;
using Spectre.Console;

namespace Frontdesk.Web.Import;

/// <summary>Tells how far an import is: a bar on a terminal, and a line for every tenth of the way where output is kept.</summary>
internal static class ImportTelling
{
    /// <summary>Runs an import and tells how far it is.</summary>
    public static Task<ImportReport> RunAsync(TextWriter output, Func<IProgress<ImportProgress>, Task<ImportReport>> import) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? WithBarAsync(import) : import(new Lines(output));

    private static Task<ImportReport> WithBarAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> import) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask("Import");
                return await import(new Bar(bar));
            });

    private sealed class Bar(ProgressTask bar) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            bar.MaxValue = Math.Max(1, value.BytesTotal);
            bar.Value = value.BytesDone;
            bar.Description = $"{value.FilesDone} of {value.FilesTotal} files";
        }
    }

    private sealed class Lines(TextWriter output) : IProgress<ImportProgress>
    {
        private long told = -1;

        public void Report(ImportProgress value)
        {
            var tenth = value.BytesTotal == 0 ? 10 : value.BytesDone * 10 / value.BytesTotal;
            if (tenth <= told)
                return;
            told = tenth;
            output.WriteLine($"{tenth * 10,3} %  {value.FilesDone} of {value.FilesTotal} files");
        }
    }
}

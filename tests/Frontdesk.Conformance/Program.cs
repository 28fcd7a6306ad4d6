using Frontdesk.Conformance;

// Replays workflows with what the Elsa engine did with each: `dotnet run --project tests/Frontdesk.Conformance -- PATH…`.
// Prints one line per difference and ends with `N of M equal`; the exit code is 1 when any differs.
var paths = args.Length > 0 ? args : [Path.Combine(Environment.GetEnvironmentVariable("FRONTDESK_SHARED") ?? Path.Combine(FindRoot(), "..", "shared"), "elsa-api", "conformance")];
foreach (var path in paths)
{
    if (!File.Exists(path) && !Directory.Exists(path))
    {
        await Console.Error.WriteLineAsync($"There are no recorded cases at {path}. Name a folder, a .json or a .jsonl file.");
        return 2;
    }
}

var equal = 0;
var total = 0;
await using (var replay = new Replay())
{
    await replay.OpenAsync();
    foreach (var recorded in paths.SelectMany(RecordedCase.ReadAll))
    {
        total++;
        var differences = await replay.RunAsync(recorded);
        if (differences.Count == 0)
            equal++;
        foreach (var difference in differences)
            Console.WriteLine($"{recorded.Name}: {difference}");
    }
}

Console.WriteLine($"{equal} of {total} equal");
return equal == total && total > 0 ? 0 : 1;

static string FindRoot()
{
    var folder = AppContext.BaseDirectory;
    while (folder is not null && !File.Exists(Path.Combine(folder, "Workflows.sln")))
        folder = Path.GetDirectoryName(folder);
    return folder ?? Directory.GetCurrentDirectory();
}

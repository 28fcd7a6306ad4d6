using System.Globalization;
using Frontdesk.Bench;

var isQuick = args.Contains("--quick", StringComparer.Ordinal);
var at = Array.IndexOf(args, "--only");
var only = at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
if (args.Where((a, i) => a is not ("--quick" or "--only") && (at < 0 || i != at + 1)).FirstOrDefault() is { } unknown || (at >= 0 && only is null))
{
    await Console.Error.WriteLineAsync("usage: bench [--quick] [--only NAME]   (NAME is one of memory, durable, postgres, latency, timers, storage, growth, event, lists, process, simulate, years, peers)");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What takes long is not part of the quick run, unless it is asked for by name.
var areas = new (string Name, bool IsLong, Func<bool, IAsyncEnumerable<Figure>> Measure)[]
{
    ("memory", false, InMemory.MeasureAsync),
    ("durable", false, Durable.MeasureAsync),
    ("postgres", false, Durable.MeasureOnPostgresAsync),
    ("latency", false, Latency.MeasureAsync),
    ("timers", false, Timers.MeasureAsync),
    ("storage", false, StoredBytes.MeasureAsync),
    ("event", false, EventDelivery.MeasureAsync),
    ("growth", true, Growth.MeasureAsync),
    ("lists", true, Lists.MeasureAsync),
    ("process", true, ServerProcess.MeasureAsync),
    ("simulate", true, SimulatedYear.MeasureAsync),
    ("years", true, SimulatedYears.MeasureAsync),
    ("peers", true, Peers.MeasureAsync),
};
var chosen = areas.Where(a => only is null ? !(isQuick && a.IsLong) : string.Equals(a.Name, only, StringComparison.Ordinal)).ToList();
if (chosen.Count == 0)
{
    await Console.Error.WriteLineAsync($"There is no figure called '{only}': choose {string.Join(", ", areas.Select(area => area.Name))}.");
    return 2;
}

Console.WriteLine("# name value unit limit ratio; a ratio of 1 or more means that the aim is met (value/limit for rates, limit/value for sizes and times).");
foreach (var (_, _, measure) in chosen)
{
    await foreach (var figure in measure(isQuick))
        Console.WriteLine(figure);
}

return 0;

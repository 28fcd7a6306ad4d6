using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WorkflowCore.Interface;
using WorkflowCore.Models;
using WorkflowCore.Models.LifeCycleEvents;

namespace Frontdesk.Bench;

/// <summary>
/// The same work on another engine for .NET (Workflow Core, MIT) in the same run: steps in a row, and visits that wait for an event.
/// It keeps its instances in memory and loses them with the process; the visits here are on the disk before a caller is answered.
/// </summary>
internal static class Peers
{
    private const int Steps = 1_000;
    private const string Replied = "Replied";

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var (rows, visits) = isQuick ? (2, 500) : (10, 5_000);
        await using var services = new ServiceCollection().AddLogging().AddWorkflow(options => options.UsePollInterval(TimeSpan.FromMilliseconds(100))).BuildServiceProvider();
        var host = services.GetRequiredService<IWorkflowHost>();
        host.Registry.RegisterWorkflow(new Row());
        host.Registry.RegisterWorkflow(new Visit());
        var ends = new Ends(host);
        await host.StartAsync(CancellationToken.None);
        try
        {
            var theirSteps = await RowsAsync(ends, rows);
            yield return new Figure("peers/workflow-core-sequence-1000", theirSteps, "activities/s");
            yield return new Figure("peers/sequence-1000", await InMemory.RateAsync("sequence", Steps, isQuick ? 100_000 : 1_000_000), "activities/s", theirSteps);
            var theirVisits = await TheirVisitsAsync(host, ends, visits);
            yield return new Figure("peers/workflow-core-visits-16", theirVisits, "visits/s");
            yield return new Figure("peers/durable-visits-16", await OurVisitsAsync(visits), "visits/s", theirVisits);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<double> RowsAsync(Ends ends, int rows)
    {
        await ends.RunAsync("row", "warm");
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < rows; i++)
            await ends.RunAsync("row", string.Create(CultureInfo.InvariantCulture, $"row-{i}"));
        return rows * (double)Steps / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> TheirVisitsAsync(IWorkflowHost host, Ends ends, int visits)
    {
        async Task VisitAsync(string name)
        {
            var over = ends.RunAsync("visit", name);
            await host.PublishEvent(Replied, name, "yes");
            await over;
        }

        await BenchPractice.ByCallersAsync(16, 64, i => VisitAsync(string.Create(CultureInfo.InvariantCulture, $"warm-{i}")));
        var began = Stopwatch.GetTimestamp();
        await BenchPractice.ByCallersAsync(16, visits, i => VisitAsync(string.Create(CultureInfo.InvariantCulture, $"visit-{i}")));
        return visits / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> OurVisitsAsync(int visits)
    {
        await using var practice = await BenchPractice.OpenAsync();
        async Task VisitAsync(string name)
        {
            await practice.StartAsync(name);
            await practice.Engine.PublishEventAsync(Replied, correlationId: name);
        }

        await BenchPractice.ByCallersAsync(16, 500, i => VisitAsync(string.Create(CultureInfo.InvariantCulture, $"warm-{i}")));
        var began = Stopwatch.GetTimestamp();
        await BenchPractice.ByCallersAsync(16, visits, i => VisitAsync(string.Create(CultureInfo.InvariantCulture, $"visit-{i}")));
        while (practice.ReadOne<long>("SELECT COUNT(*) FROM workflow_instance WHERE status = 0") > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        return visits / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Who starts an instance of theirs waits for its end here, by its reference.
    private sealed class Ends
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _open = new(StringComparer.Ordinal);
        private readonly IWorkflowHost _host;

        internal Ends(IWorkflowHost host)
        {
            _host = host;
            host.OnLifeCycleEvent += happened =>
            {
                if (happened is WorkflowCompleted && _open.TryRemove(happened.Reference, out var end))
                    end.SetResult();
            };
        }

        internal async Task RunAsync(string workflow, string reference)
        {
            var end = _open.GetOrAdd(reference, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            await _host.StartWorkflow(workflow, new State(), reference);
            await end.Task;
        }
    }

    private sealed class State
    {
        public string Value { get; set; } = string.Empty;
    }

    private sealed class Set : StepBody
    {
        public override ExecutionResult Run(IStepExecutionContext context)
        {
            ((State)context.Workflow.Data).Value = "x";
            return ExecutionResult.Next();
        }
    }

    private sealed class Row : IWorkflow<State>
    {
        public string Id => "row";

        public int Version => 1;

        public void Build(IWorkflowBuilder<State> builder)
        {
            var last = builder.StartWith<Set>();
            for (var i = 1; i < Steps; i++)
                last = last.Then<Set>();
        }
    }

    // As long as the visit of the other figures: three steps, the wait, three steps.
    private sealed class Visit : IWorkflow<State>
    {
        public string Id => "visit";

        public int Version => 1;

        public void Build(IWorkflowBuilder<State> builder) => builder
            .StartWith<Set>().Then<Set>().Then<Set>()
            .WaitFor(Replied, (_, context) => context.Workflow.Reference, _ => DateTimeOffset.UnixEpoch.UtcDateTime)
            .Then<Set>().Then<Set>().Then<Set>();
    }
}

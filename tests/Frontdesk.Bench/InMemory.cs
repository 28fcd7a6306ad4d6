using System.Diagnostics;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Bench;

/// <summary>How fast activities run when nothing is stored, journal included.</summary>
internal static class InMemory
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        foreach (var root in new[] { "sequence", "flowchart" })
        {
            double first = 0;
            foreach (var steps in new[] { 10, 1_000, 100_000 })
            {
                var (rate, bytes) = await RunAsync(root, steps, isQuick ? 300_000 : 3_000_000);
                yield return new Figure($"memory/{root}-{steps}", rate, "activities/s", 500_000);
                yield return new Figure($"memory/{root}-{steps}-bytes", bytes, "bytes/activity", 400, LessIsBetter: true);
                first = steps == 10 ? rate : first;
                if (steps == 100_000)
                    yield return new Figure($"memory/{root}-flatness", rate / first, "of-the-rate-at-10", 0.8);
            }
        }
    }

    /// <summary>The activities of a straight workflow in a second.</summary>
    internal static async Task<double> RateAsync(string root, int steps, int activities) => (await RunAsync(root, steps, activities)).Rate;

    private static async Task<(double Rate, double Bytes)> RunAsync(string root, int steps, int activities)
    {
        var workflow = WorkflowCompiler.Compile(Workflows.Straight(root, steps), new ActivityRegistry());
        var environment = new ExecutionEnvironment(TimeProvider.System);
        await TurnsAsync(workflow, environment, activities / steps);

        // The workflow and its root are activities too: they run and stand in the journal like the steps.
        var executions = steps + 2;
        var rates = new List<double>();
        var bytes = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var turns = Math.Max(1, activities / steps);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            await TurnsAsync(workflow, environment, turns);
            rates.Add((double)turns * executions / Stopwatch.GetElapsedTime(began).TotalSeconds);
            bytes.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / ((double)turns * executions));
        }

        return (Figure.Median(rates), Figure.Median(bytes));
    }

    private static async ValueTask TurnsAsync(CompiledWorkflow workflow, ExecutionEnvironment environment, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var instance = new WorkflowExecutionContext("i", workflow, environment);
            await instance.StartAsync(null);
            if (instance.SubStatus != WorkflowSubStatus.Finished)
                throw new InvalidOperationException("The measured workflow did not finish.");
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Pump;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

/// <summary>What dominates what in a flowchart, and what lies on a circle, against every path written out.</summary>
public sealed class ControlFlowPropertyTests
{
    private static readonly string[] Modes = [string.Empty, string.Empty, "Merge", "Converge", "Cascade", "Race"];

    private static readonly Gen<Graph> Graphs =
        from count in Gen.Int[2, 7]
        from edges in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, 14]
        from gates in Gen.Bool.Array[count]
        select new Graph(count, [.. edges.Distinct()], gates);

    [Fact]
    public void A_step_is_dominated_by_gates_exactly_when_every_path_to_it_passes_one() =>
        Graphs.Sample(
            graph =>
            {
                var (workflow, flow) = Judged.Flow(graph.ToFlowchart());
                var passage = new Passage(flow.Entries, point => point.Kind == FlowPointKind.Enter && graph.IsGate(point.Activity.Id));
                for (var target = 0; target < graph.Count; target++)
                {
                    var isReached = passage.Reaches(flow.EnterOf(workflow.Find(Graph.Name(target))!));
                    Assert.Equal(graph.PathsTo(target).Any(path => !path.Any(step => graph.Gates[step])), isReached);
                }
            },
            iter: 2_000);

    [Fact]
    public void The_path_that_proves_a_way_around_the_gates_is_one() =>
        Graphs.Sample(
            graph =>
            {
                var (workflow, flow) = Judged.Flow(graph.ToFlowchart());
                var passage = new Passage(flow.Entries, point => point.Kind == FlowPointKind.Enter && graph.IsGate(point.Activity.Id));
                for (var target = 0; target < graph.Count; target++)
                {
                    var steps = passage.PathTo(flow.EnterOf(workflow.Find(Graph.Name(target))!)).Where(point => point.Kind == FlowPointKind.Enter && point.Activity.Id.StartsWith('s')).Select(point => int.Parse(point.Activity.Id[1..], CultureInfo.InvariantCulture)).ToList();
                    Assert.DoesNotContain(steps, step => graph.Gates[step]);
                    Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.Contains(pair, graph.Edges));
                    if (steps.Count > 0)
                        Assert.Equal((0, target), (steps[0], steps[^1]));
                }
            },
            iter: 500);

    [Fact]
    public async Task What_an_instance_runs_lies_on_the_paths_of_the_graph()
    {
        await using var practice = await TestPractice.OpenAsync(new EngineOptions { CachedInstances = 0, MaxStepsPerBurst = 60 });
        await Gen.Select(Graphs, Gen.Int[0, 5].Select(which => Modes[which]).Array[7]).SampleAsync(
            async (graph, merges) =>
            {
                var flowchart = graph.ToFlowchart();
                for (var step = 0; step < graph.Count; step++)
                {
                    var json = flowchart["activities"]![step]!;
                    if (merges[step].Length > 0)
                        json["customProperties"] = new JsonObject { ["mergeMode"] = merges[step] };
                }

                var (workflow, flow) = Judged.Flow(flowchart);
                var passage = new Passage(flow.Entries, point => point.Kind == FlowPointKind.Enter && graph.IsGate(point.Activity.Id));
                await practice.PublishAsync(flowchart);
                var instance = (await practice.StartAsync()).InstanceId!;
                var passed = false;
                foreach (var line in practice.Lines(instance))
                {
                    var isReachedPastGates = passage.Reaches(flow.EnterOf(workflow.Find(line)!));
                    Assert.True(isReachedPastGates || passed || graph.IsGate(line), $"{line} ran before any gate, and no path leads there");
                    passed |= graph.IsGate(line);
                }
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public void A_step_lies_on_a_circle_exactly_when_a_path_leads_from_it_to_itself() =>
        Graphs.Sample(
            graph =>
            {
                var (workflow, flow) = Judged.Flow(graph.ToFlowchart());
                var circles = Circles.Of(flow, _ => true);
                for (var step = 0; step < graph.Count; step++)
                {
                    var enter = flow.EnterOf(workflow.Find(Graph.Name(step))!);
                    Assert.Equal(graph.Reaches(step, step), circles.Any(circle => circle.Contains(enter)));
                }
            },
            iter: 1_000);

    [Fact]
    public void A_join_of_all_branches_is_reached_past_the_gates_only_when_no_branch_passed_one()
    {
        var join = Step("Elsa.FlowJoin", "join", ("mode", Literal("WaitAll")));
        var (workflow, flow) = Judged.Flow(Flow([Line("start", "x"), Line("a", "x"), Line("b", "x"), join, Line("after", "x")], ("start", "Done", "a"), ("start", "Done", "b"), ("a", "Done", "join"), ("b", "Done", "join"), ("join", "Done", "after")));
        bool IsReached(string gate) => new Passage(flow.Entries, point => point.Kind == FlowPointKind.Enter && point.Activity.Id == gate).Reaches(flow.EnterOf(workflow.Find("after")!));

        Assert.False(IsReached("a"));
        Assert.False(IsReached("b"));
        Assert.True(IsReached("none"));
    }

    [Theory]
    [InlineData("WaitAll", false)]
    [InlineData("WaitAny", true)]
    public void A_fork_that_goes_on_with_its_first_branch_is_a_way_around_a_gate_in_the_other(string mode, bool isReached)
    {
        var fork = new JsonObject { ["type"] = "Elsa.Fork", ["id"] = "fork", ["joinMode"] = mode, ["branches"] = new JsonArray(Line("gate", "x"), Line("other", "x")) };
        var (workflow, flow) = Judged.Flow(Sequence("s", fork, Line("after", "x")));
        var passage = new Passage(flow.Entries, point => point.Kind == FlowPointKind.Enter && point.Activity.Id == "gate");

        Assert.Equal(isReached, passage.Reaches(flow.EnterOf(workflow.Find("after")!)));
    }

    private sealed record Graph(int Count, (int From, int To)[] Edges, bool[] Gates)
    {
        public static string Name(int step) => string.Create(CultureInfo.InvariantCulture, $"s{step}");

        public bool IsGate(string id) => id.StartsWith('s') && int.TryParse(id[1..], CultureInfo.InvariantCulture, out var step) && Gates[step];

        public JsonObject ToFlowchart()
        {
            var flowchart = Flow([.. Enumerable.Range(0, Count).Select(step => Line(Name(step), Name(step)))], [.. Edges.Select(edge => (Name(edge.From), "Done", Name(edge.To)))]);
            flowchart["start"] = Name(0);
            return flowchart;
        }

        /// <summary>Every path without repetition from the first step to the target.</summary>
        public IEnumerable<List<int>> PathsTo(int target)
        {
            var open = new Stack<List<int>>([[0]]);
            while (open.TryPop(out var path))
            {
                if (path[^1] == target)
                    yield return path;
                foreach (var (_, to) in Edges.Where(edge => edge.From == path[^1] && !path.Contains(edge.To)))
                    open.Push([.. path, to]);
            }
        }

        public bool Reaches(int from, int to)
        {
            var seen = new HashSet<int>();
            var open = new Stack<int>(Edges.Where(edge => edge.From == from).Select(edge => edge.To));
            while (open.TryPop(out var step))
            {
                if (step == to)
                    return true;
                if (seen.Add(step))
                {
                    foreach (var edge in Edges.Where(edge => edge.From == step))
                        open.Push(edge.To);
                }
            }

            return false;
        }
    }
}

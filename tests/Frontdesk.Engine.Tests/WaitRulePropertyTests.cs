using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

/// <summary>What the rules let pass never stands still: random flowcharts of waits, timers, joins and ends, run while no event ever comes.</summary>
public sealed class WaitRulePropertyTests
{
    private const int Enough = 40;

    private static readonly string[] Merges = ["Race", "Cascade", "Merge", "Converge"];

    private static readonly Gen<Drawn> Drawings =
        from kinds in Gen.Frequency((3, Gen.Const(Kind.Event)), (4, Gen.Const(Kind.Delay)), (2, Gen.Const(Kind.Line)), (2, Gen.Const(Kind.Finish)), (1, Gen.Const(Kind.JoinAny)), (1, Gen.Const(Kind.JoinAll))).Array[3, 7]
        from merges in Gen.Int[0, 8].Select(which => which < Merges.Length ? Merges[which] : string.Empty).Array[kinds.Length]
        from edges in Gen.Select(Gen.Int[0, kinds.Length - 1], Gen.Int[0, kinds.Length - 1]).Array[2, 10]
        select new Drawn(kinds, merges, [.. edges.Distinct()]);

    private enum Kind
    {
        Event,
        Delay,
        Line,
        Finish,
        JoinAny,
        JoinAll,
    }

    [Fact]
    public async Task A_workflow_that_holds_to_the_rules_always_has_a_time_at_which_it_goes_on()
    {
        await using var practice = await TestPractice.OpenAsync();
        var tried = 0;
        await Drawings.Where(drawn => drawn.Kinds.Contains(Kind.Event)).SampleAsync(
            async drawn =>
            {
                var definition = Definition(drawn.ToFlowchart());
                if (tried >= Enough || !drawn.Reaches(Kind.Event) || Judged.Problems(definition).Count > 0)
                    return;
                tried++;
                await practice.PublishAsync(definition);
                var instance = (await practice.StartAsync()).InstanceId!;
                for (var hour = 0; hour < 5; hour++)
                {
                    Assert.Empty(practice.Column($"SELECT id FROM workflow_instance i WHERE id = '{instance}' AND status = 0 AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.instance_id = i.id AND due_at IS NOT NULL)"));
                    await practice.PassAsync(TimeSpan.FromHours(1));
                }

                await practice.Pumped(practice.Engine.CancelAsync(instance));
            },
            iter: 6_000,
            threads: 1);
        Assert.True(tried >= Enough / 4, $"only {tried} drawings were let pass");
    }

    private sealed record Drawn(Kind[] Kinds, string[] Modes, (int From, int To)[] Edges)
    {
        public JsonObject ToFlowchart()
        {
            var flowchart = Flow([.. Enumerable.Range(0, Kinds.Length).Select(ToStep)], [.. Edges.Select(edge => (Name(edge.From), "Done", Name(edge.To)))]);
            flowchart["start"] = Name(0);
            return flowchart;
        }

        public bool Reaches(Kind kind)
        {
            var seen = new HashSet<int>();
            var open = new Stack<int>([0]);
            while (open.TryPop(out var step))
            {
                if (!seen.Add(step))
                    continue;
                foreach (var edge in Edges.Where(edge => edge.From == step))
                    open.Push(edge.To);
            }

            return seen.Any(step => Kinds[step] == kind);
        }

        public override string ToString() =>
            $"{string.Join(' ', Kinds.Select((kind, step) => $"{Name(step)}:{kind}{(Modes[step].Length > 0 ? "/" + Modes[step] : string.Empty)}"))} {string.Join(' ', Edges.Select(edge => $"{edge.From}-{edge.To}"))}";

        private static string Name(int step) => string.Create(CultureInfo.InvariantCulture, $"s{step}");

        private JsonObject ToStep(int step)
        {
            var json = Kinds[step] switch
            {
                Kind.Event => Event(Name(step), "Never"),
                Kind.Delay => Judged.Delay(Name(step)),
                Kind.Line => Line(Name(step), "x"),
                Kind.Finish => Judged.Finish(Name(step)),
                var join => Step("Elsa.FlowJoin", Name(step), ("mode", Literal(join == Kind.JoinAny ? "WaitAny" : "WaitAll"))),
            };
            if (Modes[step] is { Length: > 0 } mode)
                json["customProperties"] = new JsonObject { ["mergeMode"] = mode };
            return json;
        }
    }
}

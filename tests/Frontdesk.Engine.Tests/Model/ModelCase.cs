using System.Globalization;
using System.Text;
using CsCheck;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Tests.Model;

internal enum MoveKind
{
    Event,
    Pass,
    Complete,
    Start,
    Cancel,
    Restart,
}

/// <summary>
/// One thing that happens to the practice.
/// </summary>
/// <param name="Kind">What happens.</param>
/// <param name="Which">Which event, task, instance or length of time.</param>
/// <param name="About">The correlation id of a start or an event; 0 for none.</param>
/// <param name="Key">The idempotency key; 0 for none. Few, so that requests are repeated.</param>
/// <param name="IsWithNext">Whether it is in one batch with the next.</param>
/// <param name="IsCutShort">Whether the engine is thrown away after the commit that answers it, with what follows still to do.</param>
internal sealed record ModelMove(MoveKind Kind, int Which, int About, int Key, bool IsWithNext, bool IsCutShort)
{
    private static readonly int[] Minutes = [1, 2, 4, 10];

    public string EventName => ModelStep.Number("E", Which % 2);

    public string? Correlation => About == 0 ? null : ModelStep.Number("c", About);

    public string? IdempotencyKey => Key == 0 ? null : ModelStep.Number("k", Key);

    public TimeSpan Time => TimeSpan.FromMinutes(Minutes[Which % Minutes.Length]);

    public string Outcome => Which % 2 == 0 ? "Yes" : "No";

    public bool IsRequest => Kind is not (MoveKind.Pass or MoveKind.Restart);

    public override string ToString()
    {
        var what = Kind switch
        {
            MoveKind.Event => $"event {EventName} about {Correlation ?? "all"}",
            MoveKind.Pass => $"{Time.TotalMinutes} minutes pass",
            MoveKind.Complete => string.Create(CultureInfo.InvariantCulture, $"task {Which / 2} of those there are is answered {Outcome}"),
            MoveKind.Start => $"start about {Correlation ?? "nothing"}",
            MoveKind.Cancel => string.Create(CultureInfo.InvariantCulture, $"cancel instance {Which} of those there are"),
            _ => "restart",
        };
        return $"  {what}{(Key == 0 || Kind == MoveKind.Complete ? string.Empty : $" key {IdempotencyKey}")}{(IsWithNext && IsRequest ? ", together with the next" : string.Empty)}{(IsCutShort && IsRequest ? ", then the engine is thrown away" : string.Empty)}";
    }
}

/// <summary>A random workflow, a random child for it, how the engine runs, and what happens.</summary>
internal sealed record ModelCase(ModelStep Main, ModelStep Child, bool GoesOnAfterFault, int MaxBatch, bool IsCached, ModelMove[] Moves)
{
    internal const string MainId = "main";
    internal const string ChildId = "child";
    internal const int MaxSteps = 120;

    private static readonly Gen<ModelStep> Leaf = Gen.Select(
        Gen.Frequency(
            (10, Gen.Const(StepKind.Line)), (8, Gen.Const(StepKind.Set)), (16, Gen.Const(StepKind.Event)), (5, Gen.Const(StepKind.Delay)), (5, Gen.Const(StepKind.Task)), (2, Gen.Const(StepKind.Publish)),
            (1, Gen.Const(StepKind.Correlate)), (2, Gen.Const(StepKind.Child)), (1, Gen.Const(StepKind.Fault)), (2, Gen.Const(StepKind.Break)), (1, Gen.Const(StepKind.End)), (1, Gen.Const(StepKind.Finish))),
        Gen.Int[0, 17],
        Gen.Int[0, 5],
        (kind, which, merge) => new ModelStep(kind, which, merge, [], []));

    private static readonly Gen<ModelStep> Gate = Gen.Select(
        Gen.Int[0, 3].Select(which => (StepKind)((int)StepKind.Decision + which)),
        Gen.Int[0, 17],
        Gen.Int[0, 5],
        (kind, which, merge) => new ModelStep(kind, which, merge, [], []));

    private static readonly Gen<ModelMove> Move = Gen.Select(
        Gen.Frequency((8, Gen.Const(MoveKind.Event)), (4, Gen.Const(MoveKind.Pass)), (4, Gen.Const(MoveKind.Complete)), (2, Gen.Const(MoveKind.Start)), (1, Gen.Const(MoveKind.Cancel)), (2, Gen.Const(MoveKind.Restart))),
        Gen.Int[0, 7],
        Gen.Int[0, 2],
        Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 3])),
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        (kind, which, about, key, together, cut) => new ModelMove(kind, which, about, key, together, cut));

    internal static readonly Gen<ModelCase> Cases = Gen.Select(
        Steps(3),
        Steps(1),
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Frequency((3, Gen.Const(200)), (1, Gen.Int[1, 3])),
        Gen.Bool,
        Move.Array[0, 12],
        (main, child, goesOn, batch, cached, moves) => new ModelCase(main.Named("n"), child.Named("m"), goesOn, batch, cached, moves));

    public EngineOptions Options => new() { CachedInstances = IsCached ? 100 : 0, MaxBatch = MaxBatch, MaxStepsPerBurst = MaxSteps };

    public WorkflowDefinition Definition(string id) => Given.Definition(
        (id == MainId ? Main : Child).ToJson(),
        id,
        [Given.Variable("a", "Int32", "0"), Given.Variable("b", "Int32", "1"), Given.Variable("c", "Int32", "0")],
        GoesOnAfterFault ? new() { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" } : null);

    /// <summary>Everything that is a little smaller.</summary>
    public IEnumerable<ModelCase> Smaller()
    {
        for (var i = 0; i < Moves.Length; i++)
            yield return this with { Moves = [.. Moves[..i], .. Moves[(i + 1)..]] };
        foreach (var main in Smaller(Main))
            yield return this with { Main = main };
        if (Child.Kind != StepKind.Line && !Main.All().Any(step => step.Kind == StepKind.Child))
            yield return this with { Child = new ModelStep(StepKind.Line, 0, 0, [], []).Named("m") };
        foreach (var child in Smaller(Child))
            yield return this with { Child = child };
        for (var i = 0; i < Moves.Length; i++)
        {
            var move = Moves[i];
            foreach (var simpler in (ModelMove[])[move with { IsWithNext = false }, move with { IsCutShort = false }, move with { Key = 0 }, move with { About = 0 }])
            {
                if (simpler != move)
                    yield return this with { Moves = [.. Moves[..i], simpler, .. Moves[(i + 1)..]] };
            }
        }

        if (GoesOnAfterFault)
            yield return this with { GoesOnAfterFault = false };
        if (MaxBatch != 200)
            yield return this with { MaxBatch = 200 };
        if (IsCached)
            yield return this with { IsCached = false };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("The workflow (a = 0, b = 1, c = 0):").Append(Main);
        if (Main.All().Any(step => step.Kind == StepKind.Child))
            text.AppendLine("Its child:").Append(Child);
        text.AppendLine(CultureInfo.InvariantCulture, $"An incident {(GoesOnAfterFault ? "lets the rest go on" : "ends it")}; {MaxBatch} bursts commit together; instances {(IsCached ? "stay" : "do not stay")} in memory.");
        text.AppendLine("What happens:").AppendLine("  start about c1");
        foreach (var move in Moves)
            text.AppendLine(move.ToString());
        return text.ToString();
    }

    private static IEnumerable<ModelStep> Smaller(ModelStep step)
    {
        foreach (var part in step.Parts)
            yield return part;
        for (var i = 0; i < step.Parts.Length; i++)
        {
            var rest = step with { Parts = [.. step.Parts[..i], .. step.Parts[(i + 1)..]] };
            yield return step.Kind == StepKind.Flowchart ? rest with { Ways = Without(step, i) } : rest;
        }

        for (var i = 0; i < step.Ways.Length; i++)
            yield return step with { Ways = [.. step.Ways[..i], .. step.Ways[(i + 1)..]] };
        for (var i = 0; i < step.Parts.Length; i++)
        {
            foreach (var part in Smaller(step.Parts[i]))
                yield return step with { Parts = [.. step.Parts[..i], part, .. step.Parts[(i + 1)..]] };
        }

        if (step.Merge > 0)
            yield return step with { Merge = 0 };
        if (step.Which > 0)
            yield return step with { Which = 0 };
        if (step.Kind is not (StepKind.Line or StepKind.Event))
            yield return step with { Kind = StepKind.Line, Which = 0, Parts = [], Ways = [] };
    }

    /// <summary>The ways that are left when a step of the flowchart is taken out.</summary>
    private static Way[] Without(ModelStep chart, int gone)
    {
        var count = chart.Parts.Length;
        return [.. chart.Ways.Where(way => way.From % count != gone && way.To % count != gone).Select(way => way with { From = Left(way.From % count), To = Left(way.To % count) })];

        int Left(int index) => index > gone ? index - 1 : index;
    }

    private static Gen<ModelStep> Steps(int depth)
    {
        if (depth == 0)
            return Leaf;
        var inner = Steps(depth - 1);
        var flow = Gen.Frequency((3, inner), (2, Gate));
        return Gen.Frequency(
            (1, Leaf),
            (6, Of(StepKind.Sequence, inner, 0, 5)),
            (6, Gen.Select(flow.Array[1, 6], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 2], (from, to, port) => new Way(from, to, port)).Array[0, 9], Gen.Int[0, 5], Gen.Int[0, 17], (parts, ways, merge, which) => new ModelStep(StepKind.Flowchart, which, merge, parts, ways))),
            (2, Of(StepKind.Parallel, inner, 0, 3)),
            (3, Of(StepKind.Fork, inner, 0, 3)),
            (2, Of(StepKind.If, inner, 0, 2)),
            (1, Of(StepKind.Switch, inner, 2, 3)),
            (2, Of(StepKind.While, inner, 0, 1)),
            (2, Of(StepKind.For, inner, 0, 1)),
            (1, Of(StepKind.ForEach, inner, 0, 1)),
            (1, Of(StepKind.ParallelForEach, inner, 0, 1)));
    }

    private static Gen<ModelStep> Of(StepKind kind, Gen<ModelStep> inner, int fewest, int most) =>
        Gen.Select(inner.Array[fewest, most], Gen.Int[0, 17], Gen.Int[0, 5], (parts, which, merge) => new ModelStep(kind, which, merge, parts, []));
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests.Model;

internal enum StepKind
{
    Line,
    Set,
    Event,
    Delay,
    Task,
    Publish,
    Correlate,
    Child,
    Fault,
    Break,
    End,
    Finish,
    Sequence,
    Flowchart,
    Parallel,
    Fork,
    If,
    Switch,
    While,
    For,
    ForEach,
    ParallelForEach,
    Decision,
    FlowSwitch,
    FlowFork,
    Join,
    Workflow,
}

/// <summary>A way of a flowchart, from the step at one position to the step at another, by one of its ports.</summary>
internal sealed record Way(int From, int To, int Port);

/// <summary>
/// A step of a random workflow. <paramref name="Which"/> chooses among the variants of its kind: the lower, the simpler. The
/// same object is written as JSON for the engine, interpreted by the reference and printed as an outline.
/// </summary>
internal sealed record ModelStep(StepKind Kind, int Which, int Merge, ModelStep[] Parts, Way[] Ways)
{
    internal const int Branch = 3;
    private static readonly string[] MergeModes = ["", "Merge", "Converge", "Cascade", "Race", "Stream"];
    private static readonly int[] Delays = [1, 0, 2, 5];

    public string Id { get; private init; } = "?";

    public string MergeMode => MergeModes[Merge % MergeModes.Length];

    public string EventName => Number("E", Which % 2);

    /// <summary>Whether the payload of the event, or the answer's number, goes into variable c.</summary>
    public bool Keeps => Which % 4 >= 2;

    public TimeSpan Wait => TimeSpan.FromMinutes(Delays[Which % Delays.Length]);

    public bool LeavesWhenOverdue => Which % 2 == 1;

    public string Variable => Which % 3 == 0 ? "a" : Which % 3 == 1 ? "b" : "c";

    public ModelValue Value => new(Which / 3);

    public ModelCondition Condition => new(Which);

    /// <summary>Whether the container has a variable b of its own, which hides the workflow's.</summary>
    public bool HidesB => Which % 4 == 3;

    /// <summary>Whether a fork goes on with its first branch, a switch with its first case, a join with its first path.</summary>
    public bool IsAny => Which % 2 == 1;

    public bool IsLocal => Which % 4 == 1;

    /// <summary>Whether the step waits for the other workflow.</summary>
    public bool WaitsForChild => Which % 2 == 0;

    /// <summary>The ports by which the step may be left in a flowchart.</summary>
    public string[] Ports => Kind switch
    {
        StepKind.Task => ["Yes", "No", "Overdue"],
        StepKind.Decision => ["True", "False"],
        StepKind.FlowSwitch => ["case 0", "case 1", "Default"],
        StepKind.FlowFork => ["left", "right"],
        _ => ["Done"],
    };

    public IEnumerable<(ModelStep From, string Port, ModelStep To)> Connections =>
        Parts.Length == 0 ? [] : Ways.Select(way => (Parts[way.From % Parts.Length], Parts[way.From % Parts.Length].Ports[way.Port % Parts[way.From % Parts.Length].Ports.Length], Parts[way.To % Parts.Length])).Distinct();

    /// <summary>The same steps, each with an id of its own.</summary>
    public ModelStep Named(string prefix)
    {
        var next = 0;
        return Name(this);

        ModelStep Name(ModelStep step)
        {
            var id = Number(prefix, next++);
            return step with { Id = id, Parts = [.. step.Parts.Select(Name)] };
        }
    }

    public IEnumerable<ModelStep> All() => Parts.SelectMany(part => part.All()).Prepend(this);

    public JsonObject ToJson()
    {
        var json = Kind switch
        {
            StepKind.Line => Line(Id, Script($"'{Id} ' + ({Value.ToScript()})")),
            StepKind.Set => Judged.Set(Id, Variable, Script(Value.ToScript())),
            StepKind.Event => Event(Id, EventName),
            StepKind.Delay => Judged.Delay(Id, Wait.ToString("c", CultureInfo.InvariantCulture)),
            StepKind.Task => Step("Frontdesk.UserTask", Id, ("title", Literal("Decide")), ("outcomes", Judged.List("Yes", "No")), ("dueIn", Literal("00:03:00")), ("leaveWhenOverdue", Literal(LeavesWhenOverdue))),
            StepKind.Publish => Step("Elsa.PublishEvent", Id, ("eventName", Literal(EventName)), ("isLocalEvent", Literal(IsLocal)), ("payload", Script(Value.ToScript()))),
            StepKind.Correlate => Step("Elsa.Correlate", Id, ("correlationId", Literal(Number("c", 1 + (Which % 2))))),
            StepKind.Child => Step("Elsa.ExecuteWorkflow", Id, ("workflowDefinitionId", Literal(ModelCase.ChildId)), ("waitForCompletion", Literal(WaitsForChild)), ("correlationId", Literal("c1"))),
            StepKind.Fault => Step("Elsa.Fault", Id, ("message", Literal("stopped"))),
            StepKind.Break => Step("Elsa.Break", Id),
            StepKind.End => Step("Elsa.End", Id),
            StepKind.Finish => Step("Elsa.Finish", Id),
            StepKind.Sequence => Holding("Elsa.Sequence"),
            StepKind.Flowchart => Chart(),
            StepKind.Parallel => Holding("Elsa.Parallel"),
            StepKind.Fork => Step("Elsa.Fork", Id, ("joinMode", IsAny ? "WaitAny" : "WaitAll"), ("branches", Json(Parts))),
            StepKind.If => Step("Elsa.If", Id, ("condition", Script(Condition.ToScript())), ("then", Part(0)), ("else", Part(1))),
            StepKind.Switch => Step("Elsa.Switch", Id, ("mode", Literal(IsAny ? "MatchAny" : "MatchFirst")), ("cases", Cases(withSteps: true)), ("default", Part(2))),
            StepKind.While => Step("Elsa.While", Id, ("condition", Script(Condition.ToScript())), ("body", Part(0))),
            StepKind.For => Step("Elsa.For", Id, ("start", Literal(1)), ("end", Script(Value.ToScript())), ("step", Literal(1)), ("body", Part(0))),
            StepKind.ForEach => Step("Elsa.ForEach", Id, ("items", Script(Items())), ("body", Part(0))),
            StepKind.ParallelForEach => Step("Elsa.ParallelForEach", Id, ("items", Script(Items())), ("body", Part(0))),
            StepKind.Decision => Step("Elsa.FlowDecision", Id, ("condition", Script(Condition.ToScript()))),
            StepKind.FlowSwitch => Step("Elsa.FlowSwitch", Id, ("mode", Literal(IsAny ? "MatchAny" : "MatchFirst")), ("cases", Cases(withSteps: false))),
            StepKind.FlowFork => Step("Elsa.FlowFork", Id, ("branches", Judged.List("left", "right"))),
            StepKind.Join => Step("Elsa.FlowJoin", Id, ("mode", Literal(IsAny ? "WaitAny" : "WaitAll"))),
            _ => throw new InvalidOperationException($"A {Kind} is not written as a step."),
        };
        if (Kind == StepKind.Event && Keeps)
            json["result"] = Judged.Into("c");
        if (MergeMode.Length > 0)
            json["customProperties"] = new JsonObject { ["mergeMode"] = MergeMode };
        return json;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, 1);
        return text.ToString();
    }

    internal static string Number(string text, int number) => string.Create(CultureInfo.InvariantCulture, $"{text}{number}");

    private static JsonObject Line(string id, JsonObject text) => Step("Elsa.WriteLine", id, ("text", text));

    private static JsonArray Json(IEnumerable<ModelStep> steps) => [.. steps.Select(step => (JsonNode)step.ToJson())];

    private JsonObject? Part(int index) => index < Parts.Length ? Parts[index].ToJson() : null;

    private string Items() => $"[{Value.ToScript()}, 5]";

    /// <summary>The cases of a switch: the first holds when the step's condition does, the second when a is 1.</summary>
    private JsonArray Cases(bool withSteps) =>
    [
        new JsonObject { ["label"] = "case 0", ["condition"] = Script(Condition.ToScript())["expression"]!.DeepClone(), ["activity"] = withSteps ? Part(0) : null },
        new JsonObject { ["label"] = "case 1", ["condition"] = Script(ModelCondition.IsOne.ToScript())["expression"]!.DeepClone(), ["activity"] = withSteps ? Part(1) : null },
    ];

    private JsonObject Holding(string type) => new() { ["type"] = type, ["id"] = Id, ["activities"] = Json(Parts), ["variables"] = HidesB && Kind != StepKind.Parallel ? new JsonArray(Given.Variable("b", "Int32", "5")) : [] };

    private JsonObject Chart()
    {
        var json = Holding("Elsa.Flowchart");
        json["start"] = Parts.Length > 0 ? Parts[0].Id : null;
        json["connections"] = new JsonArray([.. Connections.Select(one => (JsonNode)new JsonObject { ["source"] = new JsonObject { ["activity"] = one.From.Id, ["port"] = one.Port }, ["target"] = new JsonObject { ["activity"] = one.To.Id } })]);
        return json;
    }

    private void Write(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(Id).Append(' ').Append(Kind).Append(Detail());
        if (MergeMode.Length > 0)
            text.Append(" merges:").Append(MergeMode);
        foreach (var (from, port, to) in Kind == StepKind.Flowchart ? Connections : [])
            text.Append(' ').Append(from.Id).Append(port == "Done" ? string.Empty : $".{port}").Append("->").Append(to.Id);
        text.AppendLine();
        foreach (var part in Parts)
            part.Write(text, depth + 1);
    }

    private string Detail() => Kind switch
    {
        StepKind.Line => $" '{Value}'",
        StepKind.Set => $" {Variable} = {Value}",
        StepKind.Event => $" {EventName}{(Keeps ? " into c" : string.Empty)}",
        StepKind.Publish => $" {EventName}{(IsLocal ? " to itself" : string.Empty)} with {Value}",
        StepKind.Delay => $" {Wait:c}",
        StepKind.Task => LeavesWhenOverdue ? " due 00:03:00, then leaves" : " due 00:03:00",
        StepKind.Correlate => Number(" c", 1 + (Which % 2)),
        StepKind.Child => WaitsForChild ? " waits" : " goes on",
        StepKind.If or StepKind.While or StepKind.Decision => $" {Condition}",
        StepKind.Switch or StepKind.FlowSwitch => $" {(IsAny ? "every" : "first")} of {Condition}; {ModelCondition.IsOne}",
        StepKind.For => $" 1 to {Value}",
        StepKind.ForEach or StepKind.ParallelForEach => $" {Value}, 5",
        StepKind.Fork or StepKind.Join => IsAny ? " any" : " all",
        StepKind.Sequence or StepKind.Flowchart when HidesB => " with its own b = 5",
        _ => string.Empty,
    };
}

/// <summary>A value that a step computes.</summary>
internal readonly record struct ModelValue(int Which)
{
    private static readonly string[] Texts = ["1", "a", "a + 1", "b", "2", "current"];

    public static implicit operator int(ModelValue value) => value.Which;

    public int Of(Func<string, int?> read) => (Which % Texts.Length) switch
    {
        0 => 1,
        1 => read("a")!.Value,
        2 => read("a")!.Value + 1,
        3 => read("b")!.Value,
        4 => 2,
        _ => read("CurrentValue") ?? 7,
    };

    public string ToScript() => (Which % Texts.Length) switch
    {
        0 => "1",
        1 => "getVariable('a')",
        2 => "getVariable('a') + 1",
        3 => "getVariable('b')",
        4 => "2",
        _ => "(getVariable('CurrentValue') ?? 7)",
    };

    public override string ToString() => Texts[Which % Texts.Length];
}

/// <summary>A condition on the variables.</summary>
internal readonly record struct ModelCondition(int Which)
{
    internal static readonly ModelCondition IsOne = new(1);
    private static readonly string[] Texts = ["a < 2", "a == 1", "b < 2", "c > 0", "a < b"];

    public bool Of(Func<string, int?> read) => (Which % Texts.Length) switch
    {
        0 => read("a") < 2,
        1 => read("a") == 1,
        2 => read("b") < 2,
        3 => read("c") > 0,
        _ => read("a") < read("b"),
    };

    public string ToScript() => (Which % Texts.Length) switch
    {
        0 => "getVariable('a') < 2",
        1 => "getVariable('a') == 1",
        2 => "getVariable('b') < 2",
        3 => "getVariable('c') > 0",
        _ => "getVariable('a') < getVariable('b')",
    };

    public override string ToString() => Texts[Which % Texts.Length];
}

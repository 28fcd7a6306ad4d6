using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class DefinitionDifferenceTests
{
    private static readonly ActivityRegistry Registry = new(typeof(TestPractice).Assembly, Frontdesk.Activities.ActivitiesRegistration.Assembly);

    [Fact]
    public void A_definition_does_not_differ_from_itself() => DoNotDiffer(Recorded.Own());

    [Fact]
    public void A_recorded_definition_does_not_differ_from_itself() => DoNotDiffer(Recorded.All("samples").Concat(Recorded.All("conformance")));

    private static void DoNotDiffer(IEnumerable<(string Where, JsonObject Json)> definitions)
    {
        var samples = definitions.ToList();
        Assert.NotEmpty(samples);
        foreach (var (where, json) in samples)
            Assert.True(Between(new WorkflowDefinition(json), new WorkflowDefinition((JsonObject)json.DeepClone())).Count == 0, where);
    }

    [Fact]
    public void A_step_that_is_new_gone_or_changed_is_told_in_the_designers_words()
    {
        var before = Definition(Sequence("main", Named(Event("w", "Booked"), "Wait"), Line("a", "Hello"), Line("b", "Bye")), variables: new JsonArray(Variable("days", "Int32", "3")));
        var after = Definition(Sequence("main", Named(Event("w", "Moved"), "Wait for a move"), Named(Line("c", "Hello"), "Call"), LineOf("b", "getVariable('days')")), variables: new JsonArray(Variable("days", "Int32", "5")));

        var changes = Between(before, after);

        Assert.Equal(
            ["'Call' is new, in 'main' after 'Wait for a move'.", "'Wait for a move' changed: Event name, Name.", "'a' is gone.", "'b' changed: Text.", "The variable 'days' changed: Starts with."],
            changes.Select(change => change.Sentence).Order(StringComparer.Ordinal));
        Assert.Contains(new ValueChange("Event name", "Booked", "Moved"), changes.Single(change => change.Key == "w").Values);
        Assert.Contains(new ValueChange("Text", "Bye", "JavaScript: getVariable('days')"), changes.Single(change => change.Key == "b").Values);
        Assert.Contains(new ValueChange("Starts with", "3", "5"), changes.Single(change => change.Part == DifferencePart.Variable).Values);
    }

    [Fact]
    public void A_connection_that_leads_elsewhere_is_one_change_and_names_its_port()
    {
        JsonObject[] steps = [Named(Event("w", "Go"), "Wait"), Named(Line("c", "c"), "Close"), Named(Line("k", "k"), "Call")];
        var change = Assert.Single(Between(Definition(Flow(steps, ("w", "Timed out", "c"))), Definition(Flow(steps, ("w", "Timed out", "k")))));
        Assert.Equal("'Wait' by port 'Timed out' now leads to 'Call' instead of 'Close'.", change.Sentence);
    }

    [Fact]
    public void A_step_that_only_stands_elsewhere_on_the_canvas_is_told_apart()
    {
        var (before, after) = (Definition(Flow([At(Line("a", "x"), 10)])), Definition(Flow([At(Line("a", "x"), 90)])));
        Assert.Equal(DifferenceKind.Placed, Assert.Single(Between(before, after)).Kind);
    }

    [Fact]
    public void Steps_in_ports_cases_and_states_are_compared_by_their_id()
    {
        var before = Definition(Sequence("s", With(Step("Elsa.If", "i", ("condition", Literal(true))), "then", Line("t", "yes"))));
        var after = Definition(Sequence("s", With(Step("Elsa.If", "i", ("condition", Literal(true))), "else", Line("t", "no"))));
        var change = Assert.Single(Between(before, after));
        Assert.Equal([new ValueChange("Text", "yes", "no"), new ValueChange("Place", "in 'i', Then", "in 'i', Else")], change.Values);
    }

    [Fact]
    public void Name_description_options_inputs_and_what_is_not_known_are_compared_too()
    {
        var (before, after) = (Definition(Sequence("s")), Definition(Sequence("s"), options: new JsonObject { ["usableAsActivity"] = true }));
        after.Json["description"] = "Says hello";
        after.Json["somethingNew"] = new JsonObject { ["x"] = 1 };
        after.Json["inputs"] = new JsonArray(new JsonObject { ["name"] = "Who", ["type"] = "String" });
        after.Version = 7;
        var changes = Between(before, after);
        Assert.Equal(["Description", "Something new", "Usable as activity"], changes[0].Values.Select(value => value.Name).Order(StringComparer.Ordinal));
        Assert.Equal("The input 'Who' is new.", Assert.Single(changes.Skip(1)).Sentence);
    }

    [Fact]
    public void Random_edits_are_exactly_what_is_told_and_the_other_way_round_is_the_mirror() =>
        Gen.Select(Gen.Int[0, 4].Array[3, 8], Gen.Select(Gen.Int[0, 6], Gen.Int[0, 100]).Array[1, 6]).Sample(
            (shape, edits) =>
            {
                var before = Definition(Tree(shape), variables: new JsonArray(Variable("v", "Int32", "1")));
                var after = before.Copy();
                var expected = new HashSet<(DifferenceKind, DifferencePart, string)>();
                var touched = new HashSet<string>(StringComparer.Ordinal);
                foreach (var ((kind, which), number) in edits.Select((edit, number) => (edit, number)))
                    Edit(after, kind, which, number, touched, expected);

                var there = Between(before, after);
                var back = Between(after, before);

                Assert.Equal(expected.Order(), there.Select(change => (change.Kind, change.Part, change.Key)).Order());
                Assert.Equal(there.Select(Told).Order(StringComparer.Ordinal), back.Select(Mirrored).Select(Told).Order(StringComparer.Ordinal));
                Assert.Empty(Between(after, after.Copy()));
            },
            iter: 400);

    private static string Told(DefinitionChange change) => $"{change.Kind} {change.Part} {change.Key} {string.Join(';', change.Values.Select(v => $"{v.Name}:{v.Old}>{v.New}").Order(StringComparer.Ordinal))}";

    private static DefinitionChange Mirrored(DefinitionChange change) => change with
    {
        Kind = change.Kind switch { DifferenceKind.Added => DifferenceKind.Removed, DifferenceKind.Removed => DifferenceKind.Added, var same => same },
        Values = [.. change.Values.Select(value => new ValueChange(value.Name, value.New, value.Old))],
    };

    /// <summary>A flowchart with lines, waits, sequences and branches in it; step n has the id sn, whatever holds it.</summary>
    private static JsonObject Tree(int[] shape)
    {
        var steps = shape.Select((kind, i) => kind switch
        {
            0 => Event($"s{i}", $"E{i}"),
            1 => Sequence($"s{i}", Line($"s{i}a", "a"), Event($"s{i}b", "b")),
            2 => With(Step("Elsa.If", $"s{i}", ("condition", Script("true"))), "then", Line($"s{i}a", "then")),
            _ => Line($"s{i}", $"line {i}"),
        }).ToArray();
        return Flow(steps, [.. Enumerable.Range(0, steps.Length - 1).Select(i => ($"s{i}", "Done", $"s{i + 1}"))]);
    }

    private static void Edit(WorkflowDefinition definition, int kind, int which, int number, HashSet<string> touched, HashSet<(DifferenceKind, DifferencePart, string)> expected)
    {
        var (steps, connections) = ((JsonArray)definition.Root!["activities"]!, (JsonArray)definition.Root!["connections"]!);
        var step = (JsonObject)steps[which % steps.Count]!;
        var id = step["id"]!.ToString();
        switch (kind)
        {
            case 0:
                steps.Add((JsonNode)Line($"new{number}", "new"));
                expected.Add((DifferenceKind.Added, DifferencePart.Step, $"new{number}"));
                touched.Add($"new{number}");
                break;
            case 1 when touched.Add("c" + id):
                var connection = connections.OfType<JsonObject>().FirstOrDefault(one => one["source"]!["activity"]!.ToString() == id);
                if (connection is null || id.StartsWith("new", StringComparison.Ordinal))
                    break;
                connections.Remove(connection);
                expected.Add((DifferenceKind.Removed, DifferencePart.Connection, $"f/{id}/Done"));
                break;
            case 2 when touched.Add(id):
                step["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = number + 1 } } };
                expected.Add((DifferenceKind.Placed, DifferencePart.Step, id));
                break;
            case 3 when touched.Add(id):
                step["unknown"] = new JsonObject { ["value"] = number };
                expected.Add((DifferenceKind.Changed, DifferencePart.Step, id));
                break;
            case 4 when touched.Add($"v{number}"):
                ((JsonArray)definition.Json["variables"]!).Add((JsonNode)Variable($"v{number}", "String", null));
                expected.Add((DifferenceKind.Added, DifferencePart.Variable, $"/v{number}"));
                break;
            case 5 when touched.Add("name"):
                definition.Name = $"name {number}";
                expected.Add((DifferenceKind.Changed, DifferencePart.Workflow, string.Empty));
                break;
            case 6 when step["then"] is JsonObject inner && touched.Add(inner["id"]!.ToString()):
                inner["text"] = Literal($"other {number}");
                expected.Add((DifferenceKind.Changed, DifferencePart.Step, inner["id"]!.ToString()));
                break;
        }
    }

    private static IReadOnlyList<DefinitionChange> Between(WorkflowDefinition before, WorkflowDefinition after) => DefinitionDifference.Between(before, after, Registry).Changes;

    private static JsonObject Named(JsonObject step, string name)
    {
        step["metadata"] = new JsonObject { ["displayText"] = name };
        return step;
    }

    private static JsonObject At(JsonObject step, int x)
    {
        step["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = x } } };
        return step;
    }

    private static JsonObject With(JsonObject step, string port, JsonObject inner)
    {
        step[port] = inner.DeepClone();
        return step;
    }
}

using System.Text.Json.Nodes;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class ScriptTests
{
    [Fact]
    public async Task A_script_does_not_meet_what_an_earlier_one_declared()
    {
        var lines = await RunAsync(
            LineOf("a", "const x = 1; let y = 1; x + y"),
            LineOf("b", "const x = 2; let y = 2; x + y"),
            JavaScript("c", "var left = 1; function helper() { return 1; }"),
            LineOf("d", "typeof left + ' ' + typeof helper"));
        Assert.Equal(["2", "4", "undefined undefined"], lines);
    }

    [Fact]
    public async Task Each_turn_of_a_loop_may_declare_the_same_names_again() =>
        Assert.Equal(["2", "4", "6"], await RunAsync(Loop("Elsa.ForEach", LineOf("a", "const twice = getVariable('CurrentValue') * 2; twice"), ("items", Script("[1,2,3]")))));

    [Theory]
    [InlineData("toJson = () => 'mine'")]
    [InlineData("globalThis.toJson = () => 'mine'")]
    [InlineData("this.toJson = () => 'mine'")]
    [InlineData("eval(\"toJson = () => 'mine'\")")]
    [InlineData("Object.assign(JSON, { x: 1 }); globalThis['to' + 'Json'] = () => 'mine'")]
    [InlineData("Array.prototype.push = () => 0")]
    [InlineData("[]['const' + 'ructor'].prototype.push = () => 0")]
    public async Task What_a_script_replaces_is_whole_again_for_the_next(string code) =>
        Assert.Equal(["[1]"], await RunAsync(JavaScript("a", code), LineOf("b", "toJson((() => { const list = []; list.push(1); return list })())")));

    [Theory]
    [InlineData("return 'x';", "x")]
    [InlineData("Promise.resolve('p')", "p")]
    [InlineData("(async () => 'q')()", "q")]
    [InlineData("parseGuid('12345678-1234-1234-1234-123456789ABC')", "12345678-1234-1234-1234-123456789abc")]
    [InlineData("stringToBase64('hé')", "aMOp")]
    [InlineData("stringFromBase64('aMOp')", "hé")]
    [InlineData("bytesToString(bytesFromString('hé'))", "hé")]
    [InlineData("bytesToBase64([72, 105])", "SGk=")]
    [InlineData("toJson(bytesFromBase64('SGk='))", "[72,105]")]
    [InlineData("getGuidString().length", "36")]
    [InlineData("/^[A-Za-z0-9]{1,22}$/.test(getShortGuid())", "True")]
    [InlineData("toJson({ name: 'Zoë', none: null })", "{\"name\":\"Zoë\",\"none\":null}")]
    [InlineData("TimeSpan.FromMinutes(90).TotalHours", "1.5")]
    [InlineData("isNullOrEmpty() + ' ' + isNullOrWhiteSpace(' ') + ' ' + isNullOrEmpty(0)", "true true false")]
    [InlineData("typeof eval('getVariable')", "function")]
    public async Task A_script_may_do_what_it_may_in_Elsa(string code, string expected) =>
        Assert.Equal([expected], await RunAsync(LineOf("a", code)));

    [Fact]
    public async Task A_rejected_promise_is_an_incident()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", LineOf("a", "Promise.reject('no')"), Line("b", "after")));
        await practice.StartAsync();
        Assert.Empty(practice.Lines());
        Assert.Equal(["script"], practice.Column("SELECT kind FROM incident"));
    }

    [Fact]
    public async Task What_a_script_changes_in_an_object_of_a_variable_stays_changed()
    {
        var lines = await RunAsync(
            new JsonArray(Variable("visit", "ObjectDictionary", "{\"count\":1,\"notes\":[\"a\"]}"), Variable("list", "Object", null)),
            JavaScript("a", "variables.visit.count = 5; variables.visit.notes.push('b'); variables.list = [1]"),
            JavaScript("b", "var visit = getVariable('visit'); visit.seen = true; variables.list.push(2)"),
            LineOf("c", "toJson(variables.visit) + toJson(getList())"));
        Assert.Equal(["{\"count\":5,\"notes\":[\"a\",\"b\"],\"seen\":true}[1,2]"], lines);
    }

    [Fact]
    public async Task The_shorthand_functions_spell_names_as_Elsa_does() =>
        Assert.Equal(["3 4"], await RunAsync(new JsonArray(Variable("my_count", "Int32", "3"), Variable("other", "Int32", "3")), LineOf("a", "setOther(getMyCount() + 1); getMyCount() + ' ' + getOther()")));

    [Fact]
    public async Task The_last_result_and_the_output_of_a_step_are_known_with_and_without_its_name() =>
        Assert.Equal(["42 42 42"], await RunAsync(JavaScript("a", "42"), LineOf("b", "getOutputFrom('a') + ' ' + getOutputFrom('a', 'Result') + ' ' + getLastResult()")));

    [Fact]
    public async Task A_name_that_a_script_makes_up_belongs_to_the_nearest_container() =>
        Assert.Equal(["1", "null"], await RunAsync(Sequence("inner", JavaScript("a", "setVariable('fresh', 1)"), LineOf("b", "getVariable('fresh')")), LineOf("c", "'' + getVariable('fresh')")));

    [Fact]
    public async Task A_script_that_chooses_no_outcome_at_all_is_followed_by_nothing()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Flow([JavaScript("a", "setOutcomes([])"), Line("b", "done")], ("a", "Done", "b")), Line("c", "after")));
        await practice.StartAsync();
        Assert.Equal(["after"], practice.Lines());
    }

    private static JsonObject JavaScript(string id, string code) => Step("Elsa.RunJavaScript", id, ("script", Literal(code)));

    private static JsonObject Loop(string type, JsonObject body, params (string, JsonNode?)[] inputs) => Step(type, "loop", [.. inputs, ("body", body)]);

    private static Task<List<string>> RunAsync(params JsonObject[] steps) => RunAsync([], steps);

    private static async Task<List<string>> RunAsync(JsonArray variables, params JsonObject[] steps)
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", steps), variables: variables);
        await practice.StartAsync();
        Assert.Empty(practice.Column("SELECT message FROM incident"));
        return practice.Lines();
    }
}

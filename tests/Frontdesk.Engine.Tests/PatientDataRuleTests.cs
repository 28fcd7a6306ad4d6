using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

public sealed class PatientDataRuleTests
{
    private const string Code = "patient-data-in-message";

    private static readonly JsonArray Variables =
        [Variable("BirthDate", "String", null), Variable("A", "String", null), Variable("B", "String", null), Variable("Filled", "Object", null), Variable("VisitTime", "String", null), Variable("Template", "String", null)];

    [Theory]
    [InlineData("JavaScript", "getVariable('BirthDate')")]
    [InlineData("JavaScript", "getBirthDate()")]
    [InlineData("JavaScript", "variables['BirthDate']")]
    [InlineData("JavaScript", "`Hello ${getInput('PatientName')}`")]
    [InlineData("JavaScript", "getInput('Patient').lastName")]
    [InlineData("JavaScript", "getInput('Report').resultValue")]
    [InlineData("JavaScript", "(read => read('BirthDate'))(getVariable)")]
    [InlineData("Liquid", "Born {{ Variables.BirthDate }}")]
    [InlineData("Liquid", "{% if Input.Diagnosis %}Come in{% endif %}")]
    [InlineData("Liquid", "{{ Input['first_name'] }}")]
    [InlineData("Liquid", "{{ Input.Report.findings | upcase }}")]
    public void A_message_that_names_something_about_a_patient_is_refused(string type, string text) => Assert.Equal([Code], Codes(type, text));

    [Theory]
    [InlineData("JavaScript", "'See you at ' + getVariable('VisitTime')")]
    [InlineData("Liquid", "See you at {{ Variables.VisitTime }}, {{ Input.PracticeName }}")]
    [InlineData("Literal", "Please call us.")]
    public void Practice_time_and_call_back_may_be_said(string type, string text) => Assert.Empty(Codes(type, text));

    [Fact]
    public void What_flows_through_variables_is_followed()
    {
        var problem = Problem(
            Sequence("s", Set("one", "A", Script("'Hello ' + getInput('FullName')")), Set("two", "B", Liquid("{{ Variables.A }}!")), Send("JavaScript", "getVariable('B')")),
            Variables);

        Assert.Equal((ProblemSeverity.Error, Code, "send"), (problem.Severity, problem.Code, problem.ActivityId));
        Assert.Contains("the input 'FullName', by way of 'B' and 'A'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("setVariable('B', getInput('Ssn'))")]
    [InlineData("variables.B = getInput('Ssn')")]
    [InlineData("setB(getInput('Ssn'))")]
    public void What_a_script_puts_into_a_variable_is_followed(string script) =>
        Assert.Equal([$"{Code} send"], Says(Sequence("s", Step("Elsa.RunJavaScript", "run", ("script", Literal(script))), Send("JavaScript", "getVariable('B')")), Variables));

    [Fact]
    public void What_a_person_filled_in_stays_out_of_messages()
    {
        var task = Task("ask");
        task["result"] = Into("Filled");
        task["name"] = "Ask";

        Assert.Equal([$"{Code} send"], Says(Sequence("s", task, Send("JavaScript", "getVariable('Filled').note")), Variables));
        Assert.Equal([$"{Code} send"], Says(Sequence("s", task, Send("JavaScript", "getOutputFrom('Ask', 'Result').note")), Variables));
        Assert.Empty(Says(Sequence("s", task, Send("JavaScript", "getOutputFrom('Ask', 'Outcome')")), Variables));
    }

    [Fact]
    public void The_template_of_a_message_is_not_chosen_by_what_is_known_about_a_patient()
    {
        var tell = Tell("tell", Literal("a"));
        tell["template"] = Of("Template");

        Assert.DoesNotContain($"{Code} tell", Says(Sequence("s", Set("set", "Template", Literal("referral-answered")), tell), Variables));
        Assert.Contains($"{Code} tell", Says(Sequence("s", Set("set", "Template", Script("getInput('Diagnosis') ? 'a' : 'b'")), tell), Variables));
    }

    [Fact]
    public void Patient_data_in_a_web_request_is_told_of()
    {
        var problem = Problem(Sequence("s", Step("Elsa.SendHttpRequest", "call", ("url", Literal("https://insurer.example/")), ("content", Script("({ member: getVariable('BirthDate') })")))), Variables);

        Assert.Equal((ProblemSeverity.Warning, Code), (problem.Severity, problem.Code));
    }

    private static string[] Codes(string type, string text) =>
        [.. Judged.Problems(Definition(Send(type, text), variables: Variables)).Select(problem => problem.Code)];

    private static JsonObject Send(string type, string text)
    {
        var send = Step("Test.SendsUnasked", "send", ("words", new JsonObject { ["expression"] = new JsonObject { ["type"] = type, ["value"] = text } }));
        var sending = Flow([Step("Test.SeesWhetherItMayLeave", "see"), send], ("see", "May leave", "send"));
        sending["id"] = "sending";
        return sending;
    }
}

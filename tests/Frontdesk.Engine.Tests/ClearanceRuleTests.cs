using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

/// <summary>A step that sends to a person and leaves it to the steps before it whether it may.</summary>
[Activity("Test", "Test", "Sends without asking.")]
[Sends(Audience.Person)]
public sealed class SendsUnasked : CodeActivity
{
    /// <summary>The words.</summary>
    [Input]
    [MessageText]
    public Input<string> Words { get; set; } = new();
}

/// <summary>A step that sees whether a message may leave.</summary>
[Activity("Test", "Test", "Sees whether a message may leave.")]
[FlowNode("May leave", "Must not")]
[Clears(Frontdesk.Activities.Safety.Clearance.Permission, "May leave")]
public sealed class SeesWhetherItMayLeave : CodeActivity;

public sealed class ClearanceRuleTests
{
    private const string Approval = "result-without-approval";
    private const string Permission = "message-without-permission";

    [Fact]
    public void Nobody_is_told_about_a_result_without_an_approval()
    {
        var problem = Problem(Sequence("s", Line("first", "x"), Tell("tell", Literal("a"), "Result")));

        Assert.Equal((ProblemSeverity.Error, Approval, "tell"), (problem.Severity, problem.Code, problem.ActivityId));
        Assert.Contains("the path 'first' → 'tell' has no approval in it", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Literal", "Referral", false)]
    [InlineData("JavaScript", "'Referral'", false)]
    [InlineData("JavaScript", "'Result'", true)]
    [InlineData("JavaScript", "getInput('Topic')", true)]
    [InlineData("Liquid", "{{ Input.Topic }}", true)]
    [InlineData("Liquid", "Referral", false)]
    public void A_topic_that_may_be_a_result_is_one(string type, string topic, bool isRefused)
    {
        var tell = Tell("tell", Literal("a"));
        tell["topic"] = new JsonObject { ["expression"] = new JsonObject { ["type"] = type, ["value"] = topic } };

        Assert.Equal(isRefused ? [$"{Approval} tell"] : [], Says(Sequence("s", tell)));
    }

    [Theory]
    [InlineData("Frontdesk.TellPatient")]
    [InlineData("Frontdesk.AnswerText")]
    [InlineData("Frontdesk.AddReminder")]
    [InlineData("Frontdesk.PlanNotice")]
    public void Words_about_a_result_are_refused_where_nothing_sees_to_the_approval(string type)
    {
        var step = Step(type, "step", ("template", Literal("result-message-waits")));
        foreach (var name in (string[])["patient", "step", "to", "inReplyTo", "rule", "before", "appointment"])
            step[name] = Literal("x");

        Assert.Contains($"{Approval} step", Says(Sequence("s", step)));
        step["template"] = Literal("booked");
        Assert.DoesNotContain($"{Approval} step", Says(Sequence("s", step)));
    }

    [Fact]
    public void Words_that_are_computed_for_a_referral_are_a_warning()
    {
        var tell = Tell("tell", Literal("a"));
        tell["template"] = Script("getInput('Template')");

        var problem = Problem(Sequence("s", tell));
        Assert.Equal((ProblemSeverity.Warning, Approval), (problem.Severity, problem.Code));
    }

    [Theory]
    [InlineData("Frontdesk.OpenResultPage", "Open", "Not approved")]
    [InlineData("Frontdesk.ApplyStandingOrder", "Covered", "Ask the provider")]
    [InlineData("Frontdesk.WaitForResult", "Message due", "Review")]
    public void A_port_that_the_records_open_only_after_an_approval_leads_to_the_patient_and_the_others_do_not(string type, string yes, string no)
    {
        Assert.Empty(Says(Flow([Step(type, "gate"), Tell("tell", Literal("a"), "Result")], ("gate", yes, "tell"))));
        Assert.Equal([$"{Approval} tell"], Says(Flow([Step(type, "gate"), Tell("tell", Literal("a"), "Result")], ("gate", no, "tell"))));
    }

    [Fact]
    public void An_approval_is_lost_where_the_records_say_that_there_is_none_any_more() =>
        Assert.Equal(
            [$"{Approval} tell"],
            Says(Flow([Step("Frontdesk.OpenResultPage", "page"), Step("Frontdesk.AskProviderAgain", "anew"), Tell("tell", Literal("a"), "Result")], ("page", "Open", "anew"), ("anew", "Done", "tell"))));

    [Fact]
    public void A_way_around_the_gate_by_a_trigger_in_the_middle_is_found() =>
        Assert.Equal(
            [$"{Approval} tell"],
            Says(Flow([Step("Frontdesk.OpenResultPage", "page"), Event("trigger", "Go").CanStart(), Tell("tell", Literal("a"), "Result")], ("page", "Open", "tell"), ("trigger", "Done", "tell"))));

    [Fact]
    public void A_branch_beside_the_gate_is_a_way_around_it() =>
        Assert.Equal(
            [$"{Approval} tell"],
            Says(Flow([Start(), Step("Frontdesk.OpenResultPage", "page"), Line("beside", "x"), Tell("tell", Literal("a"), "Result")], ("start", "Done", "page"), ("start", "Done", "beside"), ("page", "Open", "tell"), ("beside", "Done", "tell"))));

    [Theory]
    [InlineData("provider", "medical-director", "Approve", true)]
    [InlineData("provider", "medical-director", "Standard words", true)]
    [InlineData("provider", "medical-director", "Keep it back", false)]
    [InlineData("front-desk", "medical-director", "Approve", false)]
    [InlineData("provider", "office-manager", "Approve", false)]
    public void A_providers_approving_answer_to_a_task_is_an_approval(string role, string escalation, string outcome, bool isApproval)
    {
        var task = Task("ask", "08:00:00", outcome, "No");
        task["candidateRoles"] = List(role);
        task["escalateTo"] = Literal(escalation);

        Assert.Equal(isApproval ? [] : [$"{Approval} tell"], Says(Flow([task, Tell("tell", Literal("a"), "Result")], ("ask", outcome, "tell"))));
    }

    [Fact]
    public void Who_was_looked_up_as_the_one_who_decides_is_a_provider()
    {
        JsonObject Asked(JsonObject users)
        {
            var task = Task("ask", "08:00:00", "Approve");
            task["candidateUsers"] = users;
            task["escalateTo"] = Literal("medical-director");
            return Flow([Step("Frontdesk.FindWhoDecides", "who", ("users", Into("Users"))), task, Tell("tell", Literal("a"), "Result")], ("who", "Done", "ask"), ("ask", "Approve", "tell"));
        }

        Assert.Empty(Says(Asked(Of("Users")), [Variable("Users", "Object", null)]));
        Assert.Equal([$"{Approval} tell"], Says(Asked(Literal("somebody")), [Variable("Users", "Object", null)]));
    }

    [Fact]
    public void What_a_provider_directed_is_recorded_before_it_counts()
    {
        JsonObject Recorded(string outcome, string port) => Flow(
            [Step("Frontdesk.RecordDecision", "record", ("outcome", Literal(outcome)), ("resultVersion", Literal(1)), ("by", Literal("dr"))), Tell("tell", Literal("a"), "Result")],
            ("record", port, "tell"));

        Assert.Empty(Says(Recorded("ApproveTemplate", "Recorded")));
        Assert.Equal([$"{Approval} tell"], Says(Recorded("Hold", "Recorded")));
        Assert.Equal([$"{Approval} tell"], Says(Recorded("ApproveTemplate", "Not possible")));
    }

    [Fact]
    public void A_workflow_used_as_a_step_is_looked_into()
    {
        var used = Definition(Flow([Step("Frontdesk.OpenResultPage", "page")]), "used", options: new JsonObject { ["usableAsActivity"] = true });
        var teller = Definition(Sequence("s", Tell("tell", Literal("a"), "Result")), "teller", options: new JsonObject { ["usableAsActivity"] = true });
        JsonObject Use(string id) => new() { ["type"] = id, ["id"] = id, ["workflowDefinitionId"] = id };

        Assert.Equal([$"{Approval} tell"], Says(Sequence("s", Use("used"), Use("teller")), others: [used, teller]));
        Assert.Equal([$"{Approval} tell"], Says(Flow([Start(), Use("teller")], ("start", "Done", "teller")), others: [teller]));
        Assert.Empty(Says(Flow([Step("Frontdesk.OpenResultPage", "page"), Use("teller")], ("page", "Open", "teller")), others: [teller]));
    }

    [Fact]
    public void A_message_that_minds_nothing_is_led_to_by_a_step_that_does()
    {
        var unasked = Step("Test.SendsUnasked", "send", ("words", Literal("Please call us.")));

        Assert.Equal([$"{Permission} send"], Says(Sequence("s", unasked)));
        Assert.Empty(Says(Flow([Step("Test.SeesWhetherItMayLeave", "see"), unasked], ("see", "May leave", "send"))));
        Assert.Equal([$"{Permission} send"], Says(Flow([Step("Test.SeesWhetherItMayLeave", "see"), unasked], ("see", "Must not", "send"))));
    }

    [Theory]
    [InlineData("sendFrom", "0:00")]
    [InlineData("sendFrom", "7:59")]
    [InlineData("sendUntil", "21:01")]
    [InlineData("sendUntil", "midnight")]
    [InlineData("capPerDay", 0)]
    public void No_setting_switches_sending_hours_or_caps_off(string input, object value)
    {
        var tell = Tell("tell", Literal("a"));
        tell[input] = Literal(value);

        Assert.Equal([$"{Permission} tell"], Says(Sequence("s", tell)));
    }

    [Fact]
    public void Settings_are_seen_in_scripts_and_in_what_another_workflow_is_given()
    {
        var tell = Tell("tell", Literal("a"));
        tell["sendFrom"] = Script("'6:00'");
        Assert.Equal([$"{Permission} tell"], Says(Sequence("s", tell)));
        Assert.Equal([$"{Permission} child"], Says(Sequence("s", Step("Elsa.DispatchWorkflow", "child", ("workflowDefinitionId", Literal("other")), ("input", Script("({ Patient: getInput('Patient'), CapPerDay: 0 })"))))));
    }

    [Theory]
    [InlineData("sendFrom", "8:00")]
    [InlineData("sendUntil", "21:00")]
    [InlineData("capPerDay", 2)]
    public void What_the_law_allows_is_the_managers_to_choose(string input, object value)
    {
        var tell = Tell("tell", Literal("a"));
        tell[input] = Literal(value);

        Assert.Empty(Says(Sequence("s", tell)));
    }

    [Theory]
    [InlineData("Literal", "https://api.twilio.com/Messages.json", ProblemSeverity.Error)]
    [InlineData("JavaScript", "'https://api.twilio.com/' + getInput('Path')", ProblemSeverity.Error)]
    [InlineData("JavaScript", "getInput('Address')", ProblemSeverity.Warning)]
    public void A_web_request_is_no_way_around(string type, string address, ProblemSeverity severity)
    {
        var problem = Problem(Sequence("s", Step("Elsa.SendHttpRequest", "call", ("url", new JsonObject { ["expression"] = new JsonObject { ["type"] = type, ["value"] = address } }))));

        Assert.Equal((severity, Permission, "call"), (problem.Severity, problem.Code, problem.ActivityId));
    }

    [Fact]
    public void A_web_request_to_a_known_address_is_fine() =>
        Assert.Empty(Says(Sequence("s", Step("Elsa.SendHttpRequest", "call", ("url", Literal("https://supplier.example/stock"))))));
}

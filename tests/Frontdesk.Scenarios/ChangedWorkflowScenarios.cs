using System.Text.Json.Nodes;

namespace Frontdesk.Scenarios;

/// <summary>A manager changes a shipped workflow so that a rule no longer holds: the publication names the rule and the step.</summary>
public sealed class ChangedWorkflowScenarios
{
    [Fact]
    public void Without_the_step_that_reads_the_approval_no_patient_is_texted_about_a_result()
    {
        var refusal = new ChangedWorkflow("tell-about-result").Without("Check", "Yes", "Page").With("Check", "Yes", "Text").Problems()
            .Where(problem => problem.Code == "result-without-approval").ToList();

        Assert.Equal(["Text the patient", "E-mail the patient"], refusal.Select(problem => problem.ActivityName));
        Assert.Contains("'Still wanted?' by 'Yes' → 'Text the patient'", refusal[0].Message, StringComparison.Ordinal);
        Assert.Contains("Open the page", refusal[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_that_says_not_approved_leads_to_no_message()
    {
        var refusal = new ChangedWorkflow("tell-about-result").Without("Page", "Not approved", "EndOfPage").With("Page", "Not approved", "Mail").Problems()
            .First(problem => problem.Code == "result-without-approval");

        Assert.Equal("E-mail the patient", refusal.ActivityName);
        Assert.Contains("'Open the secure page' by 'Not approved' → 'E-mail the patient'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_about_a_referral_that_becomes_one_about_a_result_needs_an_approval() =>
        Assert.Equal(
            ["result-without-approval Tell the patient that an answer is here", "result-without-approval Or by e-mail"],
            new ChangedWorkflow("referral-inform").Set("Tell", "topic", "Literal", "Result").Set("TellByEmail", "topic", "JavaScript", "getInput('Topic')").Problems().Select(problem => $"{problem.Code} {problem.ActivityName}"));

    [Theory]
    [InlineData("SendFrom", "0:00")]
    [InlineData("SendUntil", "24:00:00")]
    [InlineData("SendUntil", "23:00")]
    [InlineData("CapPerDay", "0")]
    public void No_variable_lets_messages_leave_at_night_or_without_end(string variable, string value)
    {
        var problems = new ChangedWorkflow("tell-about-result").SetVariable(variable, value).Problems();
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal("message-without-permission", problem.Code));
    }

    [Fact]
    public void Reminders_need_consent_for_texts() =>
        Assert.Contains(new ChangedWorkflow("appointment-reminders").SetVariable("TextsNeedConsent", "false").Problems(), problem => problem is { Code: "message-without-permission", ActivityName: "Check everything again and send" });

    [Fact]
    public void A_web_request_to_a_company_that_sends_texts_is_no_way_around_consent()
    {
        var request = new JsonObject { ["id"] = "Sms", ["type"] = "Elsa.FlowSendHttpRequest", ["name"] = "Sms", ["metadata"] = new JsonObject { ["displayText"] = "Send a text" } };
        var refusal = new ChangedWorkflow("undelivered-messages").With(request).Set("Sms", "url", "Literal", "https://api.twilio.com/2010-04-01/Messages.json").With("Undelivered", "Done", "Sms").Refusal();

        Assert.Equal(("message-without-permission", "Send a text"), (refusal.Code, refusal.ActivityName));
    }

    [Theory]
    [InlineData("find-another-time", "Open", "Done", "Agree", "The visit was moved")]
    [InlineData("call-about-result", "Check", "Yes", "Call", "Something happened to the result")]
    [InlineData("review-result", "Check", "Yes", "Who", "Something happened to the result")]
    [InlineData("result-notification", "Wait", "Over", "End", "A message did not arrive")]
    [InlineData("order-not-collected", "Record", "Done", "End", "Something happened to the order")]
    [InlineData("referral-outreach", "Nobody", "Done", "End", "The referral is over")]
    public void A_wait_for_an_event_needs_the_branch_that_ends_it(string workflow, string from, string port, string to, string step) =>
        Assert.Contains(new ChangedWorkflow(workflow).Without(from, port, to).Problems(), problem => problem.Code == "wait-without-deadline" && problem.ActivityName == step);

    [Theory]
    [InlineData("cycle-count")]
    [InlineData("expiry-watch")]
    [InlineData("supply-alerts")]
    public void A_step_that_both_branches_share_stands_back_while_the_other_branch_waits(string workflow) =>
        Assert.Contains(
            new ChangedWorkflow(workflow).Without("Read", "Closed", "EndElsewhere").With("Read", "Closed", "EndGone").Problems(),
            problem => problem is { Code: "wait-without-deadline", ActivityId: "Gone" });

    [Fact]
    public void A_wait_for_another_workflow_needs_that_one_to_end()
    {
        var child = new ChangedWorkflow("order-not-reported").Without("Record", "Done", "End");

        var refusal = new ChangedWorkflow("overdue-orders").Refusal(child);

        Assert.Equal(("wait-without-deadline", "Ask the laboratory"), (refusal.Code, refusal.ActivityName));
    }

    [Fact]
    public void A_refusal_is_not_asked_again_without_a_person_in_between()
    {
        var refusal = new ChangedWorkflow("match-result").Without("Match", "Not possible", "Find").With("Match", "Not possible", "Match").Refusal();

        Assert.Equal(("loop-without-wait", "Match it"), (refusal.Code, refusal.ActivityName));
    }

    [Fact]
    public void A_message_that_comes_round_again_is_named_anew()
    {
        var refusal = new ChangedWorkflow("referral-outreach").Without("WaitAnswer", "Due", "Nobody").With("WaitAnswer", "Due", "FirstText").Problems()
            .First(problem => problem.Code == "effect-repeated");

        Assert.Equal("First attempt: a text", refusal.ActivityName);
        Assert.Contains("'Step'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JavaScript", "getVariable('Diagnosis')")]
    [InlineData("JavaScript", "variables.Diagnosis")]
    [InlineData("JavaScript", "getInput('Patient').birthDate")]
    [InlineData("JavaScript", "getVariable(getInput('Key'))")]
    [InlineData("Liquid", "{{ Variables.Diagnosis }}")]
    [InlineData("Liquid", "Hello {{ Input.PatientName }}")]
    [InlineData("Variable", "Diagnosis")]
    public void Nothing_about_a_patient_is_written_into_a_text(string type, string expression)
    {
        var refusal = new ChangedWorkflow("tell-about-result").Declare("Diagnosis").Set("Text", "template", type, expression).Refusal();

        Assert.Equal(("patient-data-in-message", "Text the patient"), (refusal.Code, refusal.ActivityName));
    }
}

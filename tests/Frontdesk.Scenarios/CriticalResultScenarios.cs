using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using NodaTime;
using static Frontdesk.Scenarios.ResultPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>Critical values within the hour, by the clock on the wall, day and night (domain.md §3).</summary>
public sealed class CriticalResultScenarios
{
    [Fact]
    public async Task A_critical_value_climbs_the_ladder_at_0_15_30_45_and_60_minutes()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)));
        Assert.Equal(["lee"], practice.AskedFor("Critical result: read it now"));
        await practice.UntilAsync(At(3, 2, 10, 15));
        Assert.Equal(["lee"], practice.AskedFor("Critical result: second call"));
        await practice.UntilAsync(At(3, 2, 10, 30));
        Assert.Equal(["lee", "okafor"], practice.AskedFor("Critical result: nobody has answered"));
        await practice.UntilAsync(At(3, 2, 10, 45));
        Assert.Equal(["lee", "marsh", "okafor"], practice.AskedFor("Critical result: the medical director is asked"));
        await practice.UntilAsync(At(3, 2, 11));
        Assert.Contains("Incident: a critical result has had no answer for an hour", await practice.TitlesAsync());
        Assert.Contains("Call a patient about a critical result now", await practice.TitlesAsync());

        await practice.DoneAsync("Call a patient about a critical result now", "Patient told", "nina");
        var result = await practice.ResultAsync(id);
        Assert.Equal((1, ResultState.AwaitingProvider, "nina"), (result.InformedVersion, result.State, result.CriticalKnownBy!.Value.Value));
        Assert.Contains("Decide about a result", await practice.TitlesAsync());
        Assert.Empty(practice.Messages);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_critical_value_on_Friday_at_17_00_with_the_provider_away_goes_to_whoever_acts_and_does_not_wait_for_Monday()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 6, 17));
        await practice.StaffAsync("lee", lee => lee.GoAway(new OutOfOffice(practice.Now - Duration.FromHours(2), practice.Now + Duration.FromDays(9), null, "leave")));
        await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)));
        Assert.Equal(["okafor"], practice.AskedFor("Critical result: read it now"));
        await practice.UntilAsync(At(3, 6, 17, 50));
        Assert.Equal(["marsh", "okafor"], practice.AskedFor("Critical result: the medical director is asked"));
        await practice.DoneAsync("Critical result: the medical director is asked", "Known", "marsh");
        await practice.UntilAsync(At(3, 6, 19));
        Assert.Equal(["Decide about a result"], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData(6.9, "Critical")]
    [InlineData(5.6, "Clinical")]
    [InlineData(4.2, "None")]
    public async Task Every_task_about_a_result_says_what_harm_a_delay_can_do_so_that_a_critical_one_stands_first(double value, string safety)
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value((decimal)value)));
        await practice.UntilAsync(At(3, 2, 11, 1));
        Assert.Equal([safety], practice.Column("SELECT DISTINCT details ->> 'safety' FROM user_task"));
        await practice.DecideAsync("ClinicianCalls");
        Assert.Equal([safety], practice.Column("SELECT DISTINCT details ->> 'safety' FROM user_task"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_provider_who_decides_has_answered()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(2.5m)));
        await practice.DecideAsync("ClinicianCalls");
        Assert.Equal(["Tell a patient a result by voice"], await practice.TitlesAsync());
        await practice.DoneAsync("Tell a patient a result by voice", "Patient told", "nina");
        Assert.Equal((ResultState.Closed, "nina"), ((await practice.ResultAsync(id)).State, (await practice.ResultAsync(id)).AcknowledgedBy));
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_critical_or_sensitive_result_is_told_by_voice_only()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(records =>
        {
            var rule = new TestRule(Id, Hiv, "HIV");
            rule.Protect();
            rule.Expect("Non-reactive");
            records.Add(rule);
            records.Add(new StandingOrder(Id, Lee, Hiv, practice.Now, practice.Now + Duration.FromDays(90)));
            return ValueTask.CompletedTask;
        });
        await practice.ReceiveAsync(practice.Report(new Observation(Hiv, "", ObservationStatus.Final, practice.Now) { Text = "Non-reactive" }));
        await practice.DecideAsync("ApproveTemplate");
        Assert.Contains("is told by a clinician's voice only", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.DecideAsync("Visit");
        await practice.UntilAsync(At(3, 20, 9));
        Assert.Empty(practice.Messages);
        Assert.Contains("Tell a patient a result by voice", await practice.TitlesAsync());
        Assert.Contains("Post a letter", await practice.TitlesAsync());
    }

    [Fact]
    public async Task A_result_that_is_corrected_into_a_critical_one_begins_the_ladder_also_after_it_was_closed()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        practice.AssertNothingRuns();
        await practice.ReceiveAsync(practice.Report(practice.Value(7.1m, status: ObservationStatus.Corrected)));
        Assert.Equal(["Critical result: read it now", "Decide about a result"], (await practice.TitlesAsync()).Order());
    }

    [Fact]
    public async Task A_correction_keeps_the_clock_of_a_ladder_under_way_and_begins_another_after_an_answer()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)));
        await practice.UntilAsync(At(3, 2, 10, 40));
        await practice.ReceiveAsync(practice.Report(practice.Value(7.0m, status: ObservationStatus.Corrected)));
        await practice.UntilAsync(At(3, 2, 10, 46));
        Assert.Single(practice.Column("SELECT id FROM user_task WHERE title = 'Critical result: read it now'"));
        await practice.DoneAsync("Critical result: the medical director is asked", "Known", "marsh");

        await practice.UntilAsync(At(3, 2, 11));
        await practice.ReceiveAsync(practice.Report(practice.Value(7.2m, status: ObservationStatus.Corrected)));
        Assert.Contains("Critical result: read it now", await practice.TitlesAsync());
        await practice.UntilAsync(At(3, 2, 12));
        Assert.Contains("Incident: a critical result has had no answer for an hour", await practice.TitlesAsync());
    }

    [Fact]
    public async Task A_critical_value_of_nobody_known_still_reaches_the_provider()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)) with { About = new NamedPatient([], new Domain.PersonName("R", "Diaz")) });
        Assert.Equal(["Critical result: read it now", "Find whose a result is"], (await practice.TitlesAsync()).Order());
    }

    [Fact]
    public async Task The_ladder_goes_on_after_a_restart()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 22));
        await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)));
        for (var minute = 5; minute < 60; minute += 10)
        {
            await practice.RestartAsync();
            await practice.UntilAsync(At(3, 2, 22, minute));
        }

        await practice.RestartAsync();
        await practice.UntilAsync(At(3, 2, 23));
        Assert.Contains("Incident: a critical result has had no answer for an hour", await practice.TitlesAsync());
        Assert.Single(practice.Column("SELECT id FROM user_task WHERE title = 'Critical result: read it now'"));
    }

    [Fact]
    public async Task After_an_outage_of_the_laboratory_200_results_come_at_once_and_the_critical_ones_come_first()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        for (var i = 0; i < 200; i++)
        {
            var value = i % 40 == 7 ? 6.9m : i % 5 == 0 ? 5.6m : 4.2m;
            await practice.ReceiveAsync(practice.Report(practice.Value(value)) with { FillerOrder = $"F-{i}" });
        }

        Assert.Equal(["200"], practice.Column("SELECT count(*) FROM diagnostic_result WHERE state = 'AwaitingProvider'"));
        Assert.Equal(["200"], practice.Column("SELECT count(*) FROM user_task WHERE title = 'Decide about a result' AND state = 'ready'"));
        var first = practice.Column("SELECT title FROM user_task WHERE state = 'ready' ORDER BY priority, created_at, id LIMIT 10");
        Assert.Equal(5, first.Take(5).Count(title => title == "Critical result: read it now"));
        var severities = practice.Column("SELECT r.severity FROM user_task t JOIN diagnostic_result r ON t.details LIKE '%result/' || r.id || '%' WHERE t.title = 'Decide about a result' ORDER BY t.priority, t.created_at, t.id");
        Assert.Equal(["Critical", "Abnormal", "Normal"], severities.Distinct());
        practice.AssertHealthy();
    }
}

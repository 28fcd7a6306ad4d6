using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using static Frontdesk.Scenarios.ResultPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>What staff hear of an attempt after it was made: the post and the patient answer when they like (domain.md §3).</summary>
public sealed class ResultAnswerScenarios
{
    private const string ByVoice = "Tell a patient a result by voice";

    [Fact]
    public async Task A_patient_who_calls_because_of_the_letter_knows_and_no_certified_letter_follows()
    {
        await using var practice = await PostedAsync("ApproveTemplate", "Call a patient: a message waits", "sam");
        await practice.UntilAsync(At(3, 9, 11));
        await HearAsync(practice, ContactKind.Letter, ContactOutcome.Reached, "sam");
        var result = await practice.ResultAsync(IdOf());
        Assert.Equal((ResultState.Closed, "letter"), (result.State, result.AcknowledgedBy));
        await practice.UntilAsync(At(4, 20, 11));
        Assert.Empty(await practice.TasksAsync());
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_patient_who_calls_because_of_the_letter_and_wants_a_clinician_is_called_by_one()
    {
        await using var practice = await PostedAsync("ApproveTemplate", "Call a patient: a message waits", "sam");
        await practice.UntilAsync(At(3, 9, 11));
        await HearAsync(practice, ContactKind.Letter, ContactOutcome.WantsClinician, "sam");
        Assert.Contains(ByVoice, await practice.TitlesAsync());
        await practice.DoneAsync(ByVoice, "Patient told", "nina");
        Assert.Equal(ResultState.Closed, (await practice.ResultAsync(IdOf())).State);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_letter_that_only_asks_for_a_call_makes_nobody_know_before_a_clinician_told_them()
    {
        await using var practice = await PostedAsync("ClinicianCalls", ByVoice, "nina");
        await practice.UntilAsync(At(3, 9, 11));
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.Letter, ContactOutcome.Reached, "sam"));
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.ClinicianCall, ContactOutcome.Reached, "sam"));
        Assert.Equal(ResultState.ClinicianCalling, (await practice.ResultAsync(IdOf())).State);

        await HearAsync(practice, ContactKind.ClinicianCall, ContactOutcome.Reached, "nina");
        var result = await practice.ResultAsync(IdOf());
        Assert.Equal((ResultState.Closed, "nina"), (result.State, result.AcknowledgedBy));
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task Nothing_is_heard_of_a_letter_that_was_not_posted_or_belongs_to_an_earlier_direction()
    {
        await using var practice = await UncalledAsync("ApproveTemplate", "Call a patient: a message waits", "sam");
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.Letter, ContactOutcome.Reached, "sam"));
        await practice.DoneAsync("Post a letter", "Posted", "sam");
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.Letter, ContactOutcome.NotReached, "sam"));
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.Letter, ContactOutcome.Reached, "nobody"));

        await practice.ReceiveAsync(practice.Report(practice.Value(5.9m, status: ObservationStatus.Corrected)));
        await practice.DecideAsync("ApproveTemplate");
        await Assert.ThrowsAsync<DomainRuleException>(() => HearAsync(practice, ContactKind.Letter, ContactOutcome.Reached, "sam"));
        Assert.Equal(ResultState.Notifying, (await practice.ResultAsync(IdOf())).State);
        practice.AssertHealthy();
    }

    private static ResultId IdOf() => ResultIntake.IdOf("quest", "F-1");

    /// <summary>Everybody was called in vain and the letter is to be posted.</summary>
    private static async Task<TestPractice> UncalledAsync(string direction, string call, string caller)
    {
        var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync(direction);
        for (var day = 2; day <= 6; day++)
        {
            await practice.UntilAsync(At(3, day, 11));
            if ((await practice.TitlesAsync()).Contains(call))
                await practice.DoneAsync(call, "Not reached", caller);
        }

        Assert.Contains("Post a letter", await practice.TitlesAsync());
        return practice;
    }

    private static async Task<TestPractice> PostedAsync(string direction, string call, string caller)
    {
        var practice = await UncalledAsync(direction, call, caller);
        await practice.DoneAsync("Post a letter", "Posted", "sam");
        return practice;
    }

    private static Task HearAsync(TestPractice practice, ContactKind kind, ContactOutcome outcome, string by) => practice.DoAsync(async records =>
    {
        var result = (await records.FindResultAsync(IdOf()))!;
        await new ResultDesk(records).HearAsync(result.Id, result.Contacts.First(contact => contact.Kind == kind).Key, outcome, new StaffId(by), practice.Now);
    });
}

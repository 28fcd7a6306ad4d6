using System.Text.Json.Nodes;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Tasks;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>How a referral ends without a report, and who may end it (domain.md §1).</summary>
public sealed class ReferralEndScenarios
{
    private const string Call = "Call a patient to arrange a specialist's visit";

    [Fact]
    public async Task A_patient_who_does_not_want_a_routine_referral_ends_it_with_a_word_to_the_front_desk()
    {
        await using var practice = await CalledAsync(ReferralUrgency.Routine);
        await practice.AnswerAsync(Call, "Does not want it");
        Assert.Equal(ReferralStatus.PatientDeclined, await practice.StatusAsync());
        Assert.Empty(await practice.TitlesAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_patient_who_does_not_want_an_urgent_referral_is_left_to_the_provider()
    {
        await using var practice = await CalledAsync(ReferralUrgency.Urgent);
        await practice.AnswerAsync(Call, "Does not want it");
        Assert.False(ReferralStatusTable.IsOver(await practice.StatusAsync()));
        await Assert.ThrowsAsync<TaskRefusedException>(() => practice.AnswerAsync("does not want an urgent referral", "Does not want it"));
        await practice.AnswerAsync("does not want an urgent referral", "Does not want it", "lee");
        Assert.Equal(ReferralStatus.PatientDeclined, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_routine_referral_whose_authorization_ran_out_expires_and_can_be_taken_up_again()
    {
        await using var practice = await RanOutAsync(ReferralUrgency.Routine);
        await practice.AnswerAsync("Blocked", "Close as expired");
        Assert.Equal(ReferralStatus.Expired, await practice.StatusAsync());
        Assert.Empty(await practice.TitlesAsync());
        practice.Practice.AssertHealthy();

        await practice.ChangeAsync(referral => referral.Reopen("lee", practice.Practice.Now));
        Assert.False(ReferralStatusTable.IsOver(await practice.StatusAsync()));
    }

    [Fact]
    public async Task An_urgent_referral_that_the_front_desk_would_end_is_asked_of_the_provider_instead()
    {
        await using var practice = await RanOutAsync(ReferralUrgency.Urgent);
        await practice.AnswerAsync("Blocked", "Close as expired");
        Assert.False(ReferralStatusTable.IsOver(await practice.StatusAsync()));
        await Assert.ThrowsAsync<TaskRefusedException>(() => practice.AnswerAsync("Blocked", "Close as expired"));
        await practice.AnswerAsync("Blocked", "Close as expired", "lee");
        Assert.Equal(ReferralStatus.Expired, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    // The payer's word ends before the date that the specialist gave.
    private static async Task<ReferralPractice> RanOutAsync(ReferralUrgency urgency)
    {
        var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(urgency: urgency, also: request => request with { NeedsAuthorization = true });
        await practice.AnswerAsync("Get the payer's authorization", "Approved", form: new JsonObject { ["number"] = "AUTH-9", ["validUntil"] = "2026-03-20" });
        await practice.SayAsync(SpecialistWord.Date, when: At(3, 25, 9));
        return practice;
    }

    // The specialist accepted, and the front desk has the patient on the phone.
    private static async Task<ReferralPractice> CalledAsync(ReferralUrgency urgency)
    {
        var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(urgency: urgency);
        await practice.SayAsync(SpecialistWord.Accept);
        for (var hour = 0; !(await practice.TitlesAsync()).Contains(Call); hour++)
        {
            Assert.True(hour < 72, "Nobody is asked to call the patient.");
            await practice.Practice.UntilAsync(At(3, 2 + (hour / 24), hour % 24, 59));
        }

        return practice;
    }
}

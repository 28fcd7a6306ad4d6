using Frontdesk.Domain.Scheduling;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

public sealed class ReminderScenarios
{
    [Fact]
    public async Task A_visit_is_announced_and_reminded_of_three_days_and_one_day_ahead()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 14, 30), At(3, 29, 14, 30)], practice.Messages.Select(message => message.At));
        Assert.All(practice.Messages, message => Assert.Equal("+16175550123", message.To));
        practice.AssertHealthy();
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
    }
}

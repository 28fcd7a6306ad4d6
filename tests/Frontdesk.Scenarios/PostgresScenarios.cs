using Frontdesk.Domain;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>The same process on PostgreSQL: engine and domain commit together there too.</summary>
public sealed class PostgresScenarios(PostgresCluster cluster)
{
    [Fact]
    public async Task On_PostgreSQL_a_visit_is_announced_reminded_of_confirmed_moved_and_called_off()
    {
        await using var practice = await OpenAsync(At(3, 16, 10), await cluster.CreateDatabaseAsync());
        await practice.PatientAsync(also: patient => patient.AddEmail(EmailAddress.Parse("rosa@example.org")));
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 27, 15));
        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 14, 30)], practice.Messages.Select(message => message.At));

        await practice.RestartAsync();
        await practice.TextAsync("YES");
        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);

        await practice.MoveAsync(At(4, 6, 9, 30));
        await practice.TextAsync("Cancel");
        Assert.Single(await practice.TasksAsync());
        await practice.AnswerTaskAsync("Called off");
        Assert.Equal(AppointmentStatus.Cancelled, (await practice.FindVisitAsync())!.Status);
        Assert.All(await practice.RemindersAsync(), reminder => Assert.False(ReminderStateTable.IsPending(reminder.State)));
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        practice.AssertHealthy();
    }
}

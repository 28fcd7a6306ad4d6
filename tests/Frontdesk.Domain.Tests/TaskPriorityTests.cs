using CsCheck;
using Frontdesk.Domain.Tasks;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>Safety before a patient who is present, before the deadline, before age; and nothing starves (domain.md §5).</summary>
public sealed class TaskPriorityTests
{
    private static readonly Instant Now = Given.At(3, 2, 10);

    private static readonly Gen<TaskFacts> Tasks =
        from safety in Gen.Int[0, 3]
        from present in Gen.Bool
        from urgency in Gen.Int[50, 900]
        from age in Gen.Int[0, 60 * 24 * 60]
        from left in Gen.Int[-40 * 24 * 60, 20 * 24 * 60]
        from hasDue in Gen.Bool
        select new TaskFacts(safety, present, urgency, Now - Duration.FromMinutes(age), hasDue ? Now + Duration.FromMinutes(left) : null);

    [Fact]
    public void A_higher_safety_class_always_comes_first() =>
        Gen.Select(Tasks, Tasks).Sample((one, other) => one.Safety <= other.Safety || Score(one) > Score(other));

    [Fact]
    public void Of_the_same_safety_a_present_patient_comes_before_a_deadline_unless_a_task_starves() =>
        Gen.Select(Tasks, Tasks).Sample((one, other) =>
            one.Safety != other.Safety || !one.PatientPresent || other.PatientPresent || IsStarving(other) || Score(one) > Score(other));

    [Fact]
    public void A_task_that_starves_comes_before_everything_but_safety() =>
        Gen.Select(Tasks, Tasks).Sample((one, other) => !IsStarving(one) || IsStarving(other) || one.Safety < other.Safety || Score(one) > Score(other));

    [Fact]
    public void Waiting_longer_never_moves_a_task_down() =>
        Gen.Select(Tasks, Gen.Int[0, 100_000]).Sample((task, minutes) => Score(task, Now + Duration.FromMinutes(minutes)) >= Score(task) - 1e-6);

    [Fact]
    public void A_task_put_aside_comes_last_until_its_time()
    {
        var parked = new TaskFacts(3, PatientPresent: true, 100, Now, ParkedUntil: Now + Duration.FromHours(1));
        Assert.True(Score(parked) < Score(new TaskFacts(0, PatientPresent: false, 500, Now)));
        Assert.Equal("Put aside", Assert.Single(TaskPriority.Of(parked, Now).Reasons));
        Assert.True(Score(parked, Now + Duration.FromHours(1)) > 3_000_000);
    }

    [Fact]
    public void The_reasons_say_why_weightiest_first()
    {
        var task = new TaskFacts(2, PatientPresent: true, 100, Now - Duration.FromDays(3), Now - Duration.FromHours(3));
        Assert.Equal(["Harm within a day", "The patient is here", "Overdue by 3 hours", "Urgent", "Waits for 3 days"], TaskPriority.Of(task, Now).Reasons);
        Assert.Equal(["75 % of its time is used"], TaskPriority.Of(new TaskFacts(0, PatientPresent: false, 500, Now - Duration.FromHours(3), Now + Duration.FromHours(1)), Now).Reasons);
        Assert.Empty(TaskPriority.Of(new TaskFacts(0, PatientPresent: false, 500, Now), Now).Reasons);
    }

    private static bool IsStarving(TaskFacts task) => task.DueAt is { } due && Now - due >= TaskPriority.Starving;

    private static double Score(TaskFacts task, Instant? at = null) => TaskPriority.Of(task, at ?? Now).Score;
}

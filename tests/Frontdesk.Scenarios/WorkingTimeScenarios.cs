using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Engine.Outbox;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>What the front desk has to do is late by the practice's own hours (domain.md §0 rule 10).</summary>
public sealed class WorkingTimeScenarios
{
    [Fact]
    public async Task A_call_that_comes_up_on_friday_afternoon_is_due_on_monday()
    {
        await using var practice = await OpenAsync(At(3, 20, 16, 20));
        practice.Carrier = _ => new OutboxOutcome(OutboxState.Failed, Code: "30006", Reason: "landline");
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30)); // The notice leaves at 16:30 and finds a landline: somebody has to call.
        await practice.UntilAsync(At(3, 20, 17));

        Assert.Equal("Call about a visit", Assert.Single(await practice.TasksAsync()).Title);
        Assert.Equal(At(3, 23, 15, 30), Due(practice));
        await practice.UntilAsync(At(3, 23, 15));
        Assert.Equal(["300"], practice.Column("SELECT priority FROM user_task WHERE state = 'ready'"));
        await practice.UntilAsync(At(3, 23, 16));
        Assert.Equal(["150"], practice.Column("SELECT priority FROM user_task WHERE state = 'ready'"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_holiday_and_lunch_breaks_give_the_front_desk_more_time()
    {
        await using var practice = await OpenAsync(At(3, 20, 16, 20));
        await practice.DoAsync(async records =>
        {
            var location = (await records.FindLocationAsync(new LocationId("main")))!;
            location.Open([.. Enumerable.Range(1, 5).SelectMany(day => new[] { Hours(day, 8, 12), Hours(day, 13, 17) })]);
            location.Observe([new Holiday(new LocalDate(2026, 3, 23), "closed")]);
        });
        await practice.PatientAsync();
        await practice.UntilAsync(At(3, 20, 16, 30));
        await practice.TextAsync("May I bring my dog?");

        Assert.Equal(At(3, 24, 16, 30), Due(practice));
    }

    [Fact]
    public async Task The_location_that_is_open_longest_counts()
    {
        await using var practice = await OpenAsync(At(3, 20, 16, 20));
        await practice.DoAsync(records =>
        {
            var satellite = new Location(TestPractice.Id, new LocationId("branch"), "Branch", "America/New_York", PhoneNumber.Parse("(617) 555-0101"));
            satellite.Open([Hours(3, 9, 12)]);
            records.Add(satellite);
            return ValueTask.CompletedTask;
        });
        await practice.PatientAsync();
        await practice.UntilAsync(At(3, 20, 16, 30));
        await practice.TextAsync("May I bring my dog?");

        Assert.Equal(At(3, 23, 15, 30), Due(practice));
    }

    private static OpeningHours Hours(int day, int from, int until) => new((IsoDayOfWeek)day, new LocalTime(from, 0), new LocalTime(until, 0));

    private static LocalDateTime Due(TestPractice practice) =>
        Instant.FromUnixTimeMilliseconds(long.Parse(Assert.Single(practice.Column("SELECT due_at FROM user_task WHERE state = 'ready'")), System.Globalization.CultureInfo.InvariantCulture))
            .InZone(NewYork).LocalDateTime;
}

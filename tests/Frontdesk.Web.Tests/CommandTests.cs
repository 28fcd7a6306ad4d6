using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>What the desk and programs may do with appointments, on both databases.</summary>
public sealed class CommandTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_visit_goes_from_booking_to_its_end(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var booked = await clinic.BookAsync("p1", clinic.ComingAt(9));

        var confirmed = await clinic.Commands.ConfirmAsync(booked.Id, new ConfirmAppointment(1), "k1", Stop);
        var moved = await clinic.Commands.RescheduleAsync(booked.Id, new RescheduleAppointment(clinic.ComingAt(11), 1, "ortiz"), "k2", Stop);
        var arrived = await clinic.Commands.MarkAsync(booked.Id, new MarkAppointment(VisitMark.Arrived, 2), "k3", Stop);
        var checkedIn = await clinic.Commands.MarkAsync(booked.Id, new MarkAppointment(VisitMark.CheckedIn, 2), "k4", Stop);
        var seen = await clinic.Commands.MarkAsync(booked.Id, new MarkAppointment(VisitMark.Fulfilled, 2), "k5", Stop);
        var late = await clinic.Commands.CancelAsync(booked.Id, new CancelAppointment("patient", 2), "k6", Stop);

        Assert.Equal(("booked", true), (confirmed.Result!.State, confirmed.Result.IsConfirmed));
        Assert.Equal(("booked", false, 2, "Samuel Ortiz", clinic.ComingAt(11)), (moved.Result!.State, moved.Result.IsConfirmed, moved.Result.Version, moved.Result.Practitioner, moved.Result.Start));
        Assert.Equal(["arrived", "checked-in", "fulfilled"], new[] { arrived, checkedIn, seen }.Select(one => one.Result!.State));
        Assert.Equal(Refusal.Conflict, late.Refusal);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task The_same_key_books_once_and_another_command_under_it_is_refused(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var command = new BookAppointment("p1", "weiss", "elm", "follow-up", clinic.ComingAt(9));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => clinic.Commands.BookAsync(command, "order-1", Stop)));
        var other = await clinic.Commands.BookAsync(command with { PatientId = "p2" }, "order-1", Stop);

        Assert.Single(answers.Select(answer => answer.Result!.Id).Distinct());
        Assert.Equal(1, (await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery()), Stop)).Total);
        Assert.Equal(Refusal.KeyReused, other.Refusal);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_slot_that_cannot_be_had_is_refused_with_every_reason_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.BookAsync("p1", clinic.ComingAt(9));

        async Task<Outcome<AppointmentRow>> TryAsync(DateTimeOffset start, string patient = "p2", int? minutes = null, string key = "k") =>
            await clinic.Commands.BookAsync(new BookAppointment(patient, "weiss", "elm", "follow-up", start, minutes), key, Stop);
        var taken = await TryAsync(clinic.ComingAt(9, 10));
        var closed = await TryAsync(clinic.ComingAt(22));
        var past = await TryAsync(clinic.Now.AddDays(-400));
        var nobody = await TryAsync(clinic.ComingAt(10), "nobody");
        var nonsense = await TryAsync(clinic.ComingAt(10), "not an id!");
        var endless = await TryAsync(clinic.ComingAt(10), minutes: 5000);
        var free = await TryAsync(clinic.ComingAt(9, 20));

        Assert.Equal((Refusal.Conflict, "start", "Hannah Weiß has another visit then."), (taken.Refusal, taken.Problems[0].Field, taken.Problems[0].Message));
        Assert.Equal((Refusal.Conflict, "Elm Street office is closed for some of that time."), (closed.Refusal, closed.Problems[0].Message));
        Assert.Equal((Refusal.Invalid, "start"), (past.Refusal, past.Problems[0].Field));
        Assert.Equal((Refusal.Invalid, "patientId"), (nobody.Refusal, nobody.Problems[0].Field));
        Assert.Equal((Refusal.Invalid, "patientId"), (nonsense.Refusal, nonsense.Problems[0].Field));
        Assert.Equal((Refusal.Invalid, "durationMinutes"), (endless.Refusal, endless.Problems[0].Field));
        Assert.NotNull(free.Result);
        Assert.Equal(2, (await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery()), Stop)).Total);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_stale_version_an_unknown_reason_and_an_early_no_show_are_refused(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var booked = await clinic.BookAsync("p1", clinic.ComingAt(9));
        await clinic.Commands.RescheduleAsync(booked.Id, new RescheduleAppointment(clinic.ComingAt(10), 1), "k1", Stop);

        var stale = await clinic.Commands.ConfirmAsync(booked.Id, new ConfirmAppointment(1), "k2", Stop);
        var reason = await clinic.Commands.CancelAsync(booked.Id, new CancelAppointment("rain", 2), "k3", Stop);
        var early = await clinic.Commands.MarkAsync(booked.Id, new MarkAppointment(VisitMark.NoShow, 2), "k4", Stop);
        var missing = await clinic.Commands.ConfirmAsync("none", new ConfirmAppointment(1), "k5", Stop);

        Assert.Equal((Refusal.Conflict, "version"), (stale.Refusal, stale.Problems[0].Field));
        Assert.Equal((Refusal.Invalid, "reason"), (reason.Refusal, reason.Problems[0].Field));
        Assert.Equal(Refusal.Conflict, early.Refusal);
        Assert.Equal(Refusal.NotFound, missing.Refusal);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Free_times_leave_out_what_is_taken_and_say_why(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var moving = await clinic.BookAsync("p1", clinic.ComingAt(9));
        await clinic.BookAsync("p2", clinic.ComingAt(10));

        var day = DateOnly.FromDateTime(clinic.ComingAt(9).Date);
        var slots = await clinic.Reader.FindSlotsAsync(moving.Id, day, Stop);
        var sunday = Enumerable.Range(1, 7).Select(i => day.AddDays(i)).First(date => date.DayOfWeek == DayOfWeek.Sunday);
        var closed = await clinic.Reader.FindSlotsAsync(moving.Id, sunday, Stop);

        Assert.Equal(clinic.ComingAt(8), slots!.Free[0]);
        Assert.DoesNotContain(clinic.ComingAt(10), slots.Free);
        Assert.DoesNotContain(clinic.ComingAt(9, 45), slots.Free);
        Assert.Contains(clinic.ComingAt(9, 15), slots.Free);
        Assert.DoesNotContain(clinic.ComingAt(9), slots.Free);
        Assert.Equal(["Hannah Weiß has another visit then."], slots.Refusals);
        Assert.Equal((0, "Elm Street office is closed on that day."), (closed!.Free.Count, closed.Refusals.Single()));
        Assert.Null(await clinic.Reader.FindSlotsAsync("none", day, Stop));
        Assert.All(slots.Free, start => Assert.True(start < clinic.ComingAt(17)));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Free_times_of_a_new_visit_show_what_is_taken_and_why_a_wanted_time_cannot_be_had(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.BookAsync("p1", clinic.ComingAt(9, 5));
        var query = new SlotQuery("weiss", "elm", "follow-up", DateOnly.FromDateTime(clinic.ComingAt(9).Date), new TimeOnly(9, 10));

        var taken = await clinic.Reader.FindSlotsAsync(query, Stop);
        var closed = await clinic.Reader.FindSlotsAsync(query with { Time = new TimeOnly(22, 0) }, Stop);
        var free = await clinic.Reader.FindSlotsAsync(query with { PractitionerId = "ortiz" }, Stop);

        Assert.Equal((clinic.ComingAt(9, 5), clinic.ComingAt(9, 25)), (taken!.Taken.Single().Start, taken.Taken.Single().End));
        Assert.Equal((clinic.ComingAt(9, 10), "Hannah Weiß has another visit then."), (taken.Wanted, taken.WhyNotWanted.Single()));
        Assert.Contains(clinic.ComingAt(9, 25), taken.Free);
        Assert.DoesNotContain(clinic.ComingAt(9, 15), taken.Free);
        Assert.Equal(["Elm Street office is closed for some of that time."], closed!.WhyNotWanted);
        Assert.Equal((0, 0), (free!.WhyNotWanted.Count, free.Taken.Count));
        Assert.Null(await clinic.Reader.FindSlotsAsync(query with { PractitionerId = "nobody" }, Stop));
        Assert.Null(await clinic.Reader.FindSlotsAsync(query with { VisitTypeId = "not an id!" }, Stop));
    }
}

using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class AppointmentTests
{
    private static readonly LocalDateTime Start = new(2026, 3, 10, 9, 30);
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly Resource Room = new(ResourceKind.Room, "r1");
    private static readonly Resource Device = new(ResourceKind.Device, "ekg");

    [Fact]
    public void A_moved_visit_is_a_new_version_that_nobody_has_confirmed()
    {
        var visit = Given.Appointment(Start, Now);
        visit.Confirm(1, Now);
        visit.TakeEvents();

        visit.Reschedule(PracticeTime.At(Start.PlusDays(2), Given.NewYork), Now);

        Assert.Equal(2, visit.Version);
        Assert.False(visit.IsConfirmed);
        var moved = Assert.IsType<AppointmentRescheduled>(Assert.Single(visit.Events));
        Assert.Equal((1, 2, Given.At(3, 12, 9, 30)), (moved.OldVersion, moved.NewVersion, moved.Start));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void A_yes_to_another_version_than_the_one_that_counts_is_refused(int version)
    {
        var visit = Given.Appointment(Start, Now);
        visit.Reschedule(PracticeTime.At(Start.PlusDays(2), Given.NewYork), Now);
        Assert.Equal("appointment-version", Assert.Throws<DomainRuleException>(() => visit.Confirm(version, Now)).Rule);
        Assert.False(visit.IsConfirmed);
    }

    [Fact]
    public void A_second_yes_to_the_same_version_changes_nothing()
    {
        var visit = Given.Appointment(Start, Now);
        visit.Confirm(1, Now);
        visit.TakeEvents();
        visit.Confirm(1, Now + Duration.FromHours(1));
        Assert.Equal(Now, visit.ConfirmedAt);
        Assert.Empty(visit.Events);
    }

    [Theory, InlineData(0), InlineData(25 * 60)]
    public void A_refused_move_leaves_version_confirmation_and_bookings_as_they_were(int minutes)
    {
        var visit = Given.Appointment(Start, Now);
        visit.Confirm(1, Now);
        visit.TakeEvents();

        var refusal = Assert.Throws<DomainRuleException>(() => visit.Reschedule(PracticeTime.At(Start.PlusDays(2), Given.NewYork), Now, Duration.FromMinutes(minutes)));

        Assert.Equal("visit-duration", refusal.Rule);
        Assert.Equal((1, true, Given.At(3, 10, 9, 30)), (visit.Version, visit.IsConfirmed, visit.Start));
        Assert.All(visit.Bookings, booking => Assert.True(booking.IsActive));
        Assert.Empty(visit.Events);
    }

    [Fact]
    public void A_visit_that_lasts_no_time_cannot_be_booked() =>
        Assert.Equal("visit-duration", Assert.Throws<DomainRuleException>(() => Appointment.Book(Given.Request(Start) with { Duration = Duration.Zero }, Now)).Rule);

    [Fact]
    public void Same_day_is_judged_by_the_clock_on_the_wall_of_the_location()
    {
        // 23:30 in New York on the 9th is already the 10th in UTC.
        Assert.False(Given.Appointment(Start, Given.At(3, 9, 23, 30)).IsSameDay);
        Assert.True(Given.Appointment(Start, Given.At(3, 10, 0, 5)).IsSameDay);
    }

    [Fact]
    public void Moving_a_visit_judges_same_day_again()
    {
        var visit = Given.Appointment(Start, Given.At(3, 10, 8));
        visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Given.At(3, 10, 8, 5));
        Assert.False(visit.IsSameDay);
        visit.Reschedule(PracticeTime.At(Start.PlusHours(5), Given.NewYork), Given.At(3, 10, 8, 10));
        Assert.True(visit.IsSameDay);
        Assert.Equal(Given.At(3, 10, 8, 10), visit.BookedAt);
    }

    [Fact]
    public void A_proposal_is_not_booked_and_holds_nothing()
    {
        var visit = Appointment.Propose(Given.Request(Start), Now);
        Assert.Null(visit.BookedAt);
        Assert.All(visit.Bookings, booking => Assert.False(booking.IsActive));
        Assert.IsType<AppointmentProposed>(Assert.Single(visit.Events));
    }

    [Fact]
    public void A_booked_visit_holds_its_practitioner_and_every_resource_once()
    {
        var visit = Appointment.Book(Given.Request(Start) with { Resources = [Room, Device, Room] }, Now);
        Assert.Equal(["Room r1", "Device ekg", "Practitioner dr-lee"], visit.Bookings.Select(booking => booking.Resource.ToString()));
        Assert.All(visit.Bookings, booking => Assert.True(booking.IsActive));
    }

    [Fact]
    public void A_visit_that_moves_to_another_practitioner_lets_the_first_go_and_keeps_its_room()
    {
        var visit = Appointment.Book(Given.Request(Start) with { Resources = [Room] }, Now);
        visit.Reschedule(PracticeTime.At(Start, Given.NewYork), Now, practitioner: new PractitionerId("dr-kim"));
        Assert.Equal(["Room r1", "Practitioner dr-kim"], visit.Bookings.Where(booking => booking.IsActive).Select(booking => booking.Resource.ToString()));
    }

    [Fact]
    public void A_visit_that_moves_back_holds_its_old_room_again_in_the_new_version()
    {
        var visit = Appointment.Book(Given.Request(Start) with { Resources = [Room] }, Now);
        visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Now, resources: [Device]);
        visit.Reschedule(PracticeTime.At(Start.PlusDays(2), Given.NewYork), Now, resources: [Room]);
        var room = Assert.Single(visit.Bookings, booking => booking.Resource == Room);
        Assert.Equal((true, 3, Given.At(3, 12, 9, 30)), (room.IsActive, room.AppointmentVersion, room.Start));
        Assert.False(Assert.Single(visit.Bookings, booking => booking.Resource == Device).IsActive);
    }

    [Fact]
    public void A_cancelled_visit_frees_what_it_held_and_keeps_the_reason()
    {
        var visit = Given.Appointment(Start, Now);
        visit.Cancel(CancellationReason.PractitionerAway, Now);
        Assert.All(visit.Bookings, booking => Assert.False(booking.IsActive));
        Assert.Equal(CancellationReason.PractitionerAway, visit.CancellationReason);
        Assert.Equal(CancellationReason.PractitionerAway, Assert.IsType<AppointmentCancelled>(visit.Events[^1]).Reason);
    }

    [Fact]
    public void Nobody_has_missed_a_visit_that_has_not_begun()
    {
        var visit = Given.Appointment(Start, Now);
        Assert.Equal("no-show-early", Assert.Throws<DomainRuleException>(() => visit.MarkNoShow(visit.Start - Duration.FromSeconds(1))).Rule);
        visit.MarkNoShow(visit.Start);
        Assert.Equal(AppointmentStatus.NoShow, visit.Status);
    }

    [Fact]
    public void A_patient_who_comes_after_all_gets_the_slot_back()
    {
        var visit = Given.Appointment(Start, Now);
        visit.MarkNoShow(visit.Start);
        Assert.All(visit.Bookings, booking => Assert.False(booking.IsActive));
        visit.Arrive(visit.Start + Duration.FromMinutes(10));
        Assert.All(visit.Bookings, booking => Assert.True(booking.IsActive));
    }

    [Fact]
    public void A_visit_is_upcoming_while_it_is_booked_or_pending_and_lies_ahead()
    {
        var visit = Given.Appointment(Start, Now);
        Assert.True(visit.IsUpcoming(visit.Start - Duration.FromSeconds(1)));
        Assert.False(visit.IsUpcoming(visit.Start));
        visit.Cancel(CancellationReason.Patient, Now);
        Assert.False(visit.IsUpcoming(Now));
        Assert.False(Appointment.Propose(Given.Request(Start), Now).IsUpcoming(Now));
    }

    [Fact]
    public void A_visit_across_the_spring_change_keeps_its_wall_time_and_its_length()
    {
        var visit = Given.Appointment(new LocalDateTime(2026, 3, 8, 2, 30), Now);
        Assert.Equal(new LocalDateTime(2026, 3, 8, 3, 30), visit.LocalStart);
        Assert.Equal(visit.LocalStart, visit.StartsAt.Local);
        Assert.Equal(Duration.FromMinutes(20), visit.End - visit.Start);
    }
}

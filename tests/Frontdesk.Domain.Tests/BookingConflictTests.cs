using CsCheck;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class BookingConflictTests
{
    private static readonly LocalDateTime Tuesday = new(2026, 3, 10, 9, 30);
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly Resource Doctor = new(ResourceKind.Practitioner, "dr-lee");

    [Fact]
    public void A_free_slot_in_opening_hours_has_nothing_against_it() =>
        Assert.Empty(Find(Given.At(3, 10, 9, 30)));

    [Fact]
    public void Every_reason_against_a_slot_is_named_at_once()
    {
        var doctor = Given.Practitioner();
        doctor.GoAway(new Absence(Given.At(2, 28, 0), Given.At(3, 2, 0), "leave"), Now);
        var taken = Given.Appointment(new LocalDateTime(2026, 3, 1, 9, 30), Now);

        var found = Find(Given.At(3, 1, 9, 40), taken.Bookings, doctor);

        Assert.Equal([SlotRefusal.InThePast, SlotRefusal.LocationClosed, SlotRefusal.PractitionerAway, SlotRefusal.ResourceTaken], found.Select(conflict => conflict.Reason));
        Assert.Equal((Doctor, new AppointmentId("apt-1")), (found[3].Resource, found[3].Appointment));
        Assert.All(found, conflict => Assert.EndsWith(".", conflict.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(found, conflict => conflict.Message.Contains("pat-1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_visit_that_is_being_moved_does_not_stand_in_its_own_way()
    {
        var visit = Given.Appointment(Tuesday, Now);
        Assert.Single(Find(Given.At(3, 10, 9, 40), visit.Bookings));
        Assert.Empty(Find(Given.At(3, 10, 9, 40), visit.Bookings, moving: visit.Id));
    }

    [Fact]
    public void A_cancelled_visit_takes_nothing()
    {
        var visit = Given.Appointment(Tuesday, Now);
        visit.Cancel(CancellationReason.Patient, Now);
        Assert.Empty(Find(Given.At(3, 10, 9, 30), visit.Bookings));
    }

    [Fact]
    public void Another_practitioner_is_free_at_the_same_time()
    {
        var other = Appointment.Book(Given.Request(Tuesday, practitioner: "dr-kim"), Now);
        Assert.Empty(Find(Given.At(3, 10, 9, 30), other.Bookings));
    }

    [Fact]
    public void Two_visits_conflict_exactly_when_they_share_a_minute() =>
        Gen.Select(Gen.Int[0, 180], Gen.Int[1, 60], Gen.Int[0, 180], Gen.Int[1, 60]).Sample((firstAt, firstLasts, secondAt, secondLasts) =>
        {
            var opens = new LocalDateTime(2026, 3, 10, 9, 0);
            var first = Appointment.Book(Given.Request(opens.PlusMinutes(firstAt)) with { Duration = Duration.FromMinutes(firstLasts) }, Now);
            var start = Given.At(3, 10, 9) + Duration.FromMinutes(secondAt);
            var found = BookingConflict.Find(start, Duration.FromMinutes(secondLasts), [Doctor], first.Bookings, Given.Location(), Given.Practitioner(), Now);
            var shared = Enumerable.Range(firstAt, firstLasts).Intersect(Enumerable.Range(secondAt, secondLasts)).Any();
            return shared == (found.Count == 1) && found.All(conflict => conflict.Reason == SlotRefusal.ResourceTaken);
        });

    [Fact]
    public void An_absence_touches_a_slot_that_shares_a_moment_and_not_one_that_begins_when_it_ends()
    {
        var doctor = Given.Practitioner();
        var absence = new Absence(Given.At(3, 10, 10), Given.At(3, 10, 11), "meeting");
        doctor.GoAway(absence, Now);
        Assert.Empty(Find(Given.At(3, 10, 9, 40), doctor: doctor));
        Assert.Single(Find(Given.At(3, 10, 9, 41), doctor: doctor));
        Assert.Single(Find(Given.At(3, 10, 10, 59), doctor: doctor));
        Assert.Empty(Find(Given.At(3, 10, 11), doctor: doctor));
        doctor.ComeBack(absence);
        Assert.Empty(Find(Given.At(3, 10, 10, 30), doctor: doctor));
        var away = Assert.IsType<PractitionerAway>(Assert.Single(doctor.Events));
        Assert.Equal((absence.Start, absence.End, "dr-lee"), (away.From, away.Until, away.SubjectId));
    }

    [Fact]
    public void An_absence_ends_after_it_starts() =>
        Assert.Equal("absence-order", Assert.Throws<DomainRuleException>(() => new Absence(Now, Now, "none")).Rule);

    private static IReadOnlyList<BookingConflict> Find(Instant start, IReadOnlyList<Booking>? existing = null, Practitioner? doctor = null, AppointmentId? moving = null) =>
        BookingConflict.Find(start, Duration.FromMinutes(20), [Doctor], existing ?? [], Given.Location(), doctor ?? Given.Practitioner(), Now, moving);
}

using CsCheck;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class AppointmentStatusTests
{
    private static readonly LocalDateTime Start = new(2026, 3, 10, 9, 30);
    private static readonly Instant Now = Given.At(3, 2, 10);

    // Verbs that lead from a proposal to each status.
    private static readonly Dictionary<AppointmentStatus, AppointmentVerb[]> WayTo = new()
    {
        [AppointmentStatus.Proposed] = [],
        [AppointmentStatus.Pending] = [AppointmentVerb.Request],
        [AppointmentStatus.Waitlist] = [AppointmentVerb.Queue],
        [AppointmentStatus.Booked] = [AppointmentVerb.Book],
        [AppointmentStatus.Arrived] = [AppointmentVerb.Book, AppointmentVerb.Arrive],
        [AppointmentStatus.CheckedIn] = [AppointmentVerb.Book, AppointmentVerb.CheckIn],
        [AppointmentStatus.Fulfilled] = [AppointmentVerb.Book, AppointmentVerb.CheckIn, AppointmentVerb.Fulfill],
        [AppointmentStatus.Cancelled] = [AppointmentVerb.Book, AppointmentVerb.Cancel],
        [AppointmentStatus.NoShow] = [AppointmentVerb.Book, AppointmentVerb.MarkNoShow],
    };

    // The table as the practice knows it, one line per status: what may be done, and where it leads.
    public static TheoryData<AppointmentStatus, string> Allowed => new()
    {
        { AppointmentStatus.Proposed, "Request:Pending Queue:Waitlist Book:Booked Reschedule:Proposed Cancel:Cancelled" },
        { AppointmentStatus.Waitlist, "Book:Booked Reschedule:Waitlist Cancel:Cancelled" },
        { AppointmentStatus.Pending, "Book:Booked Reschedule:Pending Cancel:Cancelled" },
        { AppointmentStatus.Booked, "Confirm:Booked Reschedule:Booked Arrive:Arrived CheckIn:CheckedIn Cancel:Cancelled MarkNoShow:NoShow" },
        { AppointmentStatus.Arrived, "CheckIn:CheckedIn Cancel:Cancelled" },
        { AppointmentStatus.CheckedIn, "Fulfill:Fulfilled Cancel:Cancelled" },
        { AppointmentStatus.NoShow, "Arrive:Arrived" },
        { AppointmentStatus.Fulfilled, "" },
        { AppointmentStatus.Cancelled, "" },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void In_each_status_every_verb_leads_where_the_practice_expects_or_is_refused(AppointmentStatus from, string allowed)
    {
        foreach (var verb in Enum.GetValues<AppointmentVerb>())
        {
            var appointment = In(from);
            appointment.TakeEvents();
            var expected = allowed.Split(' ').Select(step => step.Split(':')).FirstOrDefault(step => step[0] == verb.ToString())?[1];
            if (expected is null)
            {
                var refusal = Assert.Throws<DomainRuleException>(() => Do(appointment, verb));
                Assert.Equal("appointment-status", refusal.Rule);
                Assert.Contains(AppointmentStatusTable.Code(from), refusal.Message, StringComparison.Ordinal);
                Assert.Equal(from, appointment.Status);
                Assert.Empty(appointment.Events);
            }
            else
            {
                Do(appointment, verb);
                Assert.Equal(expected, appointment.Status.ToString());
                Assert.Single(appointment.Events);
            }
        }
    }

    [Theory]
    [InlineData(AppointmentStatus.Proposed, AppointmentVerb.Request, nameof(AppointmentRequested))]
    [InlineData(AppointmentStatus.Proposed, AppointmentVerb.Queue, nameof(AppointmentQueued))]
    [InlineData(AppointmentStatus.Waitlist, AppointmentVerb.Book, nameof(AppointmentBooked))]
    [InlineData(AppointmentStatus.Booked, AppointmentVerb.Confirm, nameof(AppointmentConfirmed))]
    [InlineData(AppointmentStatus.Booked, AppointmentVerb.Reschedule, nameof(AppointmentRescheduled))]
    [InlineData(AppointmentStatus.Booked, AppointmentVerb.Cancel, nameof(AppointmentCancelled))]
    [InlineData(AppointmentStatus.Booked, AppointmentVerb.MarkNoShow, nameof(AppointmentMissed))]
    [InlineData(AppointmentStatus.Booked, AppointmentVerb.Arrive, nameof(PatientArrived))]
    [InlineData(AppointmentStatus.Arrived, AppointmentVerb.CheckIn, nameof(PatientCheckedIn))]
    [InlineData(AppointmentStatus.CheckedIn, AppointmentVerb.Fulfill, nameof(AppointmentFulfilled))]
    public void Every_verb_tells_what_happened_and_to_which_appointment(AppointmentStatus from, AppointmentVerb verb, string expected)
    {
        var appointment = In(from);
        appointment.TakeEvents();
        Do(appointment, verb);
        var happened = Assert.Single(appointment.TakeEvents());
        Assert.Equal(expected, happened.Name);
        Assert.Equal("apt-1", happened.SubjectId);
        Assert.Empty(appointment.TakeEvents());
    }

    [Fact]
    public void A_status_has_the_code_that_FHIR_gives_it()
    {
        string[] codes = ["proposed", "pending", "booked", "arrived", "checked-in", "fulfilled", "cancelled", "noshow", "waitlist"];
        Assert.Equal(codes, Enum.GetValues<AppointmentStatus>().Select(AppointmentStatusTable.Code));
    }

    [Fact]
    public void The_table_names_each_step_once_and_reaches_every_status()
    {
        Assert.Equal(AppointmentStatusTable.Rows.Count, AppointmentStatusTable.Rows.DistinctBy(row => (row.From, row.Verb)).Count());
        foreach (var status in Enum.GetValues<AppointmentStatus>())
            Assert.Equal(status, In(status).Status);
    }

    [Fact]
    public void Random_verbs_never_leave_an_old_version_holding_a_resource_and_a_slot_is_held_exactly_when_the_status_holds_it()
    {
        var verbs = Gen.Select(Gen.Enum<AppointmentVerb>(), Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 14];
        verbs.Sample(steps =>
        {
            var appointment = In(AppointmentStatus.Proposed);
            foreach (var (verb, doctor, room) in steps)
            {
                var before = (appointment.Version, appointment.Status);
                try
                {
                    if (verb == AppointmentVerb.Reschedule)
                        appointment.Reschedule(PracticeTime.At(Start.PlusDays(doctor), Given.NewYork), Now, practitioner: new PractitionerId($"dr-{doctor}"), resources: room == 3 ? null : [new Resource(ResourceKind.Room, $"r{room}")]);
                    else
                        Do(appointment, verb);
                }
                catch (DomainRuleException)
                {
                    Assert.Equal(before, (appointment.Version, appointment.Status));
                }

                var holds = AppointmentStatusTable.HoldsSlot(appointment.Status);
                foreach (var booking in appointment.Bookings)
                {
                    Assert.Equal(holds && booking.AppointmentVersion == appointment.Version, booking.IsActive);
                    if (booking.IsActive)
                        Assert.Equal((appointment.Start, appointment.End), (booking.Start, booking.End));
                }

                Assert.Equal(appointment.Bookings.Count, appointment.Bookings.Select(booking => booking.Resource).Distinct().Count());
                Assert.Contains(appointment.Bookings, booking => booking.Resource == Resource.Of(appointment.Practitioner) && booking.AppointmentVersion == appointment.Version);
            }
        });
    }

    private static Appointment In(AppointmentStatus status)
    {
        var request = Given.Request(Start) with { Resources = [new Resource(ResourceKind.Room, "r0")] };
        var appointment = Appointment.Propose(request, Now);
        foreach (var verb in WayTo[status])
            Do(appointment, verb);

        return appointment;
    }

    private static void Do(Appointment appointment, AppointmentVerb verb)
    {
        Action step = verb switch
        {
            AppointmentVerb.Request => () => appointment.Request(Now),
            AppointmentVerb.Queue => () => appointment.Queue(Now),
            AppointmentVerb.Book => () => appointment.Book(Now),
            AppointmentVerb.Confirm => () => appointment.Confirm(appointment.Version, Now),
            AppointmentVerb.Reschedule => () => appointment.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Now),
            AppointmentVerb.Arrive => () => appointment.Arrive(Now),
            AppointmentVerb.CheckIn => () => appointment.CheckIn(Now),
            AppointmentVerb.Fulfill => () => appointment.Fulfill(Now),
            AppointmentVerb.Cancel => () => appointment.Cancel(CancellationReason.Patient, Now),
            AppointmentVerb.MarkNoShow => () => appointment.MarkNoShow(appointment.Start),
            _ => throw new ArgumentOutOfRangeException(nameof(verb)),
        };
        step();
    }
}

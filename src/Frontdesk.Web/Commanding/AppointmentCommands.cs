using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>What the front desk does with appointments, inside a burst.</summary>
internal static class AppointmentCommands
{
    private const int LongestVisitInMinutes = 24 * 60;

    public static async ValueTask<string> BookAsync(BurstTransaction burst, IPracticeRecords records, BookAppointment command, CancellationToken stop)
    {
        var patient = await Known("patientId", command.PatientId, async id => await records.FindPatientAsync(new PatientId(id), stop));
        var practitioner = await Known("practitionerId", command.PractitionerId, async id => await records.FindPractitionerAsync(new PractitionerId(id), stop));
        var location = await Known("locationId", command.LocationId, async id => await records.FindLocationAsync(new LocationId(id), stop));
        var visitType = await Known("visitTypeId", command.VisitTypeId, async id => await records.FindVisitTypeAsync(new VisitTypeId(id), stop));
        var duration = DurationOf(command.DurationMinutes) ?? visitType.Duration;
        var start = Instant.FromDateTimeOffset(command.Start);
        await RefuseTakenAsync(burst, records, start, duration, [Resource.Of(practitioner.Id)], location, practitioner, null, stop);
        var appointment = Appointment.Book(
            new AppointmentRequest(
                new PracticeId(burst.PracticeId),
                new AppointmentId(burst.NewId()),
                patient.Id,
                practitioner.Id,
                location.Id,
                visitType.Id,
                PracticeTime.Of(start, location.Zone),
                duration,
                patient.IsConfidentialAdolescent),
            Instant.FromDateTimeOffset(burst.Now));
        records.Add(appointment);
        return appointment.Id.Value;
    }

    public static async ValueTask<string> RescheduleAsync(BurstTransaction burst, IPracticeRecords records, string id, RescheduleAppointment command, CancellationToken stop)
    {
        var appointment = await FindAsync(records, id, command.Version, stop);
        var practitioner = await Known("practitionerId", command.PractitionerId ?? appointment.Practitioner.Value, async one => await records.FindPractitionerAsync(new PractitionerId(one), stop));
        var location = await Known("locationId", appointment.Location.Value, async one => await records.FindLocationAsync(new LocationId(one), stop));
        var start = Instant.FromDateTimeOffset(command.Start);
        List<Resource> resources =
        [
            Resource.Of(practitioner.Id),
            .. appointment.Bookings.Where(booking => booking.AppointmentVersion == appointment.Version && booking.Kind != ResourceKind.Practitioner).Select(booking => booking.Resource),
        ];
        await RefuseTakenAsync(burst, records, start, appointment.Duration, resources, location, practitioner, appointment.Id, stop);
        appointment.Reschedule(PracticeTime.Of(start, location.Zone), Instant.FromDateTimeOffset(burst.Now), practitioner: practitioner.Id);
        return id;
    }

    public static async ValueTask<string> CancelAsync(BurstTransaction burst, IPracticeRecords records, string id, CancelAppointment command, CancellationToken stop)
    {
        if (!Enum.GetNames<CancellationReason>().Contains(command.Reason, StringComparer.OrdinalIgnoreCase))
        {
            var reasons = string.Join(", ", Enum.GetNames<CancellationReason>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]));
            throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("reason", command.Reason, "There is no such reason.", $"Send one of: {reasons}."));
        }

        var appointment = await FindAsync(records, id, command.Version, stop);
        appointment.Cancel(Enum.Parse<CancellationReason>(command.Reason, ignoreCase: true), Instant.FromDateTimeOffset(burst.Now));
        return id;
    }

    public static async ValueTask<string> ConfirmAsync(BurstTransaction burst, IPracticeRecords records, string id, ConfirmAppointment command, CancellationToken stop)
    {
        var appointment = await FindAsync(records, id, command.Version, stop);
        appointment.Confirm(command.Version, Instant.FromDateTimeOffset(burst.Now));
        return id;
    }

    public static async ValueTask<string> MarkAsync(BurstTransaction burst, IPracticeRecords records, string id, MarkAppointment command, CancellationToken stop)
    {
        var appointment = await FindAsync(records, id, command.Version, stop);
        var now = Instant.FromDateTimeOffset(burst.Now);
        switch (command.Mark)
        {
            case VisitMark.Arrived:
                appointment.Arrive(now);
                break;
            case VisitMark.CheckedIn:
                appointment.CheckIn(now);
                break;
            case VisitMark.Fulfilled:
                appointment.Fulfill(now);
                break;
            default:
                appointment.MarkNoShow(now);
                break;
        }

        return id;
    }

    private static async ValueTask<Appointment> FindAsync(IPracticeRecords records, string id, int version, CancellationToken stop)
    {
        var appointment = Ids.TryRead(id, out AppointmentId known) ? await records.FindAppointmentAsync(known, stop) : null;
        if (appointment is null)
            throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("id", id, "There is no such visit.", "Take the id from the list."));
        return appointment.Version == version
            ? appointment
            : throw new CommandRefusedException(
                Refusal.Conflict,
                new FieldProblem("version", $"{version}", $"The visit has moved: it is at version {appointment.Version} now.", "Read it again and decide anew."));
    }

    private static async ValueTask<TEntity> Known<TEntity>(string field, string id, Func<string, ValueTask<TEntity?>> find)
        where TEntity : class
    {
        TEntity? found;
        try
        {
            found = await find(id);
        }
        catch (InvalidValueException)
        {
            found = null;
        }

        return found ?? throw new CommandRefusedException(Refusal.Invalid, new FieldProblem(field, id, "There is nothing with this id.", "Take the id from the practice's lists."));
    }

    private static Duration? DurationOf(int? minutes) => minutes switch
    {
        null => null,
        >= 1 and <= LongestVisitInMinutes => Duration.FromMinutes(minutes.Value),
        _ => throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("durationMinutes", $"{minutes}", "A visit lasts between a minute and a day.", $"Send a number from 1 to {LongestVisitInMinutes}, or leave it out.")),
    };

    private static async ValueTask RefuseTakenAsync(
        BurstTransaction burst,
        IPracticeRecords records,
        Instant start,
        Duration duration,
        IReadOnlyList<Resource> resources,
        Location location,
        Practitioner practitioner,
        AppointmentId? moving,
        CancellationToken stop)
    {
        var existing = await records.FindBookingsAsync(resources, start, start + duration, stop);
        var conflicts = BookingConflict.Find(start, duration, resources, existing, location, practitioner, Instant.FromDateTimeOffset(burst.Now), moving);
        if (conflicts.Count == 0)
            return;
        var given = start.InZone(location.Zone).ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        throw new CommandRefusedException(
            conflicts.Any(conflict => conflict.Reason == SlotRefusal.InThePast) ? Refusal.Invalid : Refusal.Conflict,
            [.. conflicts.Select(conflict => conflict.InPlainWords(practitioner)).Distinct().Select(words => new FieldProblem("start", given, words, "Choose another time."))]);
    }
}

using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>Lists of appointments and patients, on both databases.</summary>
public sealed class AppointmentReadingTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Appointments_are_found_by_words_without_case_and_accents(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var muñoz = await clinic.BookAsync("p1", clinic.ComingAt(9));
        var ångström = await clinic.BookAsync("p2", clinic.ComingAt(10), "ortiz");

        async Task<IEnumerable<string>> FoundAsync(string search) =>
            (await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery(search)), Stop)).Items.Select(row => row.Id);

        Assert.Equal([muñoz.Id], await FoundAsync("munoz"));
        Assert.Equal([muñoz.Id], await FoundAsync("JOSE follow"));
        Assert.Equal([ångström.Id], await FoundAsync("angstrom Ortiz"));
        Assert.Equal([ångström.Id], await FoundAsync("ÅNGSTRÖM"));
        Assert.Empty(await FoundAsync("munoz ortiz"));
        Assert.Empty(await FoundAsync("%"));
        Assert.Equal(2, (await FoundAsync("follow-up")).Count());
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Appointments_are_filtered_by_state_and_time_and_come_in_pages(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var first = await clinic.BookAsync("p1", clinic.ComingAt(9));
        var second = await clinic.BookAsync("p2", clinic.ComingAt(10));
        var third = await clinic.BookAsync("p3", clinic.ComingAt(11));
        await clinic.Commands.ConfirmAsync(second.Id, new ConfirmAppointment(1), "confirm", Stop);
        await clinic.Commands.CancelAsync(third.Id, new CancelAppointment("patient", 1), "cancel", Stop);

        async Task<Page<AppointmentRow>> ListAsync(AppointmentQuery query) => await clinic.Reader.FindAppointmentsAsync(query, Stop);
        var all = await ListAsync(new AppointmentQuery(new ListQuery(Size: 2)));
        var rest = await ListAsync(new AppointmentQuery(new ListQuery(Number: 2, Size: 2)));
        var latest = await ListAsync(new AppointmentQuery(new ListQuery(), LatestFirst: true));

        Assert.Equal((3, 2), (all.Total, all.PageCount));
        Assert.Equal([first.Id, second.Id], all.Items.Select(row => row.Id));
        Assert.Equal([third.Id], rest.Items.Select(row => row.Id));
        Assert.Equal(third.Id, latest.Items[0].Id);
        Assert.Equal([second.Id], (await ListAsync(new AppointmentQuery(new ListQuery(), State: AppointmentStates.Confirmed))).Items.Select(row => row.Id));
        Assert.Equal(2, (await ListAsync(new AppointmentQuery(new ListQuery(), State: "booked"))).Total);
        Assert.Equal([third.Id], (await ListAsync(new AppointmentQuery(new ListQuery(), State: "cancelled"))).Items.Select(row => row.Id));
        Assert.Equal([second.Id], (await ListAsync(new AppointmentQuery(new ListQuery(), first.Start.AddMinutes(1), third.Start))).Items.Select(row => row.Id));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_visit_shows_its_state_its_messages_and_the_clock_of_its_location(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var start = clinic.ComingAt(14, 20);
        var booked = await clinic.BookAsync("p1", start.ToUniversalTime());
        await clinic.SendAsync("m1", "p1", "+16175550111", "See you soon.", booked.Id);
        await clinic.SendAsync("m2", "p2", "+16175550122", "Something else.");

        var view = await clinic.Reader.GetAppointmentAsync(booked.Id, Stop);

        Assert.Equal(("José Muñoz", "Hannah Weiß", "Follow-up", "Elm Street office"), (view!.Appointment.PatientName, view.Appointment.Practitioner, view.Appointment.VisitType, view.Appointment.Location));
        Assert.Equal((start, start.Offset, 20, "booked"), (view.Appointment.Start, view.Appointment.Start.Offset, view.Appointment.DurationMinutes, view.Appointment.State));
        Assert.Equal(["See you soon."], view.Messages.Select(message => message.Body));
        Assert.Null(await clinic.Reader.GetAppointmentAsync("none", Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Patients_are_found_by_name_birth_date_number_and_address(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var visit = await clinic.BookAsync("p3", clinic.ComingAt(9));

        async Task<IEnumerable<string>> FoundAsync(string? search) => (await clinic.Reader.FindPatientsAsync(new PatientQuery(new ListQuery(search)), Stop)).Items.Select(row => row.Id);

        Assert.Equal(["p3"], await FoundAsync("lukasz"));
        Assert.Equal(["p2"], await FoundAsync("(617) 555-0122"));
        Assert.Equal(["p1"], await FoundAsync("3/2/1985"));
        Assert.Equal(["p4"], await FoundAsync("P4@EXAMPLE"));
        Assert.Equal(["p4"], await FoundAsync("o'neil"));
        Assert.Equal(4, (await FoundAsync(null)).Count());
        var row = (await clinic.Reader.FindPatientsAsync(new PatientQuery(new ListQuery("Kowalski")), Stop)).Items.Single();
        Assert.Equal(("+16175550133", "p3@example.org", visit.Start), (row.Phone, row.Email, row.NextVisit!.Value));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_patient_shows_contacts_consents_visits_and_messages(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.BookAsync("p1", clinic.ComingAt(9));
        await clinic.SendAsync("m1", "p1", "+16175550111", "See you soon.");
        await clinic.WriteAsync((records, burst) => records.Add(new Domain.Messaging.OptOut(Clinic.Id, Domain.PhoneNumber.Parse("+16175550111"), "STOP", NodaTime.Instant.FromDateTimeOffset(burst.Now))));

        var view = await clinic.Reader.GetPatientAsync("p1", Stop);

        Assert.Equal(("Mobile", "+16175550111", "Opted out of texts"), (view!.Contacts[0].Kind, view.Contacts[0].Address, view.Contacts[0].Note));
        Assert.Equal(("Text messages", true), (view.Consents.Single().What, view.Consents.Single().IsGiven));
        Assert.Single(view.Appointments);
        Assert.Single(view.Messages);
        Assert.Null(await clinic.Reader.GetPatientAsync("p9", Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Every_look_at_a_patient_is_committed_before_it_is_shown_and_one_look_counts_once(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();

        await clinic.Reader.GetPatientAsync("p1", Stop);
        await clinic.Reader.GetPatientAsync("p1", Stop);
        await clinic.Reader.FindPatientsAsync(new PatientQuery(new ListQuery("kowalski")), Stop);
        var p1 = await clinic.ReadAsync(records => records.FindAccessesAsync(new Domain.PatientId("p1"), Stop));
        var p3 = await clinic.ReadAsync(records => records.FindAccessesAsync(new Domain.PatientId("p3"), Stop));

        Assert.Equal(["record"], p1.Select(access => access.What));
        Assert.Equal([("front desk", "operations", "contacts")], p3.Select(access => (access.Who, access.Purpose, access.What)));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Twenty_thousand_appointments_are_listed_and_searched_at_once(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((_, burst) =>
        {
            using var command = burst.Connection.CreateCommand();
            command.Transaction = burst.Transaction;
            command.CommandText =
                $"""
                with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 20000)
                insert into appointment (practice_id, id, row_version, patient_id, practitioner_id, location_id, visit_type_id, status, version, start_at, zone_id, local_start, duration_ms, is_same_day, is_confidential)
                select 'demo', 'a' || n, 1, 'p' || (1 + n % 4), 'weiss', 'elm', 'follow-up', 'Booked', 1, {clinic.Now.ToUnixTimeMilliseconds()} + 600000 * cast(n as bigint), 'America/New_York', '2026-03-02T09:00:00', 1200000, {(kind == DatabaseKind.Sqlite ? "0, 0" : "false, false")} from numbers
                """;
            command.ExecuteNonQuery();
        });
        await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery()), Stop);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var deep = await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery(Number: 799)), Stop);
        var found = await clinic.Reader.FindAppointmentsAsync(new AppointmentQuery(new ListQuery("munoz")), Stop);
        var overview = await clinic.Reader.GetOverviewAsync(Stop);
        watch.Stop();

        Assert.Equal((20_000, 25), (deep.Total, deep.Items.Count));
        Assert.Equal(5_000, found.Total);
        Assert.NotEqual(0, overview.VisitsToday);
        Assert.True(watch.ElapsedMilliseconds < 1500, $"Three pages took {watch.ElapsedMilliseconds} ms.");
        TestContext.Current.SendDiagnosticMessage($"{kind}: three pages in {watch.ElapsedMilliseconds} ms");
    }
}

using System.Data.Common;
using Frontdesk.Domain.Scheduling;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Appointments out of the database.</summary>
internal static class AppointmentReading
{
    private const string Columns =
        "a.id, a.version, a.patient_id, p.name_given, p.name_family, d.name_given, d.name_family, t.name, l.name, a.start_at, a.zone_id, a.duration_ms, a.status, a.confirmed_at, a.cancellation_reason";

    private const string Tables =
        """
        appointment a
        left join patient p on p.practice_id = a.practice_id and p.id = a.patient_id
        left join practitioner d on d.practice_id = a.practice_id and d.id = a.practitioner_id
        left join visit_type t on t.practice_id = a.practice_id and t.id = a.visit_type_id
        left join location l on l.practice_id = a.practice_id and l.id = a.location_id
        """;

    public static Page<AppointmentRow> Find(PracticeSql sql, AppointmentQuery query)
    {
        var where = new Conditions("a");
        where.AddWhen(query.From?.ToUnixTimeMilliseconds(), value => $"a.start_at >= {value}");
        where.AddWhen(query.Before?.ToUnixTimeMilliseconds(), value => $"a.start_at < {value}");
        if (query.State == AppointmentStates.Confirmed)
            where.Add("a.status = 'Booked' and a.confirmed_at is not null");
        else if (query.State is { } code)
            where.Add($"a.status = {where.Value(AppointmentStates.StatusOf(code)?.ToString() ?? code)}");

        // Names are looked for in their own small tables, each once, and not in every row of the appointments.
        where.AddWords(query.List.Search, word =>
            $"""
            a.patient_id in (select id from patient where practice_id = $1 and {sql.Holds("name_given || ' ' || name_family || ' ' || coalesce(name_preferred, '')", word)})
            or a.practitioner_id in (select id from practitioner where practice_id = $1 and {sql.Holds("name_given || ' ' || name_family", word)})
            or a.visit_type_id in (select id from visit_type where practice_id = $1 and {sql.Holds("name", word)})
            """);
        var direction = query.LatestFirst ? " desc" : "";
        return sql.Page(Columns, Tables, where, $"a.start_at{direction}, a.id", query.List, Row, main: "appointment a");
    }

    public static AppointmentRow? Get(PracticeSql sql, string id) =>
        sql.Read($"select {Columns} from {Tables} where a.practice_id = $1 and a.id = $2", Row, id) is [var row] ? row : null;

    public static IReadOnlyList<AppointmentRow> OfPatient(PracticeSql sql, string patient, int most) =>
        sql.Read($"select {Columns} from {Tables} where a.practice_id = $1 and a.patient_id = $2 order by a.start_at desc, a.id limit {most}", Row, patient);

    private static AppointmentRow Row(DbDataReader row)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(row.GetString(10));
        return new AppointmentRow(
            row.GetString(0),
            row.NumberAt(1),
            row.GetString(2),
            row.NameAt(3) ?? "Unknown patient",
            row.NameAt(5) ?? "Unknown practitioner",
            row.TextAt(7) ?? "Visit",
            row.TextAt(8) ?? "Unknown location",
            row.MomentAt(9, zone),
            (int)(row.GetInt64(11) / 60_000),
            AppointmentStatusTable.Code(Enum.Parse<AppointmentStatus>(row.GetString(12))),
            !row.IsDBNull(13),
            row.TextAt(14));
    }
}

namespace Frontdesk.Web.Reading.Stored;

/// <summary>What a visit is booked from, out of the database.</summary>
internal static class ChoiceReading
{
    public static PracticeChoices Get(PracticeSql sql, TimeZoneInfo zone) => new(
        sql.Read("select name from practice where practice_id = $1", row => row.GetString(0)) is [var name] ? name : "Frontdesk",
        zone.Id,
        sql.Read("select id, name_given, name_family from practitioner where practice_id = $1 order by name_family, name_given, id", row => new Choice(row.GetString(0), row.NameAt(1)!)),
        sql.Read("select id, name, zone_id from location where practice_id = $1 order by name, id", row => new LocationChoice(row.GetString(0), row.GetString(1), row.GetString(2))),
        sql.Read("select id, name, duration_ms from visit_type where practice_id = $1 order by name, id", row => new VisitTypeChoice(row.GetString(0), row.GetString(1), (int)(row.GetInt64(2) / 60_000))));
}

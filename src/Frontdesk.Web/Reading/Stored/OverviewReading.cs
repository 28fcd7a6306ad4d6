namespace Frontdesk.Web.Reading.Stored;

/// <summary>The figures of the home page out of the database.</summary>
internal static class OverviewReading
{
    private const int MostLines = 6;

    public static PracticeOverview Get(PracticeSql sql, DateTimeOffset now, TimeZoneInfo zone, bool messagesAreCaptured, DefinitionCatalog definitions)
    {
        var here = TimeZoneInfo.ConvertTime(now, zone);
        var today = Midnight(here.Date, zone);
        var tomorrow = Midnight(here.Date.AddDays(1), zone);
        var visits = sql.Read(
            """
            select count(*), coalesce(sum(case when confirmed_at is not null then 1 else 0 end), 0) from appointment
            where practice_id = $1 and start_at >= $2 and start_at < $3 and status not in ('Cancelled', 'Proposed', 'Waitlist')
            """,
            row => (All: row.NumberAt(0), Confirmed: row.NumberAt(1)),
            today,
            tomorrow)[0];
        var tasks = sql.Read(
            "select count(*), coalesce(sum(case when due_at < $2 then 1 else 0 end), 0) from user_task where practice_id = $1 and state in ('ready', 'claimed')",
            row => (Open: row.NumberAt(0), Overdue: row.NumberAt(1)),
            now.ToUnixTimeMilliseconds())[0];
        return new PracticeOverview(
            sql.Read("select name from practice where practice_id = $1", row => row.GetString(0)) is [var name] ? name : "Frontdesk",
            zone.Id,
            here,
            visits.All,
            visits.Confirmed,
            sql.Count("select count(*) from outbox where practice_id = $1 and updated_at >= $2 and state in (3, 4, 6) and channel <> 'http'", today),
            tasks.Open,
            tasks.Overdue,
            sql.Count("select count(*) from incident where practice_id = $1 and resolved_at is null"),
            messagesAreCaptured,
            Running(sql, today),
            Next(sql, now, zone, definitions),
            MessageReading.Latest(sql, MostLines, zone));
    }

    // A day begins at midnight, or where a clock change skips midnight, when the day's first hour does.
    private static long Midnight(DateTime day, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    private static IReadOnlyList<RunningWorkflow> Running(PracticeSql sql, long today) => sql.Read(
        """
        select d.definition_id, d.name, d.open, coalesce(f.finished, 0),
          (select count(*) from incident n where n.practice_id = $1 and n.definition_id = d.definition_id and n.resolved_at is null)
        from (
          select o.definition_id, o.name,
            (select count(*) from workflow_instance i where i.practice_id = $1 and i.definition_id = o.definition_id and i.status = 0) as open,
            (select count(*) from workflow_definition p where p.practice_id = $1 and p.definition_id = o.definition_id and p.is_published = 1) as published
          from workflow_definition o where o.practice_id = $1 and o.is_latest = 1) d
        left join (
          select definition_id, count(*) as finished from workflow_instance
          where practice_id = $1 and finished_at >= $2 and sub_status = 3 group by definition_id) f on f.definition_id = d.definition_id
        where d.open > 0 or d.published > 0
        order by case when d.open > 0 then 0 else 1 end, d.name, d.definition_id
        """,
        row => new RunningWorkflow(row.GetString(0), row.GetString(1), row.NumberAt(2), row.NumberAt(3), row.NumberAt(4)),
        today);

    private static IReadOnlyList<NextStep> Next(PracticeSql sql, DateTimeOffset now, TimeZoneInfo zone, DefinitionCatalog definitions)
    {
        var due = sql.Read(
            $"""
            select b.due_at, b.activity_id, b.stimulus, b.instance_id, i.definition_id, i.version, i.name, p.name_given, p.name_family, t.name, p.id,
              (select min(r.channel) from reminder r where r.practice_id = b.practice_id and r.appointment_id = a.id and r.due_at = b.due_at and r.state = 'Planned'),
              case when a.start_at = b.due_at then 1 else 0 end, d.name, s.name
            from bookmark b
            join workflow_instance i on i.practice_id = b.practice_id and i.id = b.instance_id
            left join workflow_definition d on d.practice_id = i.practice_id and d.definition_id = i.definition_id and d.version = i.version
            {InstanceSubject.Joins}
            left join visit_type t on t.practice_id = a.practice_id and t.id = a.visit_type_id
            where b.practice_id = $1 and b.due_at >= $2 order by b.due_at, b.id limit {MostLines}
            """,
            row => (
                At: row.MomentAt(0, zone),
                Activity: row.GetString(1),
                Stimulus: row.GetString(2),
                Instance: row.GetString(3),
                Definition: row.GetString(4),
                Version: row.NumberAt(5),
                About: row.TextAt(6) ?? string.Join(", ", new[] { row.NameAt(7) ?? row.TextAt(14), row.TextAt(9) ?? row.TextAt(13) }.OfType<string>()),
                Patient: row.TextAt(10),
                Reminder: row.TextAt(11),
                IsTheVisit: row.NumberAt(12) == 1),
            now.ToUnixTimeMilliseconds());
        return
        [
            .. due.Select(step => new NextStep(
                step.At,
                step.Reminder is { } channel ? Reminder(channel) : step.IsTheVisit ? "The visit begins" : InstanceReading.Wait(step.Activity, step.Stimulus, step.At, null, definitions.Find(sql, step.Definition, step.Version)).What,
                step.About.Length == 0 ? null : step.About,
                step.Instance)
            {
                PatientId = step.Patient,
            }),
        ];
    }

    private static string Reminder(string channel) => channel switch
    {
        "Sms" => "Text: reminder of the visit",
        "Email" => "E-mail: reminder of the visit",
        "Voice" => "Call: reminder of the visit",
        _ => "Reminder of the visit",
    };
}

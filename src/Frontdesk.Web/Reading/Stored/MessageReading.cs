using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Outbox;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Messages out of the outbox, with the name of whom they are for where the practice's records know it.</summary>
internal static class MessageReading
{
    private const string Columns =
        "o.id, o.channel, o.recipient, o.payload, o.state, o.reason, o.not_before, o.updated_at, o.instance_id, p.name_given, p.name_family, (select name from practice where practice_id = $1), p.id";

    private const string Tables =
        """
        outbox o
        left join sent_message s on s.practice_id = o.practice_id and s.key = o.idempotency_key
        left join patient p on p.practice_id = s.practice_id and p.id = s.patient_id
        """;

    public static Page<MessageView> Find(PracticeSql sql, OutboxQuery query, TimeZoneInfo zone)
    {
        var where = new Conditions("o");
        where.AddWhen(query.Channel, value => $"o.channel = {value}");
        where.AddWhen(query.State is { } state ? (long)state : null, value => $"o.state = {value}");
        where.AddWords(query.List.Search, word =>
            $"{sql.Holds(sql.Json("o.payload", "body", "subject", "text"), word)} or {sql.Holds("o.recipient", word)} or {sql.Holds("coalesce(p.name_given || ' ' || p.name_family, '')", word)}");
        return sql.Page(Columns, Tables, where, "o.sequence desc", query.List, row => Row(row, zone), query.List.Search is null ? "outbox o" : null);
    }

    public static IReadOnlyList<MessageView> AboutPatient(PracticeSql sql, string patient, int most, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where o.practice_id = $1 and s.patient_id = $2 order by o.sequence desc limit {most}", row => Row(row, zone), patient);

    public static IReadOnlyList<MessageView> AboutAppointment(PracticeSql sql, string appointment, int most, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where o.practice_id = $1 and s.appointment_id = $2 order by o.sequence desc limit {most}", row => Row(row, zone), appointment);

    public static IReadOnlyList<MessageView> Latest(PracticeSql sql, int most, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where o.practice_id = $1 and o.channel <> 'http' order by o.sequence desc limit {most}", row => Row(row, zone));

    private static MessageView Row(DbDataReader row, TimeZoneInfo zone)
    {
        var payload = Payload(row.GetString(3));
        var state = (OutboxState)row.NumberAt(4);
        var channel = row.GetString(1);
        return new MessageView(
            row.GetString(0),
            channel,
            Text(payload, "senderName") ?? row.TextAt(11) ?? "Frontdesk",
            row.GetString(2),
            row.NameAt(9),
            Text(payload, "subject"),
            channel == "http" ? $"{Text(payload, "Method")} {Text(payload, "Url")}" : Text(payload, "body", "text") ?? "",
            state,
            row.TextAt(5),
            row.MomentAt(state == OutboxState.Pending ? 6 : 7, zone),
            row.TextAt(8))
        {
            PatientId = row.TextAt(12),
        };
    }

    private static JsonObject? Payload(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? payload, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (payload?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0)
                return text;
        }

        return null;
    }
}

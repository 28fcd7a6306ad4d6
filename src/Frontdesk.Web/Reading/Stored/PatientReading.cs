using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Patients out of the database.</summary>
internal static class PatientReading
{
    private const int MostVisits = 50;
    private const int MostMessages = 24;

    // The next visit is looked up for the rows of the page only.
    private const string Columns =
        """
        p.id, p.name_given, p.name_family, p.birth_date, p.phones, p.emails, coalesce(p.language, (select default_language from practice where practice_id = $1), 'en'),
        (select min(a.start_at) from appointment a where a.practice_id = p.practice_id and a.patient_id = p.id and a.start_at > {now} and a.status in ('Booked', 'Pending'))
        """;

    public static Page<PatientRow> Find(PracticeSql sql, PatientQuery query, DateTimeOffset now, TimeZoneInfo zone)
    {
        var where = new Conditions("p");
        where.AddWords(query.List.Search, word =>
            $"{sql.Holds("p.name_given || ' ' || p.name_family || ' ' || coalesce(p.name_preferred, '') || ' ' || p.birth_date || ' ' || p.phones || ' ' || p.emails", word)}");
        return sql.Page(ColumnsAt(now), "patient p", where, "p.name_family, p.name_given, p.id", query.List, row => Row(row, zone));
    }

    public static PatientView? Get(PracticeSql sql, string id, DateTimeOffset now, TimeZoneInfo zone)
    {
        var found = sql.Read(
            $"select {ColumnsAt(now)}, p.consents, p.proxies, p.is_deceased, p.sex, p.preferred_channel from patient p where p.practice_id = $1 and p.id = $2",
            row => new PatientView(Row(row, zone), Contacts(row), Consents(row.GetString(8), row.GetString(0), zone), [], [])
            {
                IsDeceased = Convert.ToBoolean(row.GetValue(10), CultureInfo.InvariantCulture),
                Sex = row.GetString(11),
                PreferredChannel = row.TextAt(12),
            },
            id);
        return found is not [var patient] ? null : patient with
        {
            Contacts = [.. patient.Contacts.Select(contact => WithOptOut(sql, contact))],
            Appointments = AppointmentReading.OfPatient(sql, id, MostVisits),
            Messages = MessageReading.AboutPatient(sql, id, MostMessages, zone),
        };
    }

    private static string ColumnsAt(DateTimeOffset now) =>
        Columns.Replace("{now}", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static PatientRow Row(DbDataReader row, TimeZoneInfo zone) => new(
        row.GetString(0),
        row.NameAt(1)!,
        DateOnly.ParseExact(row.GetString(3), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Items(row.GetString(4)).FirstOrDefault(IsRight)?["number"]?.ToString(),
        Items(row.GetString(5)).FirstOrDefault(IsRight)?["address"]?.ToString(),
        row.GetString(6),
        row.MomentOrNullAt(7, zone));

    private static bool IsRight(JsonObject contact) => (bool?)contact["isWrong"] != true;

    private static IReadOnlyList<PatientContact> Contacts(DbDataReader row) =>
    [
        .. Items(row.GetString(4)).Select(phone => Phone(phone, null)),
        .. Items(row.GetString(5)).Select(email => new PatientContact("E-mail", email["address"]!.ToString(), IsRight(email) ? null : "Wrong address")),
        .. Items(row.GetString(9)).SelectMany(Proxy),
    ];

    private static PatientContact WithOptOut(PracticeSql sql, PatientContact contact) =>
        sql.Read("select is_active from opt_out where practice_id = $1 and number = $2", row => Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture), contact.Address) is [true]
            ? contact with { Note = Join(contact.Note, "Opted out of texts") }
            : contact;

    private static PatientContact Phone(JsonObject phone, string? note) => new(
        (string?)phone["line"] switch { "Mobile" => "Mobile", "Landline" => "Landline", _ => "Phone" },
        phone["number"]!.ToString(),
        IsRight(phone) ? note : Join(note, "Wrong number"));

    private static IEnumerable<PatientContact> Proxy(JsonObject proxy)
    {
        var name = proxy["name"] is JsonObject parts ? $"{parts["given"]} {parts["family"]}".Trim() : "";
        var note = Join($"{name}, {proxy["relation"]?.ToString().ToLowerInvariant()}", (bool?)proxy["isEstranged"] == true ? "Never contact" : null);
        if (proxy["phone"] is JsonObject phone)
            yield return Phone(phone, note);
        if (proxy["email"] is JsonObject email)
            yield return new PatientContact("E-mail", email["address"]!.ToString(), note);
    }

    // Consents are a history: the latest word of a person on a channel counts.
    private static IReadOnlyList<PatientConsent> Consents(string json, string patient, TimeZoneInfo zone) =>
    [
        .. Items(json)
            .GroupBy(consent => (Person: consent["person"]?.ToString(), Channel: consent["channel"]?.ToString()))
            .Select(words => words.Last())
            .Select(word => new PatientConsent(
                $"{Say(word["channel"]!.ToString())}{(word["person"]?.ToString() == patient ? "" : ", by proxy")}",
                (bool?)word["isGranted"] == true,
                TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(word["at"]!.ToString(), CultureInfo.InvariantCulture), zone))),
    ];

    private static string Say(string channel) => channel switch
    {
        "Sms" => "Text messages",
        "Email" => "E-mail",
        "Voice" => "Calls",
        "Letter" => "Letters",
        _ => channel,
    };

    private static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first}. {second}";

    private static IEnumerable<JsonObject> Items(string json) => JsonNode.Parse(json) is JsonArray items ? items.OfType<JsonObject>() : [];
}

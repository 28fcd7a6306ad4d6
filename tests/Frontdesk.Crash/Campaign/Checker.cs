using System.Globalization;

namespace Frontdesk.Crash.Campaign;

/// <summary>
/// Compares what the clients were told, what the world outside got and what lies in the database. Everything acknowledged is there
/// once, nothing is there that nobody asked for, and everything can go on.
/// </summary>
internal sealed class Checker(RequestLog log, Outside outside, Records records)
{
    /// <summary>How many pieces there are before the first is used.</summary>
    public const int OpeningStock = 1_000_000;

    private static readonly string[] FirstLines = ["1", "2", "3", "4"];

    private readonly List<string> _violations = [];
    private readonly ILookup<string, Answered> _acknowledged = log.All.Where(answered => answered.IsAcknowledged).ToLookup(answered => answered.Kind, StringComparer.Ordinal);

    /// <summary>How many effects were looked at.</summary>
    public long Effects { get; private set; }

    /// <summary>Looks at everything.</summary>
    /// <returns>What should not be.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        AnswersAgree();
        await StartsAsync();
        await DecisionsAsync();
        await StockAsync();
        await PublicationsAsync();
        await InboundTextsAsync();
        await BookingsAsync();
        await OutboundTextsAsync();
        await CallsAsync();
        await NothingIsStuckAsync();
        return _violations;
    }

    private static IEnumerable<string> Once(IEnumerable<Answered> answered) => answered.Select(one => one.Of).Distinct(StringComparer.Ordinal);

    private void Assert(bool isSo, string otherwise)
    {
        Effects++;
        if (!isSo)
            _violations.Add(otherwise);
    }

    private void Same(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (one, other) = (expected.Order(StringComparer.Ordinal).ToList(), found.Order(StringComparer.Ordinal).ToList());
        Effects += one.Count;
        foreach (var missing in one.Except(other, StringComparer.Ordinal))
            _violations.Add($"{what}: '{missing}' was acknowledged and is not there.");
        foreach (var more in other.Except(one, StringComparer.Ordinal))
            _violations.Add($"{what}: '{more}' is there and nobody was told so.");
        foreach (var twice in other.GroupBy(found => found, StringComparer.Ordinal).Where(group => group.Count() > 1))
            _violations.Add($"{what}: '{twice.Key}' is there {twice.Count()} times.");
    }

    // Who asks again under the same key gets the same status.
    private void AnswersAgree()
    {
        foreach (var key in log.All.GroupBy(answered => answered.Key, StringComparer.Ordinal))
            Assert(key.Select(answered => answered.Status).Distinct().Count() == 1, $"{key.Key} was answered differently: {string.Join(", ", key.Select(answered => answered.Status))}.");
    }

    private async Task StartsAsync()
    {
        var rows = await records.RowsAsync("SELECT correlation_id, id, status, sub_status FROM workflow_instance WHERE definition_id = 'campaign'");
        Same("start", Once(_acknowledged["start"]), rows.Select(row => row[0]));
        var lines = await records.LinesAsync("campaign");
        foreach (var row in rows)
        {
            var written = lines[row[1]].ToList();
            var isWhole = written.Count == 5 && written.Take(4).SequenceEqual(FirstLines, StringComparer.Ordinal) && row is [_, _, "1", "3"];
            Assert(isWhole, $"instance of {row[0]} has status {row[2]}/{row[3]} and wrote {string.Join(" | ", written)}.");
        }
    }

    // Of two who decide at once one is told yes and one no, and the instance went the way of the first.
    private async Task DecisionsAsync()
    {
        var lines = await records.LinesAsync("campaign");
        var written = (await records.RowsAsync("SELECT correlation_id, id FROM workflow_instance WHERE definition_id = 'campaign'"))
            .SelectMany(row => lines[row[1]].Where(line => line.StartsWith("5 ", StringComparison.Ordinal)).Select(line => $"{row[0]} {line[2..]}"));
        Same("decision", Once(_acknowledged["decide"]), written);
    }

    private async Task StockAsync()
    {
        var uses = Once(_acknowledged["use"]).Count();
        var issued = await records.CountAsync("SELECT COUNT(*) FROM stock_move WHERE kind = 'Issue'");
        Effects += uses;
        Assert(issued == uses, $"stock: {uses} uses were acknowledged and {issued} are there.");
    }

    private async Task PublicationsAsync()
    {
        var marks = Once(_acknowledged["publish"]).Where(mark => int.TryParse(mark, CultureInfo.InvariantCulture, out _));
        var rows = await records.RowsAsync("SELECT version, json, is_published, is_latest FROM workflow_definition WHERE definition_id = 'campaign-edited' ORDER BY version");
        Same("publication", marks, rows.Select(row => Mark(row[1])));
        Assert(rows.Select(row => row[0]).SequenceEqual(Enumerable.Range(1, rows.Count).Select(version => version.ToString(CultureInfo.InvariantCulture)), StringComparer.Ordinal), "publication: versions have gaps.");
        Assert(rows.Count == 0 || (rows.Count(row => row[2] == "1") == 1 && rows[^1] is [_, _, "1", "1"]), "publication: not exactly the newest version is in force.");
        var history = await records.CountAsync("SELECT COUNT(*) FROM workflow_change WHERE definition_id = 'campaign-edited' AND what = 'published'");
        Assert(history == rows.Count, $"publication: {rows.Count} versions and {history} lines of history.");
    }

    private static string Mark(string json)
    {
        using var definition = System.Text.Json.JsonDocument.Parse(json);
        return definition.RootElement.GetProperty("root").GetProperty("activities")[0].GetProperty("text").GetProperty("expression").GetProperty("value").GetString()!;
    }

    private async Task InboundTextsAsync() => Same("inbound text", Once(_acknowledged["text"]), (await records.LinesAsync("campaign-texts")).SelectMany(lines => lines));

    private async Task BookingsAsync()
    {
        Same("patient", Once(_acknowledged["register"]), await records.ColumnAsync("SELECT name_family FROM patient WHERE name_given = 'Pat'"));
        var slots = Once(_acknowledged["book"]).Select(of => of.Split(' ')[0]).ToList();
        Assert(slots.Count == slots.Distinct(StringComparer.Ordinal).Count(), "booking: one time was given to two patients.");
        Assert(slots.Count == Once(log.All.Where(answered => answered.Kind == "book")).Select(of => of.Split(' ')[0]).Distinct(StringComparer.Ordinal).Count(), "booking: a time for which two patients asked was given to nobody.");
        var booked = await records.RowsAsync("SELECT a.start_at, p.number, a.id FROM appointment a JOIN patient_phone p ON p.practice_id = a.practice_id AND p.patient_id = a.patient_id");
        Same("booking", Once(_acknowledged["book"]).Select(Instant), booked.Select(row => $"{row[0]} {row[1]}"));
        Same("reminders of a booking", booked.Select(row => row[2]), await records.ColumnAsync("SELECT correlation_id FROM workflow_instance WHERE definition_id = 'appointment-reminders'"));
    }

    private static string Instant(string of)
    {
        var parts = of.Split(' ');
        var start = DateTimeOffset.Parse(parts[0], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{start.ToUnixTimeMilliseconds()} {parts[1]}");
    }

    // The carrier took each text once, whatever became of its answer: before a repetition it is asked.
    private async Task OutboundTextsAsync()
    {
        var taken = outside.Texts;
        foreach (var same in taken.GroupBy(text => (text.To, text.Body)))
            Assert(same.Count() == 1, $"text: the carrier took the same one {same.Count()} times ({string.Join(", ", same.Select(text => text.Sid))}).");
        Same("text that was delivered", taken.Select(text => text.Sid), await records.ColumnAsync("SELECT provider_id FROM outbox WHERE channel = 'sms' AND provider_id IS NOT NULL"));
        foreach (var state in await records.RowsAsync("SELECT id, state, reason FROM outbox WHERE channel IN ('sms', 'http') AND state NOT IN (3, 4)"))
            Assert(false, $"message {state[0]} is in state {state[1]} {state[2]}.");
    }

    // A call may come again, because its answer was lost, but only under the same key: each step has one.
    private async Task CallsAsync()
    {
        var starts = Once(_acknowledged["start"]).Select(n => $"n{n}");
        var calls = outside.Calls;
        Same("web call", starts, calls.GroupBy(call => call.Key, StringComparer.Ordinal).Select(call => call.First().Body));
        var known = (await records.ColumnAsync("SELECT idempotency_key FROM outbox WHERE channel = 'http'")).ToHashSet(StringComparer.Ordinal);
        Assert(calls.All(call => known.Contains(call.Key)), "web call: one arrived of which there is no record.");
    }

    private async Task NothingIsStuckAsync()
    {
        Assert(await records.CountAsync("SELECT COUNT(*) FROM stimulus WHERE consumed_at IS NULL") == 0, "a stimulus waits for ever.");
        foreach (var incident in await records.RowsAsync("SELECT definition_id, activity_id, kind, message FROM incident"))
            Assert(false, $"incident of {incident[0]} at {incident[1]}: {incident[2]} {incident[3]}");
        foreach (var stalled in await records.RowsAsync("SELECT i.definition_id, i.id FROM workflow_instance i WHERE i.status = 0 AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.practice_id = i.practice_id AND b.instance_id = i.id)"))
            Assert(false, $"instance {stalled[1]} of {stalled[0]} runs and waits for nothing.");
        foreach (var left in await records.RowsAsync("SELECT b.activity_id, i.definition_id FROM bookmark b JOIN workflow_instance i ON i.practice_id = b.practice_id AND i.id = b.instance_id WHERE i.status = 1"))
            Assert(false, $"a wait of {left[1]} at {left[0]} outlived its instance.");
        var damage = await records.DamageAsync();
        Assert(damage.Length == 0, $"the database is damaged: {damage}");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Domain.Records;

namespace Frontdesk.Domain.Referrals;

/// <summary>Reads out of received records what a specialist needs.</summary>
/// <param name="records">The practice's records.</param>
public sealed class PacketChartReader(IPracticeRecords records)
{
    private const int MostNotes = 2;
    private const int MostResults = 8;
    private const int MostLines = 25;
    private const int LongestNote = 6_000;

    /// <summary>Reads a patient's chart.</summary>
    public async Task<PacketChart> ReadAsync(PatientId patient, CancellationToken cancellationToken = default)
    {
        var coverages = await records.FindReceivedAsync(patient, ReceivedKind.Coverage, cancellationToken);
        return new PacketChart(
            await NotesAsync(patient, cancellationToken),
            await ResultsAsync(patient, cancellationToken),
            coverages.Count > 0 ? Coverage(coverages[0]) : null,
            coverages.Count > 0 ? coverages[0].ContentHash : null,
            await LinesAsync(patient, ReceivedKind.Condition, cancellationToken),
            await LinesAsync(patient, ReceivedKind.Allergy, cancellationToken),
            await LinesAsync(patient, ReceivedKind.MedicationRequest, cancellationToken));
    }

    /// <summary>A fingerprint of the coverage as the chart has it now; null when it has none.</summary>
    public async Task<string?> CoverageHashAsync(PatientId patient, CancellationToken cancellationToken = default) =>
        await records.FindReceivedAsync(patient, ReceivedKind.Coverage, cancellationToken) is [var latest, ..] ? latest.ContentHash : null;

    private static JsonNode? Read(ReceivedRecord record) => JsonNode.Parse(record.ReadContent());

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string? Coded(JsonNode? concept) => Text(concept?["text"]) ?? Text((concept?["coding"] as JsonArray)?.FirstOrDefault()?["display"]);

    private static (string Payer, string Member) Coverage(ReceivedRecord record)
    {
        var json = Read(record);
        var payor = (json?["payor"] as JsonArray)?.FirstOrDefault();
        return (
            Text(payor?["display"]) ?? record.Display ?? Coded(json?["type"]) ?? "Coverage on file",
            Text(json?["subscriberId"]) ?? Text((json?["identifier"] as JsonArray)?.FirstOrDefault()?["value"]) ?? "on file");
    }

    private async Task<IReadOnlyList<(string Title, string Text)>> NotesAsync(PatientId patient, CancellationToken cancellationToken)
    {
        List<(string, string)> notes = [];
        foreach (var record in await records.FindReceivedAsync(patient, ReceivedKind.Document, cancellationToken))
        {
            if (NoteText(Read(record)) is { Length: > 0 } text)
                notes.Add((record.Display ?? "Clinical note", text.Length > LongestNote ? $"{text[..LongestNote]} …" : text));
            if (notes.Count == MostNotes)
                break;
        }

        return notes;
    }

    // Only what can be printed: text in the record itself. What lies elsewhere is not in the chart.
    private static string? NoteText(JsonNode? document)
    {
        var attachment = (document?["content"] as JsonArray)?.FirstOrDefault()?["attachment"];
        if (Text(attachment?["data"]) is not { } data || Text(attachment?["contentType"])?.StartsWith("text/plain", StringComparison.Ordinal) != true)
            return null;

        var bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out var length) ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Trim() : null;
    }

    private async Task<IReadOnlyList<PacketResult>> ResultsAsync(PatientId patient, CancellationToken cancellationToken)
    {
        List<PacketResult> results = [];
        foreach (var record in (await records.FindReceivedAsync(patient, ReceivedKind.DiagnosticReport, cancellationToken)).Take(MostResults))
        {
            List<(string, string)> values = [];
            foreach (var reference in (Read(record)?["result"] as JsonArray ?? []).Select(one => Text(one?["reference"])).OfType<string>().Take(MostLines))
            {
                var observation = (await records.FindReceivedAsync(ReceivedKind.Observation, reference, cancellationToken)).FirstOrDefault(one => one.Patient == patient);
                if (observation is not null && Value(Read(observation)) is { } value)
                    values.Add((observation.Display ?? "Value", value));
            }

            results.Add(new PacketResult(record.Display ?? "Result", record.EffectiveOn?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty, values));
        }

        return results;
    }

    private static string? Value(JsonNode? observation)
    {
        if (observation?["valueQuantity"] is { } quantity && quantity["value"] is { } number)
            return $"{number} {Text(quantity["unit"])}".Trim();

        return Text(observation?["valueString"]) ?? Coded(observation?["valueCodeableConcept"]);
    }

    private async Task<IReadOnlyList<string>> LinesAsync(PatientId patient, ReceivedKind kind, CancellationToken cancellationToken) =>
        [.. (await records.FindReceivedAsync(patient, kind, cancellationToken)).Select(record => record.Display).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostLines)];
}

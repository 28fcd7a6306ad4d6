using Frontdesk.Domain;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Results;
using NodaTime;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>
/// Turns imported diagnostic reports that are news into results, which a provider then sees (domain.md §3). Reports about
/// specimens from long ago, or without any day, stay what they are: filed records that nobody is told of.
/// </summary>
internal sealed class ImportedReports(PracticeId practice, Instant now, Duration newWithin, IPracticeRecords records)
{
    private readonly List<string> fresh = [];

    /// <summary>Notes a report that was filed for the first time or changed.</summary>
    public void Note(string recordId, ReceivedKind kind, ReceivedHeading heading)
    {
        // A day's grace on each side: the sender's clock and ours may stand in different zones.
        if (kind == ReceivedKind.DiagnosticReport && heading.EffectiveOn is { } day && day.AtMidnight().InUtc().ToInstant() + newWithin + Duration.FromDays(1) >= now)
            fresh.Add(recordId);
    }

    /// <summary>Makes results of what was noted; to be called when everything is filed.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        foreach (var id in fresh)
        {
            if (await records.FindReceivedAsync(id, cancellationToken) is { Patient: { } patient } record
                && BundleEntry.Parse(record.ReadContent(), "DiagnosticReport") is R4.DiagnosticReport report
                && await ReadAsync(record, patient, report, cancellationToken) is { Observations.Count: > 0 } incoming)
            {
                await new ResultIntake(records).ReceiveAsync(practice, incoming, newWithin, now, cancellationToken);
            }
        }

        fresh.Clear();
    }

    private static string? CodeOf(R4.CodeableConcept? concept) =>
        (concept?.Coding.Find(coding => coding.System == "http://loinc.org") ?? concept?.Coding.FirstOrDefault())?.Code is { Length: > 0 and <= 64 } code ? code : null;

    private static Instant? Moment(DateTimeOffset? at) => at is { } moment ? Instant.FromDateTimeOffset(moment) : null;

    private static Instant? Moment(R4.DataType? when) => when switch
    {
        R4.FhirDateTime moment when moment.TryToDateTimeOffset(TimeSpan.Zero, out var at) => Instant.FromDateTimeOffset(at),
        R4.Instant { Value: { } at } => Instant.FromDateTimeOffset(at),
        R4.Period { StartElement: { } start } => Moment(start),
        _ => null,
    };

    private async Task<IncomingReport?> ReadAsync(ReceivedRecord record, PatientId patient, R4.DiagnosticReport report, CancellationToken cancellationToken)
    {
        var taken = Moment(report.Effective);
        var at = Moment(report.Issued) ?? taken ?? now;
        List<Observation> values = [];
        foreach (var reference in report.Result.Select(one => one.Reference).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            foreach (var found in (await records.FindReceivedAsync(ReceivedKind.Observation, reference, cancellationToken)).Where(one => one.Patient == patient))
                values.AddRange(Read((R4.Observation)BundleEntry.Parse(found.ReadContent(), "Observation"), at));
        }

        if (values.Count == 0 && !string.IsNullOrWhiteSpace(report.Conclusion) && CodeOf(report.Code) is { } code)
            values.Add(new Observation(code, "conclusion", Status(report.Status?.ToString()), at) { Text = report.Conclusion, Name = report.Code?.Text ?? string.Empty });

        // Two values of one code in a report are told apart by their order, as OBX-4 does.
        values = [.. values.GroupBy(one => one.Slot, StringComparer.Ordinal).SelectMany(group => group.Select((one, index) => index == 0 ? one : one with { SubId = FormattableString.Invariant($"{one.SubId}{index + 1}") }))];
        var filler = report.Identifier.FirstOrDefault(one => one.Value is { Length: > 0 });
        return CodeOf(report.Code) is not { } test ? null : new IncomingReport(
            filler?.System is { Length: > 0 and <= 200 } system ? system : "fhir-import",
            filler?.Value is { Length: <= 200 } number ? number : record.Id,
            test,
            Status(report.Status?.ToString()),
            at,
            values,
            new NamedPatient([]))
        {
            Patient = patient,
            Practitioner = record.Practitioner,
            Order = await OrderAsync(report, cancellationToken),
            TakenAt = taken ?? at,
            Source = record.Id,
        };
    }

    private async Task<TestOrderId?> OrderAsync(R4.DiagnosticReport report, CancellationToken cancellationToken)
    {
        foreach (var number in report.BasedOn.Select(one => one.Identifier?.Value).OfType<string>())
        {
            try
            {
                if (await records.FindTestOrderAsync(new TestOrderId(number), cancellationToken) is { } order)
                    return order.Id;
            }
            catch (InvalidValueException)
            {
                // Another organisation's number: not one of our orders.
                continue;
            }
        }

        return null;
    }

    private static IEnumerable<Observation> Read(R4.Observation seen, Instant reportedAt)
    {
        var at = Moment(seen.Issued) ?? reportedAt;
        if (CodeOf(seen.Code) is { } code && seen.Value is not null)
            yield return Fill(new Observation(code, string.Empty, Status(seen.Status?.ToString()), at) { Name = seen.Code.Text ?? seen.Code.Coding.FirstOrDefault()?.Display ?? string.Empty }, seen.Value, seen.ReferenceRange, seen.Interpretation);

        foreach (var part in seen.Component)
        {
            if (CodeOf(part.Code) is { } partCode && part.Value is not null)
                yield return Fill(new Observation(partCode, string.Empty, Status(seen.Status?.ToString()), at) { Name = part.Code.Text ?? part.Code.Coding.FirstOrDefault()?.Display ?? string.Empty }, part.Value, part.ReferenceRange, part.Interpretation);
        }
    }

    private static Observation Fill(Observation one, R4.DataType value, List<R4.Observation.ReferenceRangeComponent> ranges, List<R4.CodeableConcept> interpretations)
    {
        var flag = AbnormalFlags.Read(interpretations.SelectMany(concept => concept.Coding).FirstOrDefault()?.Code);
        var range = ranges.Count == 1 ? ranges[0] : null;
        return value switch
        {
            R4.Quantity quantity => one with
            {
                Value = quantity.Value,
                Comparator = quantity.Comparator switch
                {
                    R4.Quantity.QuantityComparator.LessThan => "<",
                    R4.Quantity.QuantityComparator.LessOrEqual => "<=",
                    R4.Quantity.QuantityComparator.GreaterThan => ">",
                    R4.Quantity.QuantityComparator.GreaterOrEqual => ">=",
                    _ => string.Empty,
                },
                Unit = quantity.Code ?? quantity.Unit ?? string.Empty,
                Low = SameUnit(range?.Low, quantity),
                High = SameUnit(range?.High, quantity),
                Flag = flag,
            },
            R4.CodeableConcept concept => one with { Text = concept.Text ?? concept.Coding.FirstOrDefault()?.Display ?? concept.Coding.FirstOrDefault()?.Code ?? string.Empty, Flag = flag },
            R4.FhirString text => one with { Text = text.Value ?? string.Empty, Flag = flag },
            _ => one with { Text = value.ToString() ?? string.Empty, Flag = flag },
        };
    }

    // A range in another unit than the value is no range.
    private static decimal? SameUnit(R4.Quantity? limit, R4.Quantity value) =>
        limit is not null && (limit.Code ?? limit.Unit) is var unit && (unit is null || unit == (value.Code ?? value.Unit)) ? limit.Value : null;

    private static ObservationStatus Status(string? status) => ObservationStatusCodes.Read(status switch
    {
        "EnteredInError" => "entered-in-error",
        null => "registered",
        _ => status.ToLowerInvariant(),
    }) ?? ObservationStatus.Registered;
}

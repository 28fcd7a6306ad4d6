using System.Text.Json;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using NodaTime;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>The second reading of a bundle: what is new or changed goes into the practice's records, page by page.</summary>
internal sealed class BundleWrite(PracticeId practice, Instant now, BundleContents contents, FileTally tally, IImportTransaction transaction)
{
    private const int PageRows = 400;
    private const int PageBytes = 8 * 1024 * 1024;

    private readonly Dictionary<int, PatientEntry> patients = contents.Patients.ToDictionary(one => one.Index);
    private readonly Dictionary<int, PractitionerEntry> practitioners = contents.Practitioners.ToDictionary(one => one.Index);
    private readonly People who = new(practice, contents, tally, transaction.Records);
    private readonly HashSet<string> lifted = new(StringComparer.Ordinal);
    private readonly ImportedReports reports = new(practice, now, transaction.ResultsNewWithin, transaction.Records);
    private readonly List<Pending> page = [];
    private int pageBytes;
    private int pageRows;

    private IPracticeRecords Records => transaction.Records;

    /// <summary>Finds out who the bundle's people are in the practice.</summary>
    /// <exception cref="RefusedException">The ids of one patient belong to two.</exception>
    public Task BeginAsync(CancellationToken cancellationToken) => who.IdentifyAsync(transaction, cancellationToken);

    /// <summary>Takes one entry.</summary>
    /// <exception cref="RefusedException">It cannot be filed.</exception>
    public async Task WriteAsync(BundleEntry entry, CancellationToken cancellationToken)
    {
        switch (entry.Type)
        {
            case "Patient":
                await WritePatientAsync(entry, Known(patients, entry), cancellationToken);
                break;
            case "Practitioner":
                await WritePractitionerAsync(entry, Known(practitioners, entry), cancellationToken);
                break;
            case var type when KeptResource.IsKept(type):
                await KeepAsync(entry, KeptResource.Of(entry.Parse())!, cancellationToken);
                break;
            default:
                tally.Count(entry.Type, Fate.NotKept);
                await LiftCoverageAsync(entry, cancellationToken);
                break;
        }

        if (page.Count + pageRows >= PageRows || pageBytes >= PageBytes)
            await TurnPageAsync(cancellationToken);
    }

    /// <summary>Writes the last page, and makes results of reports that are news.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await TurnPageAsync(cancellationToken);
        await reports.TakeAsync(cancellationToken);
        await transaction.FlushAsync(cancellationToken);
    }

    private async Task WritePatientAsync(BundleEntry entry, PatientEntry known, CancellationToken cancellationToken)
    {
        var json = PatientStatement.Reduce(entry.Resource);
        var record = await Records.FindReceivedAsync(ReceivedRecord.IdOf(practice, ReceivedKind.Patient, known.Patient, known.Source), cancellationToken);
        if (record?.ContentHash == ReceivedRecord.HashOf(json))
        {
            tally.Count(entry.Type, Fate.Unchanged);
            return;
        }

        var today = now.InUtc().Date;
        var statement = PatientStatement.Of((R4.Patient)entry.Parse(), entry.ResourcePath, today, tally.Warn);
        var before = record is null
            ? null
            : PatientStatement.Of((R4.Patient)BundleEntry.Parse(record.ReadContent(), entry.ResourcePath), entry.ResourcePath, today, static _ => { });
        var patient = await Records.FindPatientAsync(known.Patient, cancellationToken);
        var isNew = patient is null;
        if (patient is null)
        {
            patient = Patient.Register(practice, known.Patient, statement.Name, statement.BirthDate, statement.Sex, now);
            Records.Add(patient);
        }
        else
        {
            // The sender's own earlier words are the measure: the office may have corrected its record since.
            var (name, born) = before is null ? (patient.Name, patient.BirthDate) : (before.Name, before.BirthDate);
            if (statement.IsSomeoneElseThan(name, born) || (known.IsKnownByLocalIdOnly && !statement.IsSurely(name, born)))
                throw new RefusedException($"{entry.ResourcePath}.identifier", "The practice knows another person by this id: name and birth date differ.");
        }

        statement.ApplyTo(patient, before, entry.ResourcePath, now, tally.Warn);
        Receive(record, ReceivedKind.Patient, known.Source, known.Patient, json, new ReceivedHeading());
        tally.Count(entry.Type, isNew ? Fate.New : Fate.Changed);
    }

    private async Task WritePractitionerAsync(BundleEntry entry, PractitionerEntry known, CancellationToken cancellationToken)
    {
        var json = BundleEntry.Compact(entry.Resource);
        var record = await Records.FindReceivedAsync(ReceivedRecord.IdOf(practice, ReceivedKind.Practitioner, patient: null, known.Source), cancellationToken);
        if (record?.ContentHash == ReceivedRecord.HashOf(json))
        {
            tally.Count(entry.Type, Fate.Unchanged);
            return;
        }

        var statement = PractitionerStatement.Of((R4.Practitioner)entry.Parse(), entry.ResourcePath, tally.Warn);
        var practitioner = await Records.FindPractitionerAsync(known.Practitioner, cancellationToken);
        tally.Count(entry.Type, practitioner is null ? Fate.New : Fate.Changed);
        if (practitioner is null)
            Records.Add(new Practitioner(practice, known.Practitioner, statement.Name, statement.Specialty, statement.Npi));
        else if (record is not null)
            statement.ApplyTo(practitioner, PractitionerStatement.Of((R4.Practitioner)BundleEntry.Parse(record.ReadContent(), entry.ResourcePath), entry.ResourcePath, static _ => { }));
        else if (People.IsKnownByReferenceOnly(practitioner))
            practitioner.Correct(statement.Name, statement.Specialty, statement.Npi);

        Receive(record, ReceivedKind.Practitioner, known.Source, patient: null, json, new ReceivedHeading(known.Practitioner));
    }

    private static T Known<T>(Dictionary<int, T> people, BundleEntry entry)
        where T : class =>
        people.GetValueOrDefault(entry.Index) ?? throw new RefusedException(entry.Path, "The file was changed while it was read; import it again.");

    private void Receive(ReceivedRecord? record, ReceivedKind kind, string source, PatientId? patient, byte[] json, ReceivedHeading heading)
    {
        pageRows += 2;
        if (record is null)
            Records.Add(new ReceivedRecord(practice, kind, source, patient, json, heading, now));
        else
            record.Receive(json, heading, now);
    }

    private async Task KeepAsync(BundleEntry entry, KeptResource kept, CancellationToken cancellationToken)
    {
        PatientId? patient = null;
        if (kept.SubjectElement is { } element)
        {
            patient = await who.FindPatientAsync(entry, kept.Subject, $"{entry.ResourcePath}.{element}", cancellationToken);
            if (patient is null)
            {
                tally.Warn(new ElementNote($"{entry.ResourcePath}.{element}", "Not kept: it is about no patient."));
                tally.Count(entry.Type, Fate.NotKept);
                return;
            }
        }

        var heading = new ReceivedHeading(await who.FindPractitionerAsync(entry, kept.Responsible, cancellationToken), kept.Code, kept.Display, kept.EffectiveOn);
        Add(new Pending(entry.Type, kept.Kind, entry.Source, patient, BundleEntry.Compact(entry.Resource), heading));
    }

    // Claims are not kept, but some senders say what a patient is covered by only inside of them, the same in each.
    private async Task LiftCoverageAsync(BundleEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.Resource.TryGetProperty("contained", out var contained) || contained.ValueKind != JsonValueKind.Array)
            return;

        foreach (var (one, index) in contained.EnumerateArray().Select((one, index) => (one, index)))
        {
            var path = $"{entry.ResourcePath}.contained[{index}]";
            if (!one.TryGetProperty("resourceType", out var type) || !type.ValueEquals("Coverage"))
                continue;

            var json = BundleEntry.Compact(one);
            var kept = KeptResource.Of(BundleEntry.Parse(json, path))!;
            var patient = await who.FindPatientAsync(entry, kept.Subject, $"{path}.{kept.SubjectElement}", cancellationToken);
            var source = $"sha256:{ReceivedRecord.HashOf(json)}";
            if (patient is not null && lifted.Add($"{patient}\n{source}"))
                Add(new Pending("Coverage", kept.Kind, source, patient, json, new ReceivedHeading(null, kept.Code, kept.Display, kept.EffectiveOn)));
        }
    }

    private void Add(Pending pending)
    {
        page.Add(pending);
        pageBytes += pending.Json.Length;
    }

    private async Task TurnPageAsync(CancellationToken cancellationToken)
    {
        var ids = page.ConvertAll(one => ReceivedRecord.IdOf(practice, one.Kind, one.Patient, one.Source));
        var known = page.Count == 0 ? new Dictionary<string, string>(StringComparer.Ordinal) : await Records.FindReceivedHashesAsync(ids, cancellationToken);
        foreach (var (id, pending) in ids.Zip(page))
        {
            if (!known.TryGetValue(id, out var hash))
            {
                Records.Add(new ReceivedRecord(practice, pending.Kind, pending.Source, pending.Patient, pending.Json, pending.Heading, now));
                tally.Count(pending.Type, Fate.New);
                reports.Note(id, pending.Kind, pending.Heading);
            }
            else if (hash == ReceivedRecord.HashOf(pending.Json))
            {
                tally.Count(pending.Type, Fate.Unchanged);
            }
            else
            {
                var record = await Records.FindReceivedAsync(id, cancellationToken);
                record!.Receive(pending.Json, pending.Heading, now);
                tally.Count(pending.Type, Fate.Changed);
                reports.Note(id, pending.Kind, pending.Heading);
            }
        }

        await transaction.FlushAsync(cancellationToken);
        page.Clear();
        (pageBytes, pageRows) = (0, 0);
    }

    private sealed record Pending(string Type, ReceivedKind Kind, string Source, PatientId? Patient, byte[] Json, ReceivedHeading Heading);
}

using Frontdesk.Domain;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>Who the people in a bundle are in the practice.</summary>
internal sealed class People(PracticeId practice, BundleContents contents, FileTally tally, IPracticeRecords records)
{
    private const int Page = 100;

    private readonly Dictionary<string, PatientId> patients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PractitionerId?> practitioners = new(StringComparer.Ordinal);

    /// <summary>A name as it is written, with nothing taken away; a name in one piece counts as the family name.</summary>
    /// <exception cref="RefusedException">There is nothing to call the person by, or a part is too long.</exception>
    public static PersonName NameOf(R4.HumanName name, string path, string? preferred = null)
    {
        var given = string.Join(' ', name.Given);
        var (first, last) = (name.Family, name.Text) switch
        {
            ({ Length: > 0 } family, _) => (given, family),
            (_, { Length: > 0 } text) => (string.Empty, text),
            _ => (string.Empty, given),
        };
        try
        {
            return new PersonName(first, last, preferred);
        }
        catch (InvalidValueException wrong)
        {
            throw new RefusedException(path, $"A name has {wrong.Remedy}.");
        }
    }

    /// <summary>All that is known of a practitioner is what a record called them.</summary>
    public static bool IsKnownByReferenceOnly(Practitioner practitioner) =>
        practitioner.Name.Given.Length == 0 && practitioner.Specialty.Length == 0;

    /// <summary>Says for each patient and practitioner of the bundle who it is, known or new.</summary>
    /// <exception cref="RefusedException">The ids of one patient belong to two, or two entries are one patient.</exception>
    public async Task IdentifyAsync(IImportTransaction transaction, CancellationToken cancellationToken)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var entry in contents.Patients)
        {
            foreach (var name in entry.Identifiers.Select(one => one.Value))
                RequireFirst(seen, name, entry.Index);

            entry.Patient = await IdentifyAsync(entry, cancellationToken);
            RequireFirst(seen, entry.Patient.Value, entry.Index);
            if (seen.Count % Page == 0)
                await transaction.FlushAsync(cancellationToken);
        }

        foreach (var entry in contents.Practitioners)
            entry.Practitioner = await IdentifyAsync(entry, cancellationToken);

        await transaction.FlushAsync(cancellationToken);
    }

    /// <summary>Whose a resource is; null when it is about something else than a patient.</summary>
    /// <exception cref="RefusedException">It is about a patient whom nobody knows.</exception>
    public async Task<PatientId?> FindPatientAsync(BundleEntry entry, R4.ResourceReference? subject, string path, CancellationToken cancellationToken)
    {
        var name = Reference.Name(subject?.Reference);
        var identifier = name is null
            ? Reference.Identifier(subject?.Identifier?.System, subject?.Identifier?.Value)
            : Reference.ConditionOf(name, "Patient");
        if (name is null && identifier is null)
            return null;

        name = identifier is { } by ? Reference.By("Patient", by) : name!;
        if (contents.PatientNames.Find(name, entry.FullUrl) is { } inside)
            return inside.Patient;

        if (contents.Has(name) || (Uri.IsWellFormedUriString(name, UriKind.Relative) && identifier is null && Reference.Tail(name, "Patient") is null))
            return null;

        if (patients.TryGetValue(name, out var known))
            return known;

        // An id like Patient/123 means something only to its own server, so it is never looked for without one.
        var found = identifier is { } one
            ? (await records.FindPatientByIdentifierAsync(one, cancellationToken))?.Id
            : Reference.Absolute(name, entry.FullUrl) is { } absolute ? await FindReceivedPatientAsync(absolute, cancellationToken) : null;
        return patients[name] = found
            ?? throw new RefusedException(
                subject?.Reference is null ? $"{path}.identifier" : $"{path}.reference",
                "Refers to a patient who is neither in this file nor known to the practice by that name.");
    }

    /// <summary>Who is responsible; null when nobody is named, or nobody known.</summary>
    public async Task<PractitionerId?> FindPractitionerAsync(BundleEntry entry, IReadOnlyList<R4.ResourceReference?> candidates, CancellationToken cancellationToken)
    {
        foreach (var candidate in candidates)
        {
            if (candidate is not null && await FindPractitionerAsync(entry, candidate, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    private static void RequireFirst(Dictionary<string, int> seen, string name, int index)
    {
        if (!seen.TryAdd(name, index) && seen[name] != index)
            throw new RefusedException($"Bundle.entry[{index}].resource.identifier", $"Bundle.entry[{seen[name]}] is the same patient.");
    }

    private async Task<PatientId> IdentifyAsync(PatientEntry entry, CancellationToken cancellationToken)
    {
        PatientId? found = null;
        foreach (var identifier in entry.Identifiers)
        {
            var known = await records.FindPatientByIdentifierAsync(identifier, cancellationToken);
            if (known is not null && found is not null && known.Id != found)
                throw new RefusedException($"Bundle.entry[{entry.Index}].resource.identifier", "The identifiers belong to two different patients of the practice.");

            found = known?.Id ?? found;
        }

        return found
            ?? (entry.IsKnownByLocalIdOnly ? null : await FindReceivedPatientAsync(entry.Source, cancellationToken))
            ?? new PatientId("pat-" + ReceivedRecord.IdOf(practice, ReceivedKind.Patient, patient: null, entry.Identifiers.Count > 0 ? entry.Identifiers[0].Value : entry.Source));
    }

    private async Task<PatientId?> FindReceivedPatientAsync(string source, CancellationToken cancellationToken)
    {
        var owners = (await records.FindReceivedAsync(ReceivedKind.Patient, source, cancellationToken)).Select(record => record.Patient).Distinct().ToList();
        return owners.Count == 1 ? owners[0] : null;
    }

    private async Task<PractitionerId> IdentifyAsync(PractitionerEntry entry, CancellationToken cancellationToken)
    {
        var statement = entry.Statement;
        if (statement.Npi is { } npi && await records.FindPractitionerByNpiAsync(npi, cancellationToken) is { } known)
            return known.Id;

        if ((await records.FindReceivedAsync(ReceivedKind.Practitioner, entry.Source, cancellationToken)).FirstOrDefault()?.Practitioner is { } before)
            return before;

        // A number that is no NPI is shared by many test systems, so it identifies only together with the name.
        var names = statement.Identifiers.Where(CanIdentify).OrderByDescending(one => one.System == PractitionerStatement.NpiSystem).ToList();
        foreach (var id in names.Select(IdOf))
        {
            if (await records.FindPractitionerAsync(id, cancellationToken) is { } same && same.Name.Full.Contains(statement.Name.Family, StringComparison.OrdinalIgnoreCase))
                return id;
        }

        foreach (var id in names.Select(IdOf))
        {
            if (await records.FindPractitionerAsync(id, cancellationToken) is null)
                return id;
        }

        return IdOf(entry.Source);
    }

    private async Task<PractitionerId?> FindPractitionerAsync(BundleEntry entry, R4.ResourceReference candidate, CancellationToken cancellationToken)
    {
        var name = Reference.Name(candidate.Reference);
        var identifier = name is null && candidate.Type is null or "Practitioner"
            ? Reference.Identifier(candidate.Identifier?.System, candidate.Identifier?.Value)
            : name is null ? null : Reference.ConditionOf(name, "Practitioner");
        if (name is null && identifier is null)
            return null;

        name = identifier is { } by ? Reference.By("Practitioner", by) : name!;
        if (contents.PractitionerNames.Find(name, entry.FullUrl) is { } inside)
            return inside.Practitioner;

        if (practitioners.TryGetValue(name, out var known))
            return known;

        return practitioners[name] = identifier is { } one
            ? await FindOrAddPractitionerAsync(entry, one, candidate.Display, cancellationToken)
            : Reference.Absolute(name, entry.FullUrl) is { } absolute && !contents.Has(name)
                ? (await records.FindReceivedAsync(ReceivedKind.Practitioner, absolute, cancellationToken)).FirstOrDefault()?.Practitioner
                : null;
    }

    private async Task<PractitionerId?> FindOrAddPractitionerAsync(BundleEntry entry, ExternalIdentifier identifier, string? display, CancellationToken cancellationToken)
    {
        Npi? npi = identifier.System == PractitionerStatement.NpiSystem && Npi.TryParse(identifier.Code, out var valid) ? valid : null;
        if (npi is { } number && await records.FindPractitionerByNpiAsync(number, cancellationToken) is { } byNumber)
            return byNumber.Id;

        if (await records.FindPractitionerAsync(IdOf(identifier), cancellationToken) is { } same)
            return same.Id;

        if (!CanIdentify(identifier) || string.IsNullOrWhiteSpace(display) || display.Length > 100)
        {
            tally.Warn(new ElementNote(entry.ResourcePath, "Refers to a practitioner who is neither in this file nor known to the practice; kept without one."));
            return null;
        }

        var added = new Practitioner(practice, IdOf(identifier), new PersonName(string.Empty, display), specialty: string.Empty, npi);
        records.Add(added);
        tally.Count("Practitioner", Fate.New);
        return added.Id;
    }

    private static bool CanIdentify(ExternalIdentifier identifier) =>
        identifier.System != PractitionerStatement.NpiSystem || (identifier.Code.Length == 10 && identifier.Code.All(char.IsAsciiDigit));

    private PractitionerId IdOf(ExternalIdentifier identifier) => IdOf(identifier.Value);

    private PractitionerId IdOf(string name) => new("prac-" + ReceivedRecord.IdOf(practice, ReceivedKind.Practitioner, patient: null, name));
}

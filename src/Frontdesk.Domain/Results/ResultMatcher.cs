using Frontdesk.Domain.Patients;

namespace Frontdesk.Domain.Results;

/// <summary>
/// Finds whose a report is. Two identifiers have to agree and none may contradict; a name alone is nothing (domain.md §3, §5
/// chart filing). More than one candidate is no match.
/// </summary>
public sealed class ResultMatcher(IPracticeRecords records)
{
    /// <summary>The patient whom two identifiers name; null when a person has to find out.</summary>
    /// <param name="about">Whom the report says it is about.</param>
    /// <param name="order">The practice's order that the report answers, if it does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PatientId?> FindAsync(NamedPatient about, TestOrder? order, CancellationToken cancellationToken = default)
    {
        var candidates = new Dictionary<PatientId, Patient>();
        if (order is not null && await records.FindPatientAsync(order.Patient, cancellationToken) is { } ordered)
            candidates[ordered.Id] = ordered;

        foreach (var identifier in about.Identifiers)
        {
            if (await records.FindPatientByIdentifierAsync(identifier, cancellationToken) is { } known)
                candidates[known.Id] = known;
        }

        // Ids that lead to several people contradict each other, whatever else agrees.
        if (candidates.Count > 1)
            return null;

        if (candidates.Count == 0 && about.BirthDate is { } born)
        {
            foreach (var patient in await records.FindPatientsBornAsync(born, cancellationToken))
                candidates[patient.Id] = patient;
        }

        List<PatientId> matches = [.. candidates.Values.Where(patient => Agree(about, patient)).Select(patient => patient.Id)];
        return matches.Count == 1 ? matches[0] : null;
    }

    /// <summary>Two identifiers agree and none contradicts: of an id, the date of birth, the full name and a phone.</summary>
    public static bool Agree(NamedPatient about, Patient patient)
    {
        if (Contradicts(about, patient))
            return false;

        var sharesId = about.Identifiers.Any(patient.Identifiers.Contains);
        var sharesName = about.Name is { } name && SharesName(name, patient);
        var agreeing = (sharesId ? 1 : 0)
            + (about.BirthDate is not null ? 1 : 0)
            + (sharesName ? 1 : 0)
            + (about.Phone is { } phone && patient.Phones.Any(one => one.Number == phone && !one.IsWrong) ? 1 : 0);

        // A birthday and a shared phone are twins; one of the two has to say who.
        return agreeing >= 2 && (sharesId || sharesName);
    }

    /// <summary>The date of birth or the ids in the report are another's: nothing else can make it this patient's by itself.</summary>
    public static bool Contradicts(NamedPatient about, Patient patient) =>
        Differs(PatientIdentifier.BirthDate, about, patient) || Differs(PatientIdentifier.RecordNumber, about, patient);

    /// <summary>The report carries this identifier, and it is not the patient's.</summary>
    public static bool Differs(PatientIdentifier identifier, NamedPatient about, Patient patient) => identifier switch
    {
        PatientIdentifier.FullName => about.Name is { } name && !SharesName(name, patient),
        PatientIdentifier.BirthDate => about.BirthDate is { } born && born != patient.BirthDate,
        PatientIdentifier.RecordNumber => !about.Identifiers.Any(patient.Identifiers.Contains) && SharesSystem(about, patient),
        PatientIdentifier.Phone => about.Phone is { } phone && !patient.Phones.Any(one => one.Number == phone),
        _ => false,
    };

    private static bool SharesName(PersonName name, Patient patient) => IsSame(name.Family, patient.Name.Family) && IsSame(First(name.Given), First(patient.Name.Given));

    private static bool SharesSystem(NamedPatient about, Patient patient) => about.Identifiers.Any(one => patient.Identifiers.Any(other => other.System == one.System));

    private static string First(string given) => given.Split(' ', 2)[0];

    private static bool IsSame(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

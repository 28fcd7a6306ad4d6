using System.Security.Cryptography;
using System.Text;
using Frontdesk.Domain;
using NodaTime;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>A patient of a bundle, before it is known who it is in the practice.</summary>
internal sealed record PatientEntry(int Index, string Source, IReadOnlyList<ExternalIdentifier> Identifiers)
{
    /// <summary>Nothing but an id like <c>Patient/123</c>, which another sender may use for someone else.</summary>
    public bool IsKnownByLocalIdOnly => Identifiers.Count == 0 && Source.StartsWith("Patient/", StringComparison.Ordinal);

    /// <summary>The practice's patient, once known.</summary>
    public PatientId Patient { get; set; }
}

/// <summary>A practitioner of a bundle, before it is known who it is in the practice.</summary>
internal sealed record PractitionerEntry(int Index, string Source, PractitionerStatement Statement)
{
    /// <summary>The practice's practitioner, once known.</summary>
    public PractitionerId Practitioner { get; set; }
}

/// <summary>
/// The first reading of a bundle: every entry is checked, and only what others refer to is remembered, so that a large
/// bundle needs little memory.
/// </summary>
internal sealed class BundleContents
{
    private readonly HashSet<UInt128> sources = [];

    public ReferenceTable<PatientEntry> PatientNames { get; } = new("Patient");

    public ReferenceTable<PractitionerEntry> PractitionerNames { get; } = new("Practitioner");

    public List<PatientEntry> Patients { get; } = [];

    public List<PractitionerEntry> Practitioners { get; } = [];

    /// <summary>The bundle has an entry of that name, of whatever type.</summary>
    public bool Has(string source) => sources.Contains(Digest(source));

    /// <summary>Checks an entry by FHIR's rules and by what the office needs.</summary>
    /// <exception cref="RefusedException">It breaks one.</exception>
    public void Check(BundleEntry entry, LocalDate today)
    {
        if (!sources.Add(Digest(entry.Source)))
            throw new RefusedException(entry.FullUrl is null ? $"{entry.ResourcePath}.id" : $"{entry.Path}.fullUrl", "Another entry of the bundle has the same one.");

        switch (entry.Parse())
        {
            case R4.Patient patient:
                var known = PatientStatement.Of(patient, entry.ResourcePath, today, static _ => { });
                var one = new PatientEntry(entry.Index, entry.Source, known.Identifiers);
                Patients.Add(one);
                PatientNames.Add(entry, known.Identifiers, one);
                break;
            case R4.Practitioner practitioner:
                var statement = PractitionerStatement.Of(practitioner, entry.ResourcePath, static _ => { });
                var other = new PractitionerEntry(entry.Index, entry.Source, statement);
                Practitioners.Add(other);
                PractitionerNames.Add(entry, statement.Identifiers, other);
                break;
        }
    }

    private static UInt128 Digest(string source)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(source));
        return new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }
}

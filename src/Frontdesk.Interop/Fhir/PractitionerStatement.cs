using Frontdesk.Domain;
using Frontdesk.Domain.Practitioners;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>What a sender says about a practitioner, in the practice's terms.</summary>
internal sealed record PractitionerStatement(PersonName Name, string Specialty, Npi? Npi, IReadOnlyList<ExternalIdentifier> Identifiers)
{
    /// <summary>The system of US National Provider Identifiers.</summary>
    public const string NpiSystem = "http://hl7.org/fhir/sid/us-npi";

    /// <summary>Reads a practitioner.</summary>
    /// <exception cref="RefusedException">The practitioner has no name.</exception>
    public static PractitionerStatement Of(R4.Practitioner practitioner, string path, Action<ElementNote> warn)
    {
        if (practitioner.Name.Count == 0)
            throw new RefusedException($"{path}.name", "A practitioner has a name.");

        var qualification = practitioner.Qualification.FirstOrDefault()?.Code;
        List<ExternalIdentifier> identifiers = [];
        Npi? npi = null;
        for (var i = 0; i < practitioner.Identifier.Count; i++)
        {
            if (Reference.Identifier(practitioner.Identifier[i].System, practitioner.Identifier[i].Value) is not { } identifier)
                continue;

            identifiers.Add(identifier);
            if (identifier.System != NpiSystem)
                continue;

            if (Domain.Npi.TryParse(identifier.Code, out var valid))
                npi ??= valid;
            else
                warn(new ElementNote($"{path}.identifier[{i}].value", "Kept as an identifier only: an NPI has ten digits with a correct check digit."));
        }

        return new PractitionerStatement(
            People.NameOf(practitioner.Name[0], $"{path}.name[0]"),
            qualification?.Text ?? qualification?.Coding.FirstOrDefault()?.Display ?? string.Empty,
            npi,
            identifiers);
    }

    /// <summary>Tells the practice's record what the sender changed; what it did not change stays as the office has it.</summary>
    public void ApplyTo(Practitioner practitioner, PractitionerStatement before) =>
        practitioner.Correct(
            before.Name == Name ? practitioner.Name : Name,
            before.Specialty == Specialty ? practitioner.Specialty : Specialty,
            before.Npi == Npi ? practitioner.Npi : Npi);
}

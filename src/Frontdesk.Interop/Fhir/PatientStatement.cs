using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using NodaTime;
using NodaTime.Text;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>What a sender says about a patient, in the practice's terms.</summary>
internal sealed record PatientStatement(
    PersonName Name,
    LocalDate BirthDate,
    AdministrativeSex Sex,
    bool IsDeceased,
    LanguageTag? Language,
    bool NeedsInterpreter,
    IReadOnlyList<(PhoneNumber Number, LineType Line)> Phones,
    IReadOnlyList<EmailAddress> Emails,
    IReadOnlyList<ExternalIdentifier> Identifiers,
    PostalAddress? Address = null)
{
    private const string InterpreterRequired = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "resourceType", "id", "meta", "identifier", "active", "name", "telecom", "gender", "birthDate", "deceasedBoolean",
        "deceasedDateTime", "address", "maritalStatus", "contact", "communication", "generalPractitioner", "managingOrganization", "link",
    };

    /// <summary>Ids that the front office never needs: social security, driver's licence, passport, tax.</summary>
    private static readonly HashSet<string> PrivateTypes = new(StringComparer.Ordinal) { "SS", "SB", "DL", "PPN", "TAX" };

    /// <summary>Reads a patient.</summary>
    /// <param name="patient">The resource.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="today">The day of the import, in UTC; nobody is born after tomorrow.</param>
    /// <param name="warn">Told of what is left out.</param>
    /// <exception cref="RefusedException">The patient cannot be told from others.</exception>
    public static PatientStatement Of(R4.Patient patient, string path, LocalDate today, Action<ElementNote> warn)
    {
        var language = LanguageOf(patient, path, warn);
        var interpreter = patient.Extension.Find(one => one.Url == InterpreterRequired)?.Value as R4.FhirBoolean;
        return new PatientStatement(
            NameOf(patient, path),
            BirthDateOf(patient, path, today),
            patient.Gender switch
            {
                R4.AdministrativeGender.Female => AdministrativeSex.Female,
                R4.AdministrativeGender.Male => AdministrativeSex.Male,
                R4.AdministrativeGender.Other => AdministrativeSex.Other,
                _ => AdministrativeSex.Unknown,
            },
            patient.Deceased is R4.FhirBoolean { Value: true } or R4.FhirDateTime,
            language,
            interpreter?.Value ?? false,
            [.. PhonesOf(patient, path, warn).DistinctBy(phone => phone.Number)],
            [.. EmailsOf(patient, path, warn).Distinct()],
            IdentifiersOf(patient, path, warn),
            AddressOf(patient, path, warn));
    }

    /// <summary>Ids by which the patient is known again, medical record numbers first, without those that are private.</summary>
    public static IReadOnlyList<ExternalIdentifier> IdentifiersOf(R4.Patient patient, string path, Action<ElementNote> warn)
    {
        List<(ExternalIdentifier Identifier, bool IsRecordNumber)> found = [];
        for (var i = 0; i < patient.Identifier.Count; i++)
        {
            var one = patient.Identifier[i];
            var types = one.Type?.Coding.Select(coding => coding.Code).ToList() ?? [];
            if (one.Use == R4.Identifier.IdentifierUse.Old || IsPrivate(one.System, types))
                continue;

            if (Reference.Identifier(one.System, one.Value) is { } identifier)
                found.Add((identifier, types.Contains("MR")));
            else
                warn(new ElementNote($"{path}.identifier[{i}]", "Left out: an identifier has a system and a value of up to 200 characters without a bar."));
        }

        return [.. found.OrderByDescending(one => one.IsRecordNumber).Select(one => one.Identifier).Distinct()];
    }

    /// <summary>The resource without what the office does not need: private ids, narrative, photo, unknown extensions.</summary>
    public static byte[] Reduce(JsonElement resource)
    {
        var reduced = new JsonObject();
        foreach (var property in resource.EnumerateObject().Where(property => Kept.Contains(property.Name)))
            reduced.Add(property.Name, JsonNode.Parse(property.Value.GetRawText()));

        foreach (var identifier in (reduced["identifier"] as JsonArray)?.ToList() ?? [])
        {
            var types = (identifier?["type"]?["coding"] as JsonArray)?.Select(coding => (string?)coding?["code"]);
            if (IsPrivate((string?)identifier?["system"], types ?? []))
                reduced["identifier"]!.AsArray().Remove(identifier);
        }

        if (reduced["identifier"] is JsonArray { Count: 0 })
            reduced.Remove("identifier");

        if (resource.TryGetProperty("extension", out var extensions))
        {
            var interpreter = extensions.EnumerateArray().Where(one => one.TryGetProperty("url", out var url) && url.ValueEquals(InterpreterRequired));
            if (interpreter.Select(one => JsonNode.Parse(one.GetRawText())).ToArray() is { Length: > 0 } found)
                reduced.Add("extension", new JsonArray(found));
        }

        using var document = JsonDocument.Parse(reduced.ToJsonString());
        return BundleEntry.Compact(document.RootElement);
    }

    /// <summary>
    /// Tells the practice's record what is new. What the sender did not change since <paramref name="before"/> is left as
    /// the office has it; without a before, the office's own name, birth date and sex stay.
    /// </summary>
    public void ApplyTo(Patient patient, PatientStatement? before, string path, Instant now, Action<ElementNote> warn)
    {
        if (before is null)
        {
            if (patient.Name.Family != Name.Family || patient.Name.Given != Name.Given)
                warn(new ElementNote($"{path}.name", "Differs from the name that the practice has; the practice's own stays."));

            if (patient.BirthDate != BirthDate)
                warn(new ElementNote($"{path}.birthDate", "Differs from the birth date that the practice has; the practice's own stays."));
        }
        else if ((before.Name, before.BirthDate, before.Sex) != (Name, BirthDate, Sex))
        {
            patient.CorrectDemographics(
                before.Name == Name ? patient.Name : Name,
                before.BirthDate == BirthDate ? patient.BirthDate : BirthDate,
                before.Sex == Sex ? patient.Sex : Sex);
        }

        if (IsDeceased)
            patient.RecordDeath(now);
        else if (before?.IsDeceased == true)
            patient.CorrectDeath();

        var languageIsNews = before is null ? patient.Language is null : (before.Language, before.NeedsInterpreter) != (Language, NeedsInterpreter);
        if (languageIsNews)
            patient.Speak(Language, NeedsInterpreter);

        foreach (var gone in before?.Phones.Where(phone => !Phones.Any(other => other.Number == phone.Number)) ?? [])
            patient.RemovePhone(gone.Number);

        foreach (var (number, line) in Phones.Where(phone => before?.Phones.Contains(phone) != true && !patient.Phones.Any(known => known.Number == phone.Number)))
            patient.AddPhone(number, line);

        foreach (var gone in before?.Emails.Except(Emails) ?? [])
            patient.RemoveEmail(gone);

        foreach (var email in Emails.Except(before?.Emails ?? []).Where(email => !patient.Emails.Any(known => known.Address == email)))
            patient.AddEmail(email);

        // What the desk wrote down stays until the sender says something new.
        if (before is null ? patient.Address is null : before.Address != Address)
            patient.MoveTo(Address);

        foreach (var identifier in Identifiers)
            patient.AddIdentifier(identifier);
    }

    /// <summary>Neither name nor birth date is the same: one id means two people.</summary>
    public bool IsSomeoneElseThan(PersonName name, LocalDate birthDate) =>
        birthDate != BirthDate
        && !string.Equals(name.Family, Name.Family, StringComparison.OrdinalIgnoreCase)
        && !string.Equals(name.Given, Name.Given, StringComparison.OrdinalIgnoreCase);

    /// <summary>Birth date and family name are the same.</summary>
    public bool IsSurely(PersonName name, LocalDate birthDate) =>
        birthDate == BirthDate && string.Equals(name.Family, Name.Family, StringComparison.OrdinalIgnoreCase);

    private static PersonName NameOf(R4.Patient patient, string path)
    {
        var index = patient.Name.FindIndex(name => name.Use == R4.HumanName.NameUse.Official);
        if (index < 0)
            index = patient.Name.FindIndex(name => name.Use is null or R4.HumanName.NameUse.Usual);

        if (index < 0)
            index = patient.Name.FindIndex(name => name.Use is not R4.HumanName.NameUse.Old);

        if (index < 0)
            throw new RefusedException($"{path}.name", "A patient has a name.");

        var nickname = patient.Name.Find(name => name.Use == R4.HumanName.NameUse.Nickname)?.Given.FirstOrDefault();
        return People.NameOf(patient.Name[index], $"{path}.name[{index}]", nickname);
    }

    private static LocalDate BirthDateOf(R4.Patient patient, string path, LocalDate today)
    {
        var text = patient.BirthDate
            ?? throw new RefusedException($"{path}.birthDate", "The birth date is missing; without it patients of the same name cannot be told apart.");
        var parsed = LocalDatePattern.Iso.Parse(text);
        if (!parsed.Success)
            throw new RefusedException($"{path}.birthDate", "The birth date is a full day of the form YYYY-MM-DD.");

        return parsed.Value > today.PlusDays(1)
            ? throw new RefusedException($"{path}.birthDate", "The birth date lies in the future.")
            : parsed.Value;
    }

    private static LanguageTag? LanguageOf(R4.Patient patient, string path, Action<ElementNote> warn)
    {
        var index = Math.Max(0, patient.Communication.FindIndex(one => one.Preferred == true));
        if (patient.Communication.ElementAtOrDefault(index)?.Language is not { } language)
            return null;

        foreach (var coding in language.Coding)
        {
            if (LanguageTag.TryParse(coding.Code, out var tag))
                return tag;
        }

        warn(new ElementNote($"{path}.communication[{index}].language", "Left out: not a language tag such as en or es-MX."));
        return null;
    }

    private static IEnumerable<(PhoneNumber Number, LineType Line)> PhonesOf(R4.Patient patient, string path, Action<ElementNote> warn)
    {
        foreach (var (contact, at) in Telecoms(patient, path).Where(one => one.Contact.System is R4.ContactPoint.ContactPointSystem.Phone or R4.ContactPoint.ContactPointSystem.Sms))
        {
            if (PhoneNumber.TryParse(contact.Value, out var number))
                yield return (number, contact.Use == R4.ContactPoint.ContactPointUse.Mobile || contact.System == R4.ContactPoint.ContactPointSystem.Sms ? LineType.Mobile : LineType.Unknown);
            else
                warn(new ElementNote($"{at}.value", "Left out: not a number that can be dialled."));
        }
    }

    // The home address that is in force; an old one is no place for a letter.
    private static PostalAddress? AddressOf(R4.Patient patient, string path, Action<ElementNote> warn)
    {
        var candidates = patient.Address
            .Select((address, index) => (Address: address, At: $"{path}.address[{index}]"))
            .Where(one => one.Address.Use is not (R4.Address.AddressUse.Old or R4.Address.AddressUse.Billing) && one.Address.Period?.End is null)
            .OrderBy(one => one.Address.Use == R4.Address.AddressUse.Home ? 0 : 1);
        foreach (var (address, at) in candidates)
        {
            try
            {
                var country = address.Country is { Length: 2 } code ? code : "US";
                return new PostalAddress([.. address.Line.OfType<string>()], address.City ?? string.Empty, address.State ?? string.Empty, address.PostalCode ?? string.Empty, country);
            }
            catch (InvalidValueException)
            {
                warn(new ElementNote(at, "Left out: not an address that a letter can go to."));
            }
        }

        return null;
    }

    private static IEnumerable<EmailAddress> EmailsOf(R4.Patient patient, string path, Action<ElementNote> warn)
    {
        foreach (var (contact, at) in Telecoms(patient, path).Where(one => one.Contact.System == R4.ContactPoint.ContactPointSystem.Email))
        {
            if (EmailAddress.TryParse(contact.Value, out var address))
                yield return address;
            else
                warn(new ElementNote($"{at}.value", "Left out: not an e-mail address."));
        }
    }

    // Best first by the sender's rank; those of the past are of no use.
    private static IEnumerable<(R4.ContactPoint Contact, string Path)> Telecoms(R4.Patient patient, string path) =>
        patient.Telecom
            .Select((contact, index) => (Contact: contact, Path: $"{path}.telecom[{index}]"))
            .Where(one => one.Contact.Use != R4.ContactPoint.ContactPointUse.Old)
            .OrderBy(one => one.Contact.Rank ?? int.MaxValue);

    private static bool IsPrivate(string? system, IEnumerable<string?> types) =>
        types.Any(type => type is not null && PrivateTypes.Contains(type))
        || (system is not null && (system.EndsWith("/us-ssn", StringComparison.OrdinalIgnoreCase)
            || system.EndsWith("2.16.840.1.113883.4.1", StringComparison.Ordinal)
            || system.Contains("2.16.840.1.113883.4.3.", StringComparison.Ordinal)
            || system.Contains("passport", StringComparison.OrdinalIgnoreCase)));
}

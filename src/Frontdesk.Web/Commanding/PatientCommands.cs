using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Engine.Pump;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>What the front desk does with patients, inside a burst.</summary>
internal static class PatientCommands
{
    /// <summary>The field that says what to do about a patient who is on record already; its value is that patient's id.</summary>
    public const string DuplicateField = "isAnother";

    private const int LongestName = 100;
    private const int OldestInYears = 130;
    private const string Source = "front desk";

    public static async ValueTask<string> RegisterAsync(BurstTransaction burst, IPracticeRecords records, RegisterPatient command, DateTimeZone zone, CancellationToken stop)
    {
        var now = Instant.FromDateTimeOffset(burst.Now);
        var problems = Problems(command, now.InZone(zone).Date);
        if (problems.Count > 0)
            throw new CommandRefusedException(Refusal.Invalid, problems);
        var name = new PersonName(command.GivenName, command.FamilyName);
        var birthDate = LocalDate.FromDateOnly(command.BornOn);
        if (!command.IsAnother && (await records.FindPatientsBornOnAsync(birthDate, stop)).FirstOrDefault(one => one.IsProbably(name, birthDate)) is { } known)
        {
            throw new CommandRefusedException(
                Refusal.Conflict,
                new FieldProblem(DuplicateField, known.Id.Value, "A patient with this name and birth date is on record already.", "Use that record, or say that this is somebody else."));
        }

        var patient = Patient.Register(new PracticeId(burst.PracticeId), new PatientId(burst.NewId()), name, birthDate, command.Sex, now);
        if (PhoneNumber.TryParse(command.Phone, out var phone))
            patient.AddPhone(phone);
        if (EmailAddress.TryParse(command.Email, out var email))
            patient.AddEmail(email);
        if (LanguageTag.TryParse(command.Language, out var language))
            patient.Speak(language);
        if (command.TextsAllowed is true)
            patient.GrantConsent(patient.Person, Channel.Sms, Source, now);
        if (command.TextsAllowed is false)
            patient.RevokeConsent(patient.Person, Channel.Sms, Source, now);
        patient.Prefer(command.PreferredChannel);
        records.Add(patient);
        return patient.Id.Value;
    }

    // Every field is looked at, so that a form can show all that is wrong with it at once. Values are left out: they are PHI.
    private static List<FieldProblem> Problems(RegisterPatient command, LocalDate today)
    {
        List<FieldProblem> problems = [];
        void Refuse(bool isWrong, string field, string message, string remedy)
        {
            if (isWrong)
                problems.Add(new FieldProblem(field, null, message, remedy));
        }

        var born = LocalDate.FromDateOnly(command.BornOn);
        Refuse(string.IsNullOrWhiteSpace(command.FamilyName), "familyName", "The last name is missing.", "Write it as the patient does.");
        Refuse(command.FamilyName?.Trim().Length > LongestName, "familyName", "The last name is too long.", $"Use up to {LongestName} characters.");
        Refuse(command.GivenName?.Trim().Length > LongestName, "givenName", "The first name is too long.", $"Use up to {LongestName} characters.");
        Refuse(born > today, "bornOn", "The birth date is in the future.", "Check the year.");
        Refuse(born < today.PlusYears(-OldestInYears), "bornOn", $"The birth date is more than {OldestInYears} years ago.", "Check the year.");
        Refuse(!Enum.IsDefined(command.Sex), "sex", "There is no such entry.", "Choose one of the list.");
        Refuse(HasText(command.Phone) && !PhoneNumber.TryParse(command.Phone, out _), "phone", "This is not a phone number.", "Write it like (617) 555-0123, with country code when it is not a US one.");
        Refuse(HasText(command.Email) && !EmailAddress.TryParse(command.Email, out _), "email", "This is not an e-mail address.", "Write it like name@example.org.");
        Refuse(HasText(command.Language) && !LanguageTag.TryParse(command.Language, out _), "language", "This is not a language.", "Write a tag such as en or es.");
        Refuse(command.TextsAllowed is true && !HasText(command.Phone), "phone", "Texts need a phone number.", "Add the number, or leave texts open.");
        Refuse(command.PreferredChannel is { } channel && !Enum.IsDefined(channel), "preferredChannel", "There is no such way to reach a patient.", "Choose one of the list.");
        Refuse(command.PreferredChannel is Channel.Sms or Channel.Voice && !HasText(command.Phone), "preferredChannel", "Texts and calls need a phone number.", "Add the number, or choose another way.");
        Refuse(command.PreferredChannel is Channel.Sms && command.TextsAllowed is not true, "preferredChannel", "The patient has not said yes to texts.", "Ask about texts, or choose another way.");
        Refuse(command.PreferredChannel is Channel.Email && !HasText(command.Email), "preferredChannel", "E-mail needs an address.", "Add the address, or choose another way.");
        return problems;
    }

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);
}

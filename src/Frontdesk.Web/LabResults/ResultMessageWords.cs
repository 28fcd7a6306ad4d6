using Frontdesk.Domain;

namespace Frontdesk.Web.LabResults;

/// <summary>What the secure page of a result says around the message, in the patient's language: English and Spanish.</summary>
/// <param name="Title">What the page is.</param>
/// <param name="Values">The heading of the values.</param>
/// <param name="Expected">Before what is expected of a value.</param>
/// <param name="Questions">What to do with questions.</param>
/// <param name="Changed">The message is being replaced.</param>
/// <param name="Private">Why it asks.</param>
/// <param name="BirthDate">What it asks for.</param>
/// <param name="Month">The month.</param>
/// <param name="Day">The day.</param>
/// <param name="Year">The year.</param>
/// <param name="YearDigits">How a year is typed.</param>
/// <param name="Read">What the button does.</param>
internal sealed record ResultMessageWords(string Title, string Values, string Expected, string Questions, string Changed, string Private, string BirthDate, string Month, string Day, string Year, string YearDigits, string Read)
{
    private static readonly ResultMessageWords English = new(
        "A message from your care team",
        "Your result",
        "expected:",
        "If you have questions, call the office that wrote to you. This page opens again until the link expires.",
        "This message is being updated. Your care team will be in touch; if you have questions, call the office that wrote to you.",
        "To keep it private, please give the patient's date of birth.",
        "Date of birth",
        "Month",
        "Day",
        "Year",
        "YYYY",
        "Read the message");

    private static readonly ResultMessageWords Spanish = new(
        "Un mensaje de su equipo médico",
        "Su resultado",
        "lo esperado:",
        "Si tiene preguntas, llame al consultorio que le escribió. Esta página se puede volver a abrir hasta que venza el enlace.",
        "Este mensaje se está actualizando. Su equipo médico se comunicará con usted; si tiene preguntas, llame al consultorio que le escribió.",
        "Para proteger su privacidad, escriba la fecha de nacimiento del paciente.",
        "Fecha de nacimiento",
        "Mes",
        "Día",
        "Año",
        "AAAA",
        "Leer el mensaje");

    /// <summary>The words in a language; English where there are none.</summary>
    public static ResultMessageWords In(LanguageTag language) => IsSpanish(language) ? Spanish : English;

    /// <summary>The language that the page is in for someone with that language.</summary>
    public LanguageTag Language(LanguageTag wanted) => this == Spanish ? wanted : LanguageTag.English;

    /// <summary>The date that was given is not the one on record.</summary>
    public string WrongDate(int attemptsLeft) => (this == Spanish, attemptsLeft) switch
    {
        (true, 1) => "No es la fecha de nacimiento que tenemos. Queda un intento.",
        (true, _) => $"No es la fecha de nacimiento que tenemos. Quedan {attemptsLeft} intentos.",
        (false, 1) => "This is not the date of birth that we have. One try is left.",
        _ => $"This is not the date of birth that we have. {attemptsLeft} tries are left.",
    };

    private static bool IsSpanish(LanguageTag language) => language.Primary == LanguageTag.Spanish.Primary;
}

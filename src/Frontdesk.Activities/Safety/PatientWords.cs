using System.Text;

namespace Frontdesk.Activities.Safety;

/// <summary>
/// Whether a name stands for something about a patient that no message may say: a message says practice, time and call-back
/// only (domain.md §2 "Content", §3 "No result content in SMS").
/// </summary>
internal static class PatientWords
{
    private static readonly HashSet<string> Words = new(
        [
            "birth", "birthday", "birthdate", "dob", "ssn", "mrn", "diagnosis", "diagnoses", "icd", "loinc", "cpt", "medication", "medications", "prescription", "prescriptions", "drug", "drugs",
            "allergy", "allergies", "insurance", "subscriber", "pregnancy", "pregnant", "hiv", "cancer", "malignant", "finding", "findings", "abnormal", "observation", "observations",
            "symptom", "symptoms", "firstname", "lastname", "surname", "fullname", "patientname", "gender", "race", "ethnicity",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Before = new(["first", "last", "full", "given", "family", "middle", "maiden", "patient", "member"], StringComparer.Ordinal);
    private static readonly HashSet<string> Results = new(["result", "results", "lab", "test", "laboratory"], StringComparer.Ordinal);
    private static readonly HashSet<string> Contents = new(["value", "values", "text", "content", "name", "code", "report", "comment", "interpretation"], StringComparer.Ordinal);

    /// <summary>Reads a name such as BirthDate, birth_date or patient-name.</summary>
    public static bool Name(string name)
    {
        var words = Split(name);
        for (var i = 0; i < words.Count; i++)
        {
            if (Words.Contains(words[i]))
                return true;
            var next = i + 1 < words.Count ? words[i + 1] : string.Empty;
            if ((Before.Contains(words[i]) && next is "name" or "names") || (Results.Contains(words[i]) && Contents.Contains(next)))
                return true;
        }

        return false;
    }

    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((startsWord || !char.IsLetter(name[i])) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsLetter(name[i]))
                word.Append(char.ToLowerInvariant(name[i]));
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }
}

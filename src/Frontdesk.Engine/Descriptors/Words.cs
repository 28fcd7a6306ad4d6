using System.Text.RegularExpressions;

namespace Frontdesk.Engine.Descriptors;

/// <summary>Turns the names of programs into words.</summary>
public static partial class Words
{
    /// <summary>A name as words: <c>NewPatientOrPreparation</c> is "New patient or preparation". Abbreviations stay as they are.</summary>
    public static string Of(string name)
    {
        var words = Boundary().Split(name).Select((word, i) => i == 0 || IsAbbreviation(word) ? word : word.ToLowerInvariant());
        return string.Join(' ', words);
    }

    /// <summary>Words as a name: "Call a patient" is <c>CallAPatient</c>.</summary>
    public static string ToName(string words) => Start().Replace(words, match => match.Groups["first"].Value.ToUpperInvariant());

    private static bool IsAbbreviation(string word) => word.Length > 1 && word.All(c => !char.IsLower(c));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex("(?:[ _-]+|^)(?<first>.?)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Start();
}

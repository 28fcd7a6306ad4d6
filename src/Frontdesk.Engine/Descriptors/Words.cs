using System.Text;

namespace Frontdesk.Engine.Descriptors;

/// <summary>Turns the names of programs into words.</summary>
public static class Words
{
    /// <summary>A name as words: <c>NewPatientOrPreparation</c> is "New patient or preparation". Abbreviations stay as they are.</summary>
    public static string Of(string name)
    {
        var words = new StringBuilder();
        for (var start = 0; start < name.Length;)
        {
            var end = start + 1;
            while (end < name.Length && !IsStart(name, end))
                end++;
            var word = name[start..end];
            words.Append(start == 0 ? "" : " ").Append(start == 0 || IsAbbreviation(word) ? word : word.ToLowerInvariant());
            start = end;
        }

        return words.ToString();
    }

    /// <summary>Words as a name: "Call a patient" is <c>CallAPatient</c>.</summary>
    public static string ToName(string words) =>
        string.Concat(words.Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static bool IsStart(string name, int at)
    {
        var (before, here) = (name[at - 1], name[at]);
        var endsAbbreviation = char.IsAsciiLetterUpper(before) && at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1]);
        return char.IsAsciiLetterUpper(here) && (char.IsAsciiLetterLower(before) || char.IsAsciiDigit(before) || endsAbbreviation);
    }

    private static bool IsAbbreviation(string word) => word.Length > 1 && word.All(c => !char.IsLower(c));
}

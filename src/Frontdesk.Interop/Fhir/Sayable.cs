namespace Frontdesk.Interop.Fhir;

/// <summary>What of a file may be repeated in a report: names of elements and types, never values.</summary>
internal static class Sayable
{
    private const int Longest = 64;

    /// <summary>The name, or a stand-in for text that is no name and so might be anything.</summary>
    public static string Name(string name) =>
        name.Length is > 0 and <= Longest && name.All(letter => char.IsAsciiLetter(letter) || letter == '_') ? name : "(unknown)";
}

using System.Buffers;

namespace Frontdesk.Domain;

/// <summary>The one form that every id of ours has, so that ids can be joined into keys without escaping.</summary>
internal static class IdentifierText
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static string Require(string text, string type)
    {
        if (string.IsNullOrEmpty(text) || text.Length > Longest || text.AsSpan().ContainsAnyExcept(Allowed))
            throw new InvalidValueException(type, "1 to 64 letters, digits and . _ : -");

        return text;
    }

    public static InvalidOperationException Unset(string type) => new($"This {type} was never set.");
}

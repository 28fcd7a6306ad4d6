using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Frontdesk.Channels.Sms;

/// <summary>
/// The signature of Twilio's webhooks, <c>X-Twilio-Signature</c>: the address followed by every form field's name and
/// value in the order of the names, under HMAC-SHA1 with the account's secret, in base64.
/// </summary>
public static class TwilioSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string Header = "X-Twilio-Signature";

    /// <summary>Signs a request as Twilio does.</summary>
    /// <param name="authToken">The account's secret.</param>
    /// <param name="url">The full address with its query, as Twilio was told it.</param>
    /// <param name="form">The form's fields; a name may come more than once.</param>
    [SuppressMessage("Security", "CA5350", Justification = "Twilio's published algorithm; HMAC-SHA1 is not affected by SHA-1's collisions.")]
    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in form.Distinct().OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal))
            signed.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }

    /// <summary>Whether a request was signed with the secret. Takes the same time for every wrong signature.</summary>
    /// <param name="authToken">The account's secret; nothing is valid without one.</param>
    /// <param name="url">The full address with its query. Twilio signs it with or without the port, so both are accepted.</param>
    /// <param name="form">The form's fields.</param>
    /// <param name="signature">The header's value; null when it is missing.</param>
    public static bool IsValid(string authToken, string url, IEnumerable<KeyValuePair<string, string>> form, string? signature)
    {
        if (authToken.Length == 0 || string.IsNullOrEmpty(signature))
            return false;
        var fields = form.ToList();
        var given = Encoding.UTF8.GetBytes(signature);
        var valid = false;
        foreach (var candidate in Spellings(url))
            valid |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Compute(authToken, candidate, fields)));
        return valid;
    }

    // As given, without the port, and with the scheme's own port written out; the rest of the text stays as it came.
    private static IEnumerable<string> Spellings(string url)
    {
        yield return url;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            yield break;
        var start = uri.Scheme.Length + Uri.SchemeDelimiter.Length;
        var end = url.AsSpan(start).IndexOfAny('/', '?') is >= 0 and var at ? start + at : url.Length;
        var authority = url[start..end];
        var written = string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{uri.Port}");
        yield return authority.EndsWith(written, StringComparison.Ordinal)
            ? string.Concat(url.AsSpan(0, end - written.Length), url.AsSpan(end))
            : string.Concat(url.AsSpan(0, end), written, url.AsSpan(end));
    }
}

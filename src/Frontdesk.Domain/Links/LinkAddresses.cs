using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Frontdesk.Domain.Links;

/// <summary>
/// Turns links into web addresses and back. An address holds the link's id and a signature over practice, id, purpose,
/// subject and expiry, so nobody without the practice's key can make one, and nothing about a patient stands in it.
/// </summary>
/// <param name="key">The practice's signing key, 32 bytes or more, kept outside the database.</param>
/// <param name="publicAddress">The address under which people outside reach the practice.</param>
public sealed class LinkAddresses(byte[] key, Uri publicAddress)
{
    /// <summary>The path below which links are answered.</summary>
    public const string Path = "/p/";

    private const int SignatureBytes = 20;

    /// <summary>The web address of a link.</summary>
    public Uri Of(SecureLink link) => new(publicAddress, $"{Path}{TokenOf(link)}");

    /// <summary>The last part of a link's address.</summary>
    public string TokenOf(SecureLink link) => $"{link.Id.Value}~{Base64Url.EncodeToString(Sign(link))}";

    /// <summary>The link that a token names; it is not known yet whether the token is genuine.</summary>
    public static LinkId? IdOf(string token)
    {
        var end = token.IndexOf('~', StringComparison.Ordinal);
        if (end is <= 0 or > 64)
            return null;

        try
        {
            return new LinkId(token[..end]);
        }
        catch (InvalidValueException)
        {
            return null;
        }
    }

    /// <summary>The token was made for this link by a holder of the key. Takes the same time for every token.</summary>
    public bool IsGenuine(string token, SecureLink link) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(TokenOf(link)));

    private byte[] Sign(SecureLink link)
    {
        var said = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{link.PracticeId}\n{link.Id}\n{link.Purpose}\n{link.Subject}\n{link.ExpiresAt.ToUnixTimeMilliseconds()}");
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(said))[..SignatureBytes];
    }
}

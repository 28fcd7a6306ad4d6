using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Security;

namespace Frontdesk.Channels.Email;

/// <summary>What connections to outgoing and incoming mail servers have in common: protection, trust, checks of the settings.</summary>
internal static class MailServer
{
    /// <summary>Checks a server's settings.</summary>
    /// <exception cref="ChannelSettingException">One of them cannot be used.</exception>
    public static void Check(string section, string host, int port, MailSecurity security, string user, string password, string trusted)
    {
        if (port is <= 0 or > IPEndPoint.MaxPort)
            throw new ChannelSettingException($"{section}:Port", "is not a port from 1 to 65535.");
        if (!Enum.IsDefined(security))
            throw new ChannelSettingException($"{section}:Security", "is not one of StartTls, Tls and None.");
        if (user.Length > 0 != password.Length > 0)
            throw new ChannelSettingException($"{section}:{(user.Length > 0 ? "Password" : "User")}", "is missing: an account needs both.");
        if (security == MailSecurity.None && !IsThisMachine(host))
            throw new ChannelSettingException($"{section}:Security", "is None, which would send patients' data in the clear: use StartTls or Tls for a server on another machine.");
        if (trusted.Length == 0)
            return;
        try
        {
            _ = Load(trusted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ChannelSettingException($"{section}:TrustedCertificates", "is not a readable PEM file with certificates.");
        }
    }

    /// <summary>Makes a client trust the given certificates besides the system's.</summary>
    public static void Trust(MailService client, string trusted)
    {
        if (trusted.Length == 0)
            return;
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => errors switch
        {
            SslPolicyErrors.None => true,
            SslPolicyErrors.RemoteCertificateChainErrors => IsTrusted(certificate, chain, Load(trusted)),
            _ => false,
        };
    }

    /// <summary>MailKit's word for a protection; never one that falls back to plain text.</summary>
    public static SecureSocketOptions Protection(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, X509Certificate2Collection roots)
    {
        if (certificate is not X509Certificate2 leaf)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        // A certificate authority inside a practice publishes no revocation lists.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }

    private static X509Certificate2Collection Load(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("The file holds no certificate.");
    }
}

using System.Globalization;
using MimeKit;

namespace Frontdesk.Channels.Email;

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Plain at first, then encrypted; the server must offer it.</summary>
    StartTls = 0,

    /// <summary>Encrypted from the first byte.</summary>
    Tls = 1,

    /// <summary>Not encrypted; for a server on the same machine only.</summary>
    None = 2,
}

/// <summary>The practice's outgoing mail server. A class without text form, so that no secret is ever printed.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name; e-mails are captured without one.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>The server's port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The account; empty for a server that asks for none.</summary>
    public string User { get; set; } = string.Empty;

    /// <summary>The account's password.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>The practice's address, which patients answer to.</summary>
    public string FromAddress { get; set; } = string.Empty;

    /// <summary>The practice's name, unless a message names another sender.</summary>
    public string FromName { get; set; } = string.Empty;

    /// <summary>The right side of Message-IDs; the domain of <see cref="FromAddress"/> when empty.</summary>
    public string MessageIdDomain { get; set; } = string.Empty;

    /// <summary>A PEM file with the certificates that a server inside the practice is trusted by, besides the system's.</summary>
    public string TrustedCertificates { get; set; } = string.Empty;

    /// <summary>E-mails leave through the server.</summary>
    public bool IsConfigured => Host.Length > 0;

    internal string IdDomain => MessageIdDomain.Length > 0 ? MessageIdDomain : FromAddress[(FromAddress.LastIndexOf('@') + 1)..];

    internal void Check(string section)
    {
        if (!IsConfigured)
        {
            foreach (var (name, value) in new[] { (nameof(User), User), (nameof(Password), Password), (nameof(FromAddress), FromAddress) })
            {
                if (value.Length > 0)
                    throw new ChannelSettingException($"{section}:{nameof(Host)}", $"is missing although {name} is set: give the mail server, or remove the other settings to show e-mails instead of sending them.");
            }

            return;
        }

        MailServer.Check(section, Host, Port, Security, User, Password, TrustedCertificates);
        if (!Domain.EmailAddress.TryParse(FromAddress, out _))
            throw new ChannelSettingException($"{section}:{nameof(FromAddress)}", "is not an e-mail address such as frontdesk@practice.example.");
        if (IdDomain.AsSpan().ContainsAnyExcept(DomainLetters))
            throw new ChannelSettingException($"{section}:{nameof(MessageIdDomain)}", "is not a domain name such as practice.example.");
    }

    private static readonly System.Buffers.SearchValues<char> DomainLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
}

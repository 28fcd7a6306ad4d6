namespace Frontdesk.Channels.Email;

/// <summary>The mailbox that undeliverable e-mails come back to, read by IMAP. A class without text form, so that no secret is ever printed.</summary>
public sealed class BounceOptions
{
    /// <summary>The server's name; bounces are not read without one.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>The server's port.</summary>
    public int Port { get; set; } = 993;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.Tls;

    /// <summary>The mailbox's account.</summary>
    public string User { get; set; } = string.Empty;

    /// <summary>The account's password.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>A PEM file with the certificates that a server inside the practice is trusted by, besides the system's.</summary>
    public string TrustedCertificates { get; set; } = string.Empty;

    /// <summary>How often the mailbox is read.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bounces are read.</summary>
    public bool IsConfigured => Host.Length > 0;

    internal void Check(string section)
    {
        if (!IsConfigured)
        {
            if (User.Length > 0 || Password.Length > 0)
                throw new ChannelSettingException($"{section}:{nameof(Host)}", "is missing although an account is set: give the IMAP server, or remove the account.");
            return;
        }

        MailServer.Check(section, Host, Port, Security, User, Password, TrustedCertificates);
        if (User.Length == 0)
            throw new ChannelSettingException($"{section}:{nameof(User)}", "is missing: a mailbox needs an account.");
        if (Interval < TimeSpan.FromSeconds(10))
            throw new ChannelSettingException($"{section}:{nameof(Interval)}", "is below ten seconds.");
    }
}

using Frontdesk.Channels.Email;

namespace Frontdesk.Channels.Fax;

/// <summary>The practice's fax gateway: a service that faxes whatever is mailed to <c>number@its-domain</c>.</summary>
public sealed class FaxOptions
{
    /// <summary>The gateway's domain; faxes are captured without one.</summary>
    public string GatewayDomain { get; set; } = string.Empty;

    /// <summary>Faxes leave through the gateway.</summary>
    public bool IsConfigured => GatewayDomain.Length > 0;

    internal void Check(string section, SmtpOptions smtp)
    {
        if (!IsConfigured)
            return;

        if (!Domain.EmailAddress.TryParse($"1@{GatewayDomain}", out _))
            throw new ChannelSettingException($"{section}:{nameof(GatewayDomain)}", "is not a domain name such as fax.example.com.");

        if (!smtp.IsConfigured)
            throw new ChannelSettingException($"{section}:{nameof(GatewayDomain)}", $"is set, but faxes leave by e-mail: give {ChannelOptions.Section}:Smtp:Host as well.");
    }
}

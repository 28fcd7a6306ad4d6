namespace Frontdesk.Channels.Sms;

/// <summary>The practice's account at Twilio. A class without text form, so that no secret is ever printed.</summary>
public sealed class TwilioOptions
{
    /// <summary>The account, <c>AC…</c>.</summary>
    public string AccountSid { get; set; } = string.Empty;

    /// <summary>The account's secret; signs webhooks, and requests too unless an API key is given.</summary>
    public string AuthToken { get; set; } = string.Empty;

    /// <summary>An API key, <c>SK…</c>, instead of the account's secret for requests.</summary>
    public string ApiKeySid { get; set; } = string.Empty;

    /// <summary>The API key's secret.</summary>
    public string ApiKeySecret { get; set; } = string.Empty;

    /// <summary>The messaging service that picks the sender, <c>MG…</c>; this or <see cref="FromNumber"/>.</summary>
    public string MessagingServiceSid { get; set; } = string.Empty;

    /// <summary>The sending number in E.164.</summary>
    public string FromNumber { get; set; } = string.Empty;

    /// <summary>Where Twilio's API is.</summary>
    public string BaseUrl { get; set; } = "https://api.twilio.com";

    /// <summary>The practice's address as Twilio sees it; without it there are no replies and no delivery reports.</summary>
    public string PublicUrl { get; set; } = string.Empty;

    /// <summary>Texts leave through Twilio.</summary>
    public bool IsConfigured => AccountSid.Length > 0;

    /// <summary>The address below <see cref="PublicUrl"/> that a webhook was called at, as Twilio signed it.</summary>
    /// <param name="pathAndQuery">Path and query as received, e.g. <c>/webhooks/twilio/sms</c>.</param>
    public string PublicAddressOf(string pathAndQuery) => PublicUrl.TrimEnd('/') + pathAndQuery;

    internal void Check(string section)
    {
        if (!IsConfigured)
        {
            foreach (var (name, value) in new[] { (nameof(AuthToken), AuthToken), (nameof(ApiKeySid), ApiKeySid), (nameof(ApiKeySecret), ApiKeySecret), (nameof(MessagingServiceSid), MessagingServiceSid), (nameof(FromNumber), FromNumber) })
            {
                if (value.Length > 0)
                    throw new ChannelSettingException($"{section}:{nameof(AccountSid)}", $"is missing although {name} is set: give the account (AC…), or remove the other settings to show texts instead of sending them.");
            }

            return;
        }

        if (!AccountSid.StartsWith("AC", StringComparison.Ordinal))
            throw new ChannelSettingException($"{section}:{nameof(AccountSid)}", "is not an account: it starts with AC.");
        if (ApiKeySid.Length > 0 != ApiKeySecret.Length > 0)
            throw new ChannelSettingException($"{section}:{(ApiKeySid.Length > 0 ? nameof(ApiKeySecret) : nameof(ApiKeySid))}", "is missing: an API key needs both.");
        if (AuthToken.Length == 0 && ApiKeySid.Length == 0)
            throw new ChannelSettingException($"{section}:{nameof(AuthToken)}", "is missing: give it, or an API key (ApiKeySid and ApiKeySecret).");
        if (MessagingServiceSid.Length > 0 == FromNumber.Length > 0)
            throw new ChannelSettingException($"{section}:{nameof(MessagingServiceSid)}", "or FromNumber is needed, and only one of them.");
        if (MessagingServiceSid.Length > 0 && !MessagingServiceSid.StartsWith("MG", StringComparison.Ordinal))
            throw new ChannelSettingException($"{section}:{nameof(MessagingServiceSid)}", "is not a messaging service: it starts with MG.");
        if (FromNumber.Length > 0 && !FromNumber.StartsWith('+'))
            throw new ChannelSettingException($"{section}:{nameof(FromNumber)}", "is not in international form: it starts with + and the country code.");
        CheckAddress($"{section}:{nameof(BaseUrl)}", BaseUrl);
        if (PublicUrl.Length == 0)
            return;
        CheckAddress($"{section}:{nameof(PublicUrl)}", PublicUrl);
        if (AuthToken.Length == 0)
            throw new ChannelSettingException($"{section}:{nameof(AuthToken)}", "is missing: without it the signatures of Twilio's webhooks at PublicUrl cannot be checked.");
    }

    private static void CheckAddress(string setting, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            throw new ChannelSettingException(setting, "is not a full https address without query.");
        }
    }
}

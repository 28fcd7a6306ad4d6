using Frontdesk.Channels.Dispatch;
using Frontdesk.Channels.Email;
using Frontdesk.Channels.Fax;
using Frontdesk.Channels.Http;
using Frontdesk.Channels.Sms;
using Microsoft.Extensions.Configuration;

namespace Frontdesk.Channels;

/// <summary>The settings below <c>Frontdesk:Channels</c>. Classes without text form, so that no secret is ever printed.</summary>
public sealed class ChannelOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Frontdesk:Channels";

    /// <summary>Texts.</summary>
    public TwilioOptions Twilio { get; set; } = new();

    /// <summary>Outgoing e-mail.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Faxes.</summary>
    public FaxOptions Fax { get; set; } = new();

    /// <summary>Returned e-mail.</summary>
    public BounceOptions Bounces { get; set; } = new();

    /// <summary>Web calls.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>How the outbox is emptied.</summary>
    public DispatchOptions Dispatch { get; set; } = new();

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ChannelSettingException">A setting cannot be used; the message names it.</exception>
    public static ChannelOptions Read(IConfiguration configuration)
    {
        var options = new ChannelOptions();
        var section = configuration.GetSection(Section);
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // The binder's sentence repeats the value, which may be a secret in the wrong place: only the name is kept.
            var setting = section.AsEnumerable().Select(s => s.Key).Where(k => e.Message.Contains($"'{k}'", StringComparison.Ordinal)).DefaultIfEmpty(Section).First();
            throw new ChannelSettingException(setting, "is not of the form that this setting needs: see docs/channels.md.");
        }

        options.Twilio.Check($"{Section}:Twilio");
        options.Smtp.Check($"{Section}:Smtp");
        options.Fax.Check($"{Section}:Fax", options.Smtp);
        options.Bounces.Check($"{Section}:Bounces");
        options.Http.Check($"{Section}:Http");
        options.Dispatch.Check($"{Section}:Dispatch");
        return options;
    }
}

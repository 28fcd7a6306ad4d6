namespace Frontdesk.Channels;

/// <summary>A setting of the channels cannot be used; the message names the setting and the remedy, never a secret.</summary>
/// <param name="setting">The full name, e.g. <c>Frontdesk:Channels:Smtp:Host</c>.</param>
/// <param name="remedy">What is wrong and what to set instead.</param>
public sealed class ChannelSettingException(string setting, string remedy) : Exception($"{setting} {remedy}")
{
    /// <summary>The setting's full name.</summary>
    public string Setting { get; } = setting;
}

using System.Text.Json;

namespace Frontdesk.Channels.Sms;

/// <summary>A text in the outbox: <c>{"to":"+1…","body":"…"}</c>.</summary>
/// <param name="To">The recipient's number, E.164.</param>
/// <param name="Body">What it says.</param>
public sealed record TextMessage(string To, string Body)
{
    /// <summary>Reads a payload; null when recipient or body is missing.</summary>
    public static TextMessage? Read(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TextMessage>(payload, JsonSerializerOptions.Web) is { To.Length: > 0, Body.Length: > 0 } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

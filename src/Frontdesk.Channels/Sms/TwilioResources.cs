using System.Text.Json.Serialization;

namespace Frontdesk.Channels.Sms;

/// <summary>A text as Twilio describes it; only what is read here.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="Body">What it says.</param>
/// <param name="Direction"><c>outbound-api</c> for one that we sent.</param>
/// <param name="DateCreated">When Twilio took it, as in an e-mail's date.</param>
/// <param name="Status">Where it is on its way.</param>
/// <param name="ErrorCode">Why it was not delivered.</param>
public sealed record TwilioMessage(
    [property: JsonPropertyName("sid")] string? Sid,
    [property: JsonPropertyName("body")] string? Body,
    [property: JsonPropertyName("direction")] string? Direction,
    [property: JsonPropertyName("date_created")] string? DateCreated,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("error_code")] int? ErrorCode);

/// <summary>A page of texts.</summary>
/// <param name="Messages">The texts.</param>
/// <param name="NextPageUri">Path and query of the next page; null on the last.</param>
public sealed record TwilioMessagePage(
    [property: JsonPropertyName("messages")] IReadOnlyList<TwilioMessage>? Messages,
    [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

/// <summary>Why Twilio did not take a request. Its sentence is not read, because it may repeat the number.</summary>
/// <param name="Code">The code.</param>
public sealed record TwilioError([property: JsonPropertyName("code")] int? Code);

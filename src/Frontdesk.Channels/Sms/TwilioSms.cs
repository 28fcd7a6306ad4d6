using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Logging;
using MimeKit.Utils;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Frontdesk.Channels.Sms;

/// <summary>
/// Texts through Twilio's REST API. One request is one attempt: retries wait in the outbox, where they outlive the process.
/// </summary>
public sealed class TwilioSms : IChannel
{
    // Trial accounts put this in front of every text.
    private const string TrialPrefix = "Sent from your Twilio trial account - ";

    // Twilio tells whole seconds, and its clock need not be ours.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private readonly HttpClient http;
    private readonly TwilioOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<TwilioSms> log;
    private readonly AuthenticationHeaderValue authentication;
    private readonly Uri messages;

    /// <summary>Texts for an account.</summary>
    /// <param name="http">Sends the requests; must not log them, because the list's address names the recipient.</param>
    /// <param name="options">The account.</param>
    /// <param name="clock">The practice's clock.</param>
    /// <param name="log">Where refused credentials are told.</param>
    public TwilioSms(HttpClient http, TwilioOptions options, TimeProvider clock, ILogger<TwilioSms> log)
    {
        this.http = http;
        this.options = options;
        this.clock = clock;
        this.log = log;
        var (user, secret) = options.ApiKeySid.Length > 0 ? (options.ApiKeySid, options.ApiKeySecret) : (options.AccountSid, options.AuthToken);
        authentication = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")));
        messages = new Uri($"{options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{options.AccountSid}/Messages.json");
    }

    /// <inheritdoc/>
    public string Name => "sms";

    /// <inheritdoc/>
    public bool CanFind => true;

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (TextMessage.Read(message.Payload) is not { } text)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable);
        using var request = new HttpRequestMessage(HttpMethod.Post, messages) { Content = new FormUrlEncodedContent(Form(message, text)) };
        try
        {
            using var response = await SendAsync(request, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return new SendResult(SendAnswer.NotSent);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException)
        {
            return new SendResult(NotConnected(e) ? SendAnswer.NotSent : SendAnswer.Unanswered);
        }
    }

    /// <summary>
    /// Looks through the texts that Twilio has for the recipient. Twilio keeps no key of ours, so a text counts as this one
    /// when it says the same and was made after the row. The list is not narrowed by the day of sending: a text that
    /// Twilio still queues has none.
    /// </summary>
    public async ValueTask<SendResult?> FindAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (TextMessage.Read(message.Payload) is not { } text)
            return null;
        var page = new Uri($"{messages}?To={Uri.EscapeDataString(text.To)}&PageSize=1000");
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            TwilioMessagePage? found;
            try
            {
                using var response = await SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    return await NotFoundOutAsync(response, cancellationToken);
                found = await response.Content.ReadFromJsonAsync<TwilioMessagePage>(cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or TimeoutRejectedException or BrokenCircuitException)
            {
                return new SendResult(SendAnswer.NotSent);
            }

            if (found?.Messages is null)
                return new SendResult(SendAnswer.NotSent);
            if (found.Messages.FirstOrDefault(m => IsSame(m, text, message.CreatedAt)) is { Sid: { Length: > 0 } sid } same)
                return OutcomeOf(sid, same);
            if (found.NextPageUri is not { Length: > 0 } next)
                return null;
            page = new Uri(messages, next);
        }
    }

    private static SendResult OutcomeOf(string sid, TwilioMessage found) =>
        found.Status is "failed" or "undelivered"
            ? new SendResult(SendAnswer.Refused, sid, Text(found.ErrorCode), found.ErrorCode is null ? OutcomeReason.Undelivered : TwilioCodes.ReasonOf(found.ErrorCode))
            : new SendResult(SendAnswer.Accepted, sid);

    private static bool IsSame(TwilioMessage found, TextMessage text, DateTimeOffset since) =>
        found.Direction is "outbound-api"
        && (found.Body == text.Body || found.Body == TrialPrefix + text.Body)
        && found.DateCreated is { } date && DateUtils.TryParse(date, out var made)
        && made >= since - ClockTolerance;

    private static bool NotConnected(Exception e) =>
        (e as HttpRequestException)?.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static string? Text(int? code) => code?.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask<TwilioError?> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<TwilioError>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Form(OutboxMessage message, TextMessage text)
    {
        yield return new("To", text.To);
        yield return new("Body", text.Body);
        yield return options.MessagingServiceSid.Length > 0 ? new("MessagingServiceSid", options.MessagingServiceSid) : new("From", options.FromNumber);
        // What arrives is what the practice sees, and what a later question compares.
        yield return new("SmartEncoded", "false");
        if (options.PublicUrl.Length > 0)
            yield return new("StatusCallback", options.PublicAddressOf($"{TwilioWebhooks.StatusPath}?{TwilioWebhooks.MessageField}={Uri.EscapeDataString(message.Id)}"));
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = authentication;
        return http.SendAsync(request, cancellationToken);
    }

    private async ValueTask<SendResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            var accepted = await AcceptedAsync(response, cancellationToken);
            return accepted?.Sid is { Length: > 0 } sid ? OutcomeOf(sid, accepted) : new SendResult(SendAnswer.Unanswered, Code: Text(status));
        }

        // A server error says nothing about whether the text was taken: Twilio's list is asked first.
        if (status is >= 500 or 408)
            return new SendResult(SendAnswer.Unanswered, Code: Text(status), RetryAfter: RetryAfter(response));
        var error = await ErrorAsync(response, cancellationToken);
        var code = Text(error?.Code) ?? Text(status);
        if (status == 429)
            return new SendResult(SendAnswer.NotSent, Code: code, RetryAfter: RetryAfter(response));
        if (IsRefusedAccount(response.StatusCode, code))
            return new SendResult(SendAnswer.NotSent, Code: code);
        return new SendResult(SendAnswer.Refused, Code: code, Reason: TwilioCodes.ReasonOf(error?.Code));
    }

    private async ValueTask<SendResult> NotFoundOutAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = Text((await ErrorAsync(response, cancellationToken))?.Code) ?? Text((int)response.StatusCode);
        _ = IsRefusedAccount(response.StatusCode, code);
        return new SendResult(SendAnswer.NotSent, Code: code, RetryAfter: RetryAfter(response));
    }

    private static async ValueTask<TwilioMessage?> AcceptedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<TwilioMessage>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Wrong credentials are the practice's to correct, not the recipient's failure: the text waits.
    private bool IsRefusedAccount(HttpStatusCode status, string? code)
    {
        if (status != HttpStatusCode.Unauthorized && code is not ("20003" or "20005" or "20404"))
            return false;
        log.LogError("Twilio refuses the account (code {Code}): check Frontdesk:Channels:Twilio:AccountSid and {Setting}", code, options.ApiKeySid.Length > 0 ? "ApiKeySid, ApiKeySecret" : "AuthToken");
        return true;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}

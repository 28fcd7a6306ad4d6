using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Outbox;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Frontdesk.Channels.Http;

/// <summary>
/// Web calls of processes. Every answer, whatever its status, is an outcome that the process branches on; only a missing
/// answer is tried again, under the same <c>Idempotency-Key</c>.
/// </summary>
/// <param name="http">Sends the calls; must not log them, because addresses may name patients.</param>
/// <param name="options">How calls are made.</param>
public sealed class HttpCall(HttpClient http, HttpOptions options) : IChannel
{
    /// <summary>The header by which the called side recognises a repeated call.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <inheritdoc/>
    public string Name => "http";

    /// <inheritdoc/>
    public int? MaxAttempts => options.MaxAttempts;

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var request = Request(message);
        if (request is null)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new SendResult(SendAnswer.Answered, Response: (await AnswerAsync(response, cancellationToken)).ToJsonString());
        }
        catch (TimeoutRejectedException)
        {
            return new SendResult(SendAnswer.Unanswered, Reason: OutcomeReason.Timeout);
        }
        catch (BrokenCircuitException)
        {
            return new SendResult(SendAnswer.NotSent);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new SendResult(SendAnswer.Unanswered);
        }
    }

    private static HttpRequestMessage? Request(OutboxMessage message)
    {
        JsonObject call;
        try
        {
            call = (JsonObject)JsonNode.Parse(message.Payload)!;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidCastException)
        {
            return null;
        }

        if (call["Url"]?.ToString() is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        if ((call["Method"]?.ToString() ?? "GET") is not { Length: > 0 } method || !method.All(char.IsAsciiLetter))
            return null;
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
        if (call["Content"]?.ToString() is { } content)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            var type = MediaTypeHeaderValue.TryParse(call["ContentType"]?.ToString(), out var given) ? given : new MediaTypeHeaderValue("text/plain");
            type.CharSet ??= "utf-8";
            request.Content.Headers.ContentType = type;
        }

        foreach (var (name, value) in call["Headers"] as JsonObject ?? [])
        {
            if (request.Headers.TryAddWithoutValidation(name, value?.ToString()) || request.Content is null)
                continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value?.ToString());
        }

        if (!request.Headers.Contains(IdempotencyHeader))
            request.Headers.TryAddWithoutValidation(IdempotencyHeader, message.IdempotencyKey);
        return request;
    }

    private async Task<JsonObject> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = new JsonObject();
        foreach (var header in response.Headers.Concat(response.Content.Headers))
            headers[header.Key] = new JsonArray([.. header.Value.Select(v => (JsonNode)JsonValue.Create(v))]);
        var (body, isCut) = await BodyAsync(response.Content, cancellationToken);
        var answer = new JsonObject
        {
            ["statusCode"] = (int)response.StatusCode,
            ["headers"] = headers,
            ["contentType"] = response.Content.Headers.ContentType?.MediaType,
            ["body"] = body,
        };
        if (isCut)
            answer["isCut"] = true;
        return answer;
    }

    private async Task<(string Body, bool IsCut)> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(options.LargestAnswer + 1);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, options.LargestAnswer + 1), options.LargestAnswer + 1, throwOnEndOfStream: false, cancellationToken);
            var isCut = read > options.LargestAnswer;
            return (EncodingOf(content).GetString(buffer, 0, isCut ? options.LargestAnswer : read), isCut);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Encoding EncodingOf(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}

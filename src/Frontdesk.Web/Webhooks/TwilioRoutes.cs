using Frontdesk.Channels.Sms;

namespace Frontdesk.Web.Webhooks;

/// <summary>What Twilio calls. Nothing is believed without its signature, and nothing is told but what Twilio needs.</summary>
internal static class TwilioRoutes
{
    private delegate ValueTask<WebhookResult> Take(string pathAndQuery, IReadOnlyDictionary<string, string> form, string? signature, CancellationToken cancellationToken);

    /// <summary>Maps the webhooks, when there is a practice that takes them.</summary>
    public static void MapTwilio(this WebApplication app)
    {
        if (app.Services.GetService<TwilioWebhooks>() is not { } webhooks)
            return;
        app.MapPost(TwilioWebhooks.SmsPath, context => AnswerAsync(context, webhooks.ReceiveSmsAsync)).ExcludeFromDescription();
        app.MapPost(TwilioWebhooks.StatusPath, context => AnswerAsync(context, webhooks.ReceiveStatusAsync)).ExcludeFromDescription();
    }

    private static async Task AnswerAsync(HttpContext context, Take take)
    {
        var request = context.Request;
        if (!request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        var fields = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        var signature = request.Headers[TwilioSignature.Header].ToString() is { Length: > 0 } given ? given : null;

        // What Twilio told is kept even when it does not wait for the answer.
        await context.RequestServices.GetRequiredService<Hosting.Readiness>().WaitAsync(context.RequestAborted);
        var result = await take($"{request.Path}{request.QueryString}", fields, signature, CancellationToken.None);
        context.Response.StatusCode = result.Status;
        if (result.ContentType is { } type)
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(result.Body, context.RequestAborted);
        }
    }
}

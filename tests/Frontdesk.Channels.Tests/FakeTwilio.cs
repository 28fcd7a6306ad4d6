using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Channels.Tests;

/// <summary>An HTTP server on loopback that speaks as much of Twilio's Messages protocol as is used, with failures on demand.</summary>
internal sealed class FakeTwilio : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";
    private readonly Lock gate = new();
    private readonly WebApplication app;
    private readonly TimeProvider clock;
    private readonly string login;

    private FakeTwilio(TimeProvider clock, string user, string secret)
    {
        this.clock = clock;
        login = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}"))}";
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.UseRouting();
        app.MapPost($"/2010-04-01/Accounts/{Account}/Messages.json", PostAsync);
        app.MapGet($"/2010-04-01/Accounts/{Account}/Messages.json", ListAsync);
    }

    public enum Answer
    {
        Takes,
        TakesAndFails,
        TakesAndBreaksOff,
        TakesAndAnswersGarbage,
        Fails,
        Limits,
        HandsItBack,
    }

    public string Url => app.Urls.Single();

    public Queue<Answer> Answers { get; } = new();

    public int ErrorCode { get; set; }

    public int PageSize { get; set; } = 1000;

    public int ListFailures { get; set; }

    public List<Dictionary<string, string>> Posts { get; } = [];

    public List<string> Lists { get; } = [];

    public List<JsonObject> Messages { get; } = [];

    public static async Task<FakeTwilio> StartAsync(TimeProvider clock, string user = Account, string secret = "token")
    {
        var server = new FakeTwilio(clock, user, secret);
        await server.app.StartAsync();
        return server;
    }

    public JsonObject Put(string to, string body, DateTimeOffset created, string direction = "outbound-api", string status = "sent")
    {
        lock (gate)
        {
            var message = new JsonObject
            {
                ["sid"] = string.Create(CultureInfo.InvariantCulture, $"SM{Messages.Count + 1:x32}"),
                ["to"] = to,
                ["body"] = body,
                ["direction"] = direction,
                ["status"] = status,
                ["date_created"] = created.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
                ["error_code"] = null,
            };
            Messages.Add(message);
            return message;
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static Task ErrorAsync(HttpContext context, HttpStatusCode status, int code, string sentence)
    {
        context.Response.StatusCode = (int)status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["code"] = code, ["message"] = sentence, ["status"] = (int)status });
    }

    private async Task PostAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != login)
        {
            await ErrorAsync(context, HttpStatusCode.Unauthorized, 20003, "Authenticate");
            return;
        }

        var form = (await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        Answer answer;
        JsonObject? taken = null;
        lock (gate)
        {
            Posts.Add(form);
            answer = Answers.Count > 0 ? Answers.Dequeue() : Answer.Takes;
        }

        if (answer is Answer.Takes or Answer.TakesAndFails or Answer.TakesAndBreaksOff or Answer.TakesAndAnswersGarbage)
            taken = Put(form["To"], form["Body"], clock.GetUtcNow(), status: "queued");
        switch (answer)
        {
            case Answer.Takes:
                context.Response.StatusCode = 201;
                await context.Response.WriteAsJsonAsync(taken);
                break;
            case Answer.TakesAndBreaksOff:
                context.Abort();
                break;
            case Answer.TakesAndAnswersGarbage:
                context.Response.StatusCode = 201;
                await context.Response.WriteAsync("<html>");
                break;
            case Answer.TakesAndFails:
            case Answer.Fails:
                context.Response.StatusCode = 503;
                break;
            case Answer.Limits:
                context.Response.Headers.RetryAfter = "600";
                await ErrorAsync(context, HttpStatusCode.TooManyRequests, 20429, "Too many requests");
                break;
            case Answer.HandsItBack:
                await ErrorAsync(context, HttpStatusCode.BadRequest, ErrorCode, $"The number {form["To"]} is not for texts");
                break;
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != login)
        {
            await ErrorAsync(context, HttpStatusCode.Unauthorized, 20003, "Authenticate");
            return;
        }

        JsonArray page;
        string? next;
        lock (gate)
        {
            Lists.Add(context.Request.QueryString.Value ?? string.Empty);
            if (ListFailures > 0)
            {
                ListFailures--;
                context.Response.StatusCode = 500;
                return;
            }

            var number = int.Parse(context.Request.Query["Page"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
            var found = Messages.Where(m => m["to"]!.ToString() == context.Request.Query["To"]).Reverse().ToList();
            page = [.. found.Skip(number * PageSize).Take(PageSize).Select(m => m.DeepClone())];
            next = found.Count > (number + 1) * PageSize
                ? string.Create(CultureInfo.InvariantCulture, $"/2010-04-01/Accounts/{Account}/Messages.json?To={Uri.EscapeDataString(context.Request.Query["To"]!)}&Page={number + 1}")
                : null;
        }

        await context.Response.WriteAsJsonAsync(new JsonObject { ["messages"] = page, ["next_page_uri"] = next });
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Crash.Campaign;

/// <summary>A text that the carrier took.</summary>
internal sealed record TakenText(string Sid, string To, string Body, DateTimeOffset At);

/// <summary>A web call that arrived.</summary>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Body">What it said.</param>
internal sealed record TakenCall(string Key, string Body);

/// <summary>
/// The world that the practice writes to: a carrier that speaks Twilio's protocol and an address for web calls. Both take what
/// comes and are now and then slow, full, or gone before they have answered. It outlives every kill.
/// </summary>
internal sealed class Outside : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Secret = "campaign";

    private readonly Lock _gate = new();
    private readonly WebApplication _app;
    private readonly Random _random;
    private readonly List<TakenText> _texts = [];
    private readonly List<TakenCall> _calls = [];

    private Outside(int seed)
    {
        _random = new Random(seed);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapPost($"/2010-04-01/Accounts/{Account}/Messages.json", TakeTextAsync);
        _app.MapGet($"/2010-04-01/Accounts/{Account}/Messages.json", ListTextsAsync);
        _app.MapPost("/called", TakeCallAsync);
    }

    /// <summary>Where it is.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>From now on everything is answered at once.</summary>
    public bool IsKind { get; set; }

    public IReadOnlyList<TakenText> Texts
    {
        get
        {
            lock (_gate)
                return [.. _texts];
        }
    }

    public IReadOnlyList<TakenCall> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    public static async Task<Outside> OpenAsync(int seed)
    {
        var outside = new Outside(seed);
        await outside._app.StartAsync();
        return outside;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private int Draw()
    {
        lock (_gate)
            return IsKind ? 99 : _random.Next(100);
    }

    private async Task TakeTextAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var mood = Draw();

        // Refused before it is taken: busy, or broken.
        if (mood < 8)
        {
            context.Response.StatusCode = mood < 4 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;
            return;
        }

        TakenText taken;
        lock (_gate)
        {
            taken = new TakenText(string.Create(CultureInfo.InvariantCulture, $"SM{_texts.Count + 1:x32}"), form["To"].ToString(), form["Body"].ToString(), TimeProvider.System.GetUtcNow());
            _texts.Add(taken);
        }

        // Taken, and the answer is lost, wrong or late.
        if (mood < 16)
        {
            context.Abort();
            return;
        }

        if (mood < 20)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (mood < 30)
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(AsJson(taken));
    }

    private Task ListTextsAsync(HttpContext context)
    {
        JsonArray found;
        lock (_gate)
            found = [.. _texts.Where(text => text.To == context.Request.Query["To"]).Reverse().Select(AsJson)];
        return context.Response.WriteAsJsonAsync(new JsonObject { ["messages"] = found, ["next_page_uri"] = null });
    }

    private async Task TakeCallAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var mood = Draw();
        lock (_gate)
            _calls.Add(new TakenCall(context.Request.Headers["Idempotency-Key"].ToString(), body));
        if (mood < 10)
            context.Abort();
        else if (mood < 20)
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
    }

    private static JsonObject AsJson(TakenText text) => new()
    {
        ["sid"] = text.Sid,
        ["to"] = text.To,
        ["body"] = text.Body,
        ["direction"] = "outbound-api",
        ["status"] = "queued",
        ["date_created"] = text.At.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
        ["error_code"] = null,
    };
}

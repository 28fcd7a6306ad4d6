using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Web.Tests.Telemetry;

/// <summary>A collector that takes OpenTelemetry's messages, and an address for web calls that does not answer before it is told to.</summary>
internal sealed class WorldOutside : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WebApplication app;
    private readonly Channel<string> traces = Channel.CreateUnbounded<string>();
    private readonly Channel<string> calls = Channel.CreateUnbounded<string>();
    private readonly List<string> seen = [];

    private WorldOutside()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.UseRouting();
        app.MapPost("/v1/traces", TakeTracesAsync);
        app.MapPost("/v1/metrics", () => Results.Ok());
        app.MapPost("/called/{who}", TakeCallAsync);
    }

    /// <summary>Where it is.</summary>
    public string Url => app.Urls.Single();

    /// <summary>Calls are answered.</summary>
    public bool Answers { get; set; }

    /// <summary>All that the collector got; texts in it read as they are.</summary>
    public IReadOnlyList<string> Traces => seen;

    public static async Task<WorldOutside> OpenAsync()
    {
        var outside = new WorldOutside();
        await outside.app.StartAsync();
        return outside;
    }

    /// <summary>The place in a trace that the next call names.</summary>
    public async Task<string> NextCallAsync(CancellationToken stop) => await calls.Reader.ReadAsync(stop).AsTask().WaitAsync(Patience, stop);

    /// <summary>Waits until the collector got spans of these names in one trace.</summary>
    public async Task WaitForSpansAsync(string traceId, IReadOnlyList<string> names, CancellationToken stop)
    {
        var id = Encoding.Latin1.GetString(Convert.FromHexString(traceId));
        while (!names.All(name => seen.Exists(message => message.Contains(id, StringComparison.Ordinal) && message.Contains(name, StringComparison.Ordinal))))
            seen.Add(await traces.Reader.ReadAsync(stop).AsTask().WaitAsync(Patience, stop));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeTracesAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        traces.Writer.TryWrite(Encoding.Latin1.GetString(body.ToArray()));
    }

    private async Task TakeCallAsync(HttpContext context)
    {
        calls.Writer.TryWrite(context.Request.Headers.TraceParent.ToString());
        if (!Answers)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

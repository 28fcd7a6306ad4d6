using System.Text.Json.Nodes;
using Frontdesk.Channels.Http;
using Frontdesk.Engine.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Channels.Tests;

public sealed class HttpCallTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = Given.Clock();
    private readonly Log log = new();
    private readonly List<(string Method, string Path, IHeaderDictionary Headers, string Body)> calls = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? app;
    private ServiceProvider? services;
    private RequestDelegate answer = _ => Task.CompletedTask;

    private IChannel Channel => services!.GetServices<IChannel>().Single(c => c.Name == "http");

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            lock (calls)
                calls.Add((context.Request.Method, context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), reader.ReadToEndAsync().GetAwaiter().GetResult()));
            reached.TrySetResult();
            await answer(context);
        });
        await app.StartAsync();
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddFrontdeskChannels(Given.Settings(("Http:LargestAnswer", "20"), ("Http:MaxAttempts", "3")))
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await services!.DisposeAsync();
        await app!.DisposeAsync();
        log.Dispose();
    }

    [Fact]
    public async Task A_call_carries_method_headers_content_and_its_idempotency_key()
    {
        await Channel.SendAsync(Call("post", "/referrals?mrn=123", """{"Authorization":"Bearer t","X-Unit":"7"}""", "\"{\\\"a\\\":\\\"é\\\"}\"", "\"application/json\""), default);

        var (method, path, headers, body) = Assert.Single(calls);
        Assert.Equal(("POST", "/referrals", """{"a":"é"}"""), (method, path, body));
        Assert.Equal("Bearer t", headers.Authorization);
        Assert.Equal("7", headers["X-Unit"]);
        Assert.Equal("application/json; charset=utf-8", headers.ContentType);
        Assert.Equal("reminder:1:2:r3:p4", headers["Idempotency-Key"]);
        Assert.DoesNotContain("mrn=123", log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Every_status_is_an_answer_for_the_process(int status)
    {
        answer = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["X-Reply"] = "1";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"ok":false}""");
        };
        var result = await Channel.SendAsync(Call("GET", "/"), default);

        Assert.Equal(SendAnswer.Answered, result.Answer);
        var response = JsonNode.Parse(result.Response!)!;
        Assert.Equal((status, "application/json", """{"ok":false}"""), ((int)response["statusCode"]!, (string?)response["contentType"], (string?)response["body"]));
        Assert.Equal("1", (string?)response["headers"]!["X-Reply"]![0]);
        Assert.Null(response["isCut"]);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_cut_and_says_so()
    {
        answer = context => context.Response.WriteAsync(new string('x', 21));
        var response = JsonNode.Parse((await Channel.SendAsync(Call("GET", "/"), default)).Response!)!;
        Assert.Equal((new string('x', 20), true), ((string?)response["body"], (bool)response["isCut"]!));
    }

    [Fact]
    public async Task A_missing_answer_is_asked_for_again_under_the_same_key_until_the_process_goes_on_without()
    {
        answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        var outbox = new MemoryOutbox(clock);
        outbox.Add("http", "host", Call("POST", "/", content: "\"x\"").Payload);
        for (var i = 0; i < 3; i++)
        {
            await Given.Dispatcher(outbox, clock, log, null, Channel).DispatchAsync(default);
            clock.SetUtcNow(Latest(outbox["m1"].Message.NotBefore));
        }

        Assert.Equal(new OutboxOutcome(OutboxState.Failed, Reason: "gave-up"), outbox["m1"].Last);
        Assert.Equal(["key-1", "key-1", "key-1"], calls.Select(c => c.Headers["Idempotency-Key"].ToString()));
    }

    [Fact]
    public async Task A_slow_answer_is_a_timeout()
    {
        answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var sending = Channel.SendAsync(Call("GET", "/"), default).AsTask();
        await reached.Task;
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(new SendResult(SendAnswer.Unanswered, Reason: "timeout"), await sending);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_tried_again()
    {
        await app!.StopAsync();
        var message = Given.Message("http", "host", """{"Method":"GET","Url":"http://127.0.0.1:1/"}""");
        Assert.Equal(SendAnswer.Unanswered, (await Channel.SendAsync(message, default)).Answer);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"Method":"GET","Url":"file:///etc/passwd"}""")]
    [InlineData("""{"Method":"GET HTTP/1.1","Url":"http://127.0.0.1/"}""")]
    public async Task A_payload_that_is_no_call_is_not_sent(string payload) =>
        Assert.Equal(new SendResult(SendAnswer.Refused, Reason: "unsendable"), await Channel.SendAsync(Given.Message("http", "host", payload), default));

    private DateTimeOffset Latest(DateTimeOffset other) => other > clock.GetUtcNow() ? other : clock.GetUtcNow();

    private OutboxMessage Call(string method, string path, string headers = "{}", string content = "null", string contentType = "null") =>
        Given.Message("http", "host", $$"""{"Method":"{{method}}","Url":"{{app!.Urls.Single()}}{{path}}","Headers":{{headers}},"Content":{{content}},"ContentType":{{contentType}}}""");
}

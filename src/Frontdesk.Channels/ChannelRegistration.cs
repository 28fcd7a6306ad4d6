using Frontdesk.Channels.Dispatch;
using Frontdesk.Channels.Email;
using Frontdesk.Channels.Fax;
using Frontdesk.Channels.Http;
using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Frontdesk.Channels;

/// <summary>Adds the ways out of the practice to a host.</summary>
public static class ChannelRegistration
{
    private const string TwilioClient = "twilio";
    private const string CallClient = "calls";

    /// <summary>
    /// Adds the channels, the dispatcher that runs with the host, and Twilio's webhooks. A channel without credentials is
    /// captured. The host supplies <see cref="IOutbox"/>, <see cref="IAttachments"/> for what goes with e-mails and faxes, and
    /// <see cref="IInboundMessages"/> for the webhooks.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings; those below <see cref="ChannelOptions.Section"/> are read and checked now.</param>
    /// <exception cref="ChannelSettingException">A setting cannot be used; the message names it.</exception>
    public static IServiceCollection AddFrontdeskChannels(this IServiceCollection services, IConfiguration configuration)
    {
        var options = ChannelOptions.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton(options.Twilio);
        services.AddSingleton(options.Smtp);
        services.AddSingleton(options.Bounces);
        services.AddSingleton(options.Http);
        services.AddSingleton(options.Dispatch);
        services.AddCalls();
        services.AddSms(options.Twilio);
        services.AddEmail(options);

        services.AddSingleton<DeliveryTelemetry>();
        services.AddSingleton(p => new OutboxDispatcher(
            p.GetRequiredService<IOutbox>(),
            p.GetServices<IChannel>(),
            options.Dispatch,
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<OutboxDispatcher>>(),
            telemetry: p.GetRequiredService<DeliveryTelemetry>()));
        services.AddHostedService(p => new OutboxDispatching(p.GetRequiredService<OutboxDispatcher>()));
        return services;
    }

    private static void AddCalls(this IServiceCollection services)
    {
        // Only a missing answer counts against an address: every status is an outcome for the process to judge.
        services.AddOutgoing(CallClient, (p, b) => b.AddOutage(new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>())
                .AddTimeout(p.GetRequiredService<HttpOptions>().Timeout))
            .SelectPipelineByAuthority();
        services.AddSingleton<IChannel>(p => new HttpCall(p.GetRequiredService<IHttpClientFactory>().CreateClient(CallClient), p.GetRequiredService<HttpOptions>()));
    }

    private static void AddSms(this IServiceCollection services, TwilioOptions options)
    {
        services.AddSingleton<TwilioWebhooks>();
        if (!options.IsConfigured)
        {
            services.AddSingleton<IChannel>(new CapturedChannel("sms"));
            return;
        }

        services.AddOutgoing(TwilioClient, (_, b) => b.AddOutage(new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>().Handle<TimeoutRejectedException>().HandleResult(r => (int)r.StatusCode >= 500))
            .AddTimeout(TimeSpan.FromSeconds(30)));
        services.AddSingleton<IChannel>(p => new TwilioSms(
            p.GetRequiredService<IHttpClientFactory>().CreateClient(TwilioClient), options, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<TwilioSms>>()));
    }

    private static void AddEmail(this IServiceCollection services, ChannelOptions options)
    {
        if (options.Smtp.IsConfigured)
            services.AddSingleton<SmtpEmail>().AddSingleton<IChannel>(p => p.GetRequiredService<SmtpEmail>());
        else
            services.AddSingleton<IChannel>(new CapturedChannel("email"));
        if (options.Fax.IsConfigured)
            services.AddSingleton<IChannel>(p => new FaxByEmail(p.GetRequiredService<SmtpEmail>(), options.Fax));
        else
            services.AddSingleton<IChannel>(new CapturedChannel("fax"));
        if (!options.Bounces.IsConfigured)
            return;
        services.AddSingleton<BounceMailbox>();
        services.AddHostedService(p => new BouncePolling(p.GetRequiredService<BounceMailbox>()));
    }

    /// <summary>A client that logs no addresses, keeps no cookies between calls, and leaves retries to the outbox.</summary>
    private static IHttpResiliencePipelineBuilder AddOutgoing(this IServiceCollection services, string name, Action<IServiceProvider, ResiliencePipelineBuilder<HttpResponseMessage>> configure) =>
        services.AddHttpClient(name)
            .RemoveAllLoggers()
            .ConfigureHttpClient(c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .AddResilienceHandler(name, (b, context) =>
            {
                b.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                configure(context.ServiceProvider, b);
            });

    /// <summary>After many failures in a row nothing is sent for a moment, so that an outage is not answered with a flood.</summary>
    private static ResiliencePipelineBuilder<HttpResponseMessage> AddOutage(this ResiliencePipelineBuilder<HttpResponseMessage> pipeline, PredicateBuilder<HttpResponseMessage> isFailure) =>
        pipeline.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = isFailure,
            FailureRatio = 0.8,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromMinutes(1),
            BreakDuration = TimeSpan.FromSeconds(15),
        });
}

using Frontdesk.Channels.Dispatch;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Channels.Tests;

/// <summary>The usual things of these tests.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Morning);

    public static OutboxDispatcher Dispatcher(IOutbox outbox, TimeProvider clock, Log log, DispatchOptions? options, params IChannel[] channels) =>
        new(outbox, channels, options ?? new DispatchOptions(), clock, log.For<OutboxDispatcher>(), new Random(7));

    public static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Frontdesk:Channels:{s.Name}", (string?)s.Value))).Build();

    public static OutboxMessage Message(string channel, string recipient, string payload, OutboxState state = OutboxState.Sending) =>
        new("row-1", "reminder:1:2:r3:p4", channel, recipient, payload, 1, state, 1, Morning, Morning, null, null, null);
}

/// <summary>Keeps what was logged.</summary>
internal sealed class Log : ILoggerProvider
{
    private readonly List<string> lines = [];

    public string Text
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    public ILogger<T> For<T>() => new Logger<T>(this);

    public ILogger CreateLogger(string categoryName) => new Logger<Log>(this);

    public void Dispose()
    {
    }

    private sealed class Logger<T>(Log owner) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner.lines)
                owner.lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
        }
    }
}

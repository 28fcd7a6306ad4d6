using Frontdesk.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Frontdesk.Web.Tests.Hosting;

/// <summary>A start goes on when the database comes back in time, and says what is wrong when it does not.</summary>
public sealed class DatabaseWaitingTests
{
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_in_which_the_database_is_lost_is_done_again_until_it_is_there()
    {
        var tries = 0;
        var done = Waiting().DoAsync(() => ++tries < 3 ? throw Lost() : Task.FromResult(tries), Stop);
        while (!done.IsCompleted)
            _clock.Advance(DatabaseWaiting.BetweenTries);

        Assert.Equal(3, await done);
    }

    [Fact]
    public async Task A_database_that_does_not_come_back_ends_the_start_with_what_it_said()
    {
        var done = Waiting().DoAsync<int>(() => throw Lost(), Stop);
        while (!done.IsCompleted)
            _clock.Advance(DatabaseWaiting.BetweenTries);

        Assert.Equal("refused", (await Assert.ThrowsAsync<NpgsqlException>(() => done)).Message);
    }

    [Fact]
    public async Task What_waiting_does_not_mend_is_said_at_once()
    {
        var tries = 0;
        await Assert.ThrowsAsync<PostgresException>(() => Waiting().DoAsync<int>(() => ++tries < 9 ? throw new PostgresException("no such database", "FATAL", "FATAL", "3D000") : Task.FromResult(0), Stop));
        Assert.Equal(1, tries);
    }

    private static NpgsqlException Lost() => new("refused", new IOException("refused"));

    private DatabaseWaiting Waiting() => new(TimeSpan.FromSeconds(30), _clock, NullLogger.Instance);
}

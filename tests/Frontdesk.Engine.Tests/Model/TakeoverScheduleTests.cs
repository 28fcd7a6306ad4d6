using System.Globalization;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Tests;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests.Model;

/// <summary>
/// Two engines over one database and a clock, one step at a time in every order in which their steps can come: the first engine is
/// asked to resume a wait and to lease messages, the second takes over and is asked the same, and time passes until a lease has
/// run out. One schedule in <see cref="Share"/> is run; <c>FRONTDESK_SCHEDULES=1</c> runs all.
/// </summary>
public abstract class TakeoverScheduleTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly string[] First = ["first asks to resume", "first works", "first asks for messages", "first works"];
    private static readonly string[] Second = ["second takes over", "second asks to resume", "second works", "second asks for messages", "second works"];
    private static readonly string[] Clock = ["the lease runs out"];

    private static int Share => int.TryParse(Environment.GetEnvironmentVariable("FRONTDESK_SCHEDULES"), CultureInfo.InvariantCulture, out var given) ? given : 41;

    [Fact]
    public async Task In_every_order_of_steps_a_wait_ends_once_a_message_is_leased_by_one_at_a_time_and_an_older_epoch_writes_nothing()
    {
        await using var practice = await OpenAsync();
        foreach (var (schedule, i) in Orders(First, Second, Clock).Select((schedule, i) => (schedule, i)))
        {
            if (i % Share == 0 && await BreachAsync(practice, schedule) is { } breach)
                Assert.Fail($"{breach}\n{string.Join('\n', schedule.Select(step => $"  {step}"))}");
        }
    }

    /// <summary>Every order of all steps in which the steps of each keep their own.</summary>
    private static IEnumerable<IReadOnlyList<string>> Orders(params string[][] actors)
    {
        if (actors.All(actor => actor.Length == 0))
            yield return [];
        for (var i = 0; i < actors.Length; i++)
        {
            if (actors[i].Length == 0)
                continue;
            string[][] left = [.. actors[..i], actors[i][1..], .. actors[(i + 1)..]];
            foreach (var rest in Orders(left))
                yield return [actors[i][0], .. rest];
        }
    }

    private static async Task<string?> BreachAsync(TestPractice practice, IReadOnlyList<string> schedule)
    {
        foreach (var table in (string[])["workflow_instance", "bookmark", "stimulus", "journal", "incident", "outbox", "workflow_definition", "workflow_trigger", "workflow_change"])
            practice.Execute($"DELETE FROM {table}");
        await practice.RestartAsync();
        await practice.PublishAsync(new System.Text.Json.Nodes.JsonObject { ["type"] = "Elsa.Fork", ["id"] = "fork", ["joinMode"] = "WaitAll", ["branches"] = new System.Text.Json.Nodes.JsonArray(Sequence("s", Event("e", "Go"), Line("a", "went")), Step("Elsa.FlowSendHttpRequest", "h", ("url", Literal("https://example.test/")))) });
        await practice.StartAsync();
        var run = new Run(practice, practice.Column("SELECT id FROM bookmark WHERE activity_id = 'e'")[0]);
        try
        {
            foreach (var step in schedule)
            {
                if (await run.DoAsync(step) is { } breach)
                    return breach;
            }
        }
        finally
        {
            await run.EndAsync();
        }

        return await run.BreachAtTheEndAsync();
    }

    private sealed class Run(TestPractice practice, string bookmark)
    {
        private readonly List<Task<BurstResult>> _resumes = [];
        private readonly List<Task<IReadOnlyList<OutboxMessage>>> _leases = [];
        private readonly List<Task> _asked = [];
        private WorkflowEngine? _second;
        private bool _hasRunOut;

        public async Task<string?> DoAsync(string step)
        {
            var before = Rows();
            switch (step)
            {
                case "first asks to resume":
                    Resume(practice.Engine);
                    break;
                case "second asks to resume":
                    Resume(_second!);
                    break;
                case "first asks for messages":
                    AskForMessages(practice.Engine);
                    break;
                case "second asks for messages":
                    AskForMessages(_second!);
                    break;
                case "second takes over":
                    _second = await practice.OpenAnotherAsync();
                    break;
                case "first works":
                    var isOlder = _second is not null;
                    await WorkAsync(practice.Engine);
                    if (isOlder && Rows() != before)
                        return $"The older epoch wrote: {before} became {Rows()}";
                    break;
                case "second works":
                    await WorkAsync(_second!);
                    break;
                default:
                    practice.Clock.Advance(Lease + TimeSpan.FromSeconds(1));
                    _hasRunOut = true;
                    break;
            }

            return practice.Lines().Count > 1 ? "The wait ended twice." : null;
        }

        public async Task EndAsync()
        {
            if (_second is not null)
                await _second.DrainAsync();
            await practice.Engine.DisposeAsync();
            if (_second is not null)
                await _second.DisposeAsync();
            foreach (var asked in _asked)
                await Task.WhenAny(asked);
        }

        public async Task<string?> BreachAtTheEndAsync()
        {
            var resumed = _resumes.Count(one => one.IsCompletedSuccessfully);
            if (resumed != 1 || practice.Lines() is not ["went"])
                return $"{resumed} callers were told that the wait ended, and {practice.Lines().Count} lines tell of it.";
            foreach (var refused in _resumes.Where(one => !one.IsCompletedSuccessfully))
            {
                if (refused.Exception?.InnerException is not (NoSuchBookmarkException or FencedException or ObjectDisposedException))
                    return $"A caller was answered {refused.Exception?.InnerException?.GetType().Name}.";
            }

            var taken = new List<(int Attempts, string Id)>();
            foreach (var lease in _leases.Where(one => one.IsCompletedSuccessfully))
                taken.AddRange((await lease).Select(message => (message.Attempts, message.Id)));

            // A message that is leased again was leased for the next time, after the first lease had run out.
            return taken.Distinct().Count() != taken.Count || (taken.Count > 1 && !_hasRunOut) || taken.Count > 2 ? "A message was leased by two at a time." : null;
        }

        private void Resume(WorkflowEngine engine)
        {
            _resumes.Add(engine.ResumeAsync(bookmark));
            _asked.Add(_resumes[^1]);
        }

        private void AskForMessages(WorkflowEngine engine)
        {
            _leases.Add(engine.LeaseAsync(5, Lease, default).AsTask());
            _asked.Add(_leases[^1]);
        }

        private static async Task WorkAsync(WorkflowEngine engine)
        {
            try
            {
                await engine.ProcessAsync();
            }
            catch (FencedException)
            {
                // Whoever asked is told the same.
            }
        }

        private string Rows() => string.Join('|', ((string[])[
            "SELECT id || state || attempts || COALESCE(lease_until, 0) FROM outbox ORDER BY id",
            "SELECT id FROM bookmark ORDER BY id",
            "SELECT id || status || bursts FROM workflow_instance ORDER BY id",
            "SELECT key || COALESCE(consumed_at, 0) FROM stimulus ORDER BY key",
            "SELECT burst FROM journal ORDER BY burst"]).SelectMany(practice.Column));
    }
}

public sealed class TakeoverScheduleTestsOnSqlite() : TakeoverScheduleTests(Sqlite);

public sealed class TakeoverScheduleTestsOnPostgres(PostgresCluster cluster) : TakeoverScheduleTests(() => Postgres(cluster));

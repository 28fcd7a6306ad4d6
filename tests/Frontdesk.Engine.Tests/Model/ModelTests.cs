using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Xunit;

namespace Frontdesk.Engine.Tests.Model;

/// <summary>
/// Random workflows and random happenings, run on the engine and on a small reference that keeps everything in memory.
/// <c>FRONTDESK_MODEL_ITERATIONS</c> says how many; a case that differs is made as small as can be and printed.
/// </summary>
[SuppressMessage("Globalization", "CA1305", Justification = "Numbers here are whole.")]
public sealed class ModelTests
{
    private const int MostSmaller = 4_000;
    private static readonly ActivityRegistry Registry = new(typeof(ModelTests).Assembly, Frontdesk.Activities.ActivitiesRegistration.Assembly);

    private static int Iterations => int.TryParse(Environment.GetEnvironmentVariable("FRONTDESK_MODEL_ITERATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 60;

    [Fact]
    public async Task The_engine_does_what_a_reference_in_memory_does_whatever_the_workflow_and_whatever_happens()
    {
        await using var practice = await TestPractice.OpenAsync();
        await ModelCase.Cases.SampleAsync(
            async test =>
            {
                if (await FirstDifferenceAsync(practice, test) is { } difference)
                    Assert.Fail(await TellAsync(practice, test, difference));
            },
            iter: Iterations,
            threads: 1,
            print: _ => "the case above");
    }

    /// <summary>Makes a case smaller for as long as engine and reference still differ.</summary>
    private static async Task<string> TellAsync(TestPractice practice, ModelCase test, string difference)
    {
        var tries = 0;
        for (var goesOn = true; goesOn && tries < MostSmaller;)
        {
            goesOn = false;
            foreach (var smaller in test.Smaller())
            {
                tries++;
                if (await FirstDifferenceAsync(practice, smaller) is not { } still)
                    continue;
                (test, difference, goesOn) = (smaller, still, true);
                break;
            }
        }

        return $"\n{test}\n{difference}";
    }

    private static async Task<string?> FirstDifferenceAsync(TestPractice practice, ModelCase test)
    {
        var (expected, answers) = Refer(test);
        if (expected is null)
            return null;
        await using var run = await ModelRun.BeginAsync(practice, test);
        for (var i = -1; i < test.Moves.Length; i++)
        {
            var actual = await run.DoAsync(i < 0 ? ModelRun.First : test.Moves[i]);
            if (actual is not null && actual != expected[i + 1])
                return $"After {(i < 0 ? "the start" : test.Moves[i].ToString().Trim())} the reference says\n{expected[i + 1]}\nand the engine\n{actual}";
        }

        return run.Answers.SequenceEqual(answers) ? null : $"The reference answers {string.Join(", ", answers)}, and the engine {string.Join(", ", run.Answers)}";
    }

    /// <summary>How the practice stands after each move; nothing when the workflows keep each other busy without end.</summary>
    private static (List<string?>? States, List<string> Answers) Refer(ModelCase test)
    {
        var practice = new ReferencePractice(test);
        var (states, answers) = (new List<string?>(), new List<string>());
        foreach (var move in test.Moves.Prepend(ModelRun.First))
        {
            if (move.IsRequest)
                practice.Ask(move, answers);
            var waits = move is { IsWithNext: true, IsRequest: true } && states.Count < test.Moves.Length;
            if (!waits)
            {
                practice.Answer();
                if (move.Kind == MoveKind.Restart || (move.IsCutShort && move.IsRequest))
                    practice.Pass(ModelRun.Moment);
                practice.Drain();
                if (move.Kind == MoveKind.Pass)
                {
                    practice.Pass(move.Time);
                    practice.Drain();
                }

                practice.Pass(ModelRun.Moment);
            }

            states.Add(waits ? null : Describe(practice));
            if (practice.IsEndless)
                return (null, answers);
        }

        return (states, answers);
    }

    private static string Describe(ReferencePractice practice) => string.Join('\n', practice.Instances.Select((instance, i) => ModelRun.Describe(
        i,
        instance.Status,
        instance.Correlation,
        instance.Variables,
        instance.Waits.Select(wait => $"{wait.Run.Step.Id} {wait.Stimulus}{(wait.DueAt is { } due ? $" due {(long)(due - DateTimeOffset.UnixEpoch).TotalMilliseconds}" : string.Empty)}"),
        instance.Journal)).Append(string.Join(", ", practice.Tasks.Select(task => $"{task.Step} {task.State}"))));

    /// <summary>One case on the engine.</summary>
    private sealed class ModelRun : IAsyncDisposable
    {
        internal static readonly ModelMove First = new(MoveKind.Start, 0, 1, 0, false, false);
        internal static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
        private readonly TestPractice _practice;
        private readonly DateTimeOffset _start;
        private readonly ModelCase _test;
        private readonly Dictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);
        private readonly List<Task<string>> _open = [];
        private readonly List<string> _started = [];
        private int _moves;

        private ModelRun(TestPractice practice, ModelCase test) => (_practice, _test, _start) = (practice, test, practice.Clock.GetUtcNow());

        public List<string> Answers { get; } = [];

        public static async Task<ModelRun> BeginAsync(TestPractice practice, ModelCase test)
        {
            foreach (var table in (string[])["workflow_instance", "bookmark", "stimulus", "journal", "incident", "user_task", "workflow_trigger", "workflow_definition", "workflow_change"])
                practice.Execute($"DELETE FROM {table}");
            await practice.RestartAsync(test.Options);
            foreach (var id in (string[])[ModelCase.ChildId, ModelCase.MainId])
                await practice.PublishAsync(test.Definition(id));
            practice.Clock.Advance(Moment);
            var run = new ModelRun(practice, test);
            foreach (var id in (string[])[ModelCase.ChildId, ModelCase.MainId])
                run._compiled[id] = WorkflowCompiler.Compile(test.Definition(id), Registry);
            return run;
        }

        public async Task<string?> DoAsync(ModelMove move)
        {
            _moves++;
            if (move.IsRequest)
                _open.Add(AskAsync(move));
            if (move is { IsWithNext: true, IsRequest: true } && _moves <= _test.Moves.Length)
                return null;
            var answered = Task.WhenAll(_open);
            while (_open.Exists(task => !task.IsCompleted) && await _practice.Engine.ProcessAsync())
                await Task.Yield();
            Answers.AddRange((await answered).Select(NameStarted));
            _open.Clear();
            if (move.Kind == MoveKind.Restart || (move.IsCutShort && move.IsRequest))
            {
                _practice.Clock.Advance(Moment);
                await _practice.RestartAsync(_test.Options);
            }

            await _practice.Engine.DrainAsync();
            if (move.Kind == MoveKind.Pass)
                await _practice.PassAsync(move.Time);
            _practice.Clock.Advance(Moment);
            return Describe();
        }

        public static string Describe(int number, string status, string correlation, string variables, IEnumerable<string> waits, IEnumerable<string> journal) =>
            $"  instance {number}: {status} about {correlation}; {variables}; waits {string.Join(", ", waits.Order(StringComparer.Ordinal))}\n    {string.Join("; ", journal.Select(line => line.Replace('\n', '+')))}";

        public ValueTask DisposeAsync() => default;

        private async Task<string> AskAsync(ModelMove move)
        {
            switch (move.Kind)
            {
                case MoveKind.Start:
                    return (await _practice.Engine.StartAsync(new StartRequest(ModelCase.MainId) { CorrelationId = move.Correlation, IdempotencyKey = move.IdempotencyKey })).InstanceId!;
                case MoveKind.Event:
                    await _practice.Engine.PublishEventAsync(move.EventName, JsonValue.Create(move.Which), move.Correlation, move.IdempotencyKey);
                    return "ok";
                case MoveKind.Cancel:
                    var instances = _practice.Column("SELECT id FROM workflow_instance ORDER BY created_at, id");
                    return await _practice.Engine.CancelAsync(instances[move.Which % instances.Count], null, move.IdempotencyKey, default) ? "true" : "false";
                default:
                    return await CompleteAsync(move);
            }
        }

        /// <summary>Ids differ; that the same key is answered the same shows in the number of the start.</summary>
        private string NameStarted(string answer)
        {
            if (answer.Length < 32)
                return answer;
            if (!_started.Contains(answer))
                _started.Add(answer);
            return ModelStep.Number("start ", _started.IndexOf(answer));
        }

        private async Task<string> CompleteAsync(ModelMove move)
        {
            try
            {
                return (await _practice.Engine.ExecuteAsync((burst, _, _) =>
                {
                    var tasks = Column(burst, "SELECT id FROM user_task ORDER BY created_at, id");
                    if (tasks.Count == 0)
                        return ValueTask.FromResult("none");
                    UserTasks.Complete(burst, tasks[move.Which / 2 % tasks.Count], "ann", [], move.Outcome, null);
                    return ValueTask.FromResult("ok");
                }))!;
            }
            catch (TaskClosedException)
            {
                return "closed";
            }
        }

        private static List<string> Column(BurstTransaction burst, string sql)
        {
            using var command = burst.Connection.CreateCommand();
            command.Transaction = burst.Transaction;
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var list = new List<string>();
            while (reader.Read())
                list.Add(reader.GetString(0));
            return list;
        }

        private string Describe()
        {
            var lines = new List<string>();
            using var connection = _practice.Database.OpenReader();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT id, definition_id, sub_status, COALESCE(correlation_id, 'nothing'), state FROM workflow_instance ORDER BY created_at, id";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var id = reader.GetString(0);
                lines.Add(Describe(lines.Count, ((WorkflowSubStatus)reader.GetInt64(2)).ToString(), reader.GetString(3), Variables((byte[])reader.GetValue(4)), Waits(id), Journal(id, reader.GetString(1))));
            }

            lines.Add(string.Join(", ", _practice.Column("SELECT activity_id || ' ' || state || CASE WHEN outcome IS NULL THEN '' ELSE ' ' || outcome END FROM user_task ORDER BY created_at, id")));
            return string.Join('\n', lines);
        }

        private static string Variables(byte[] state)
        {
            var kept = JsonNode.Parse(state)!["c"]![0]!["v"];
            return $"a={kept?["a"]?.ToString() ?? "0"} b={kept?["b"]?.ToString() ?? "1"} c={kept?["c"]?.ToString() ?? "0"}";
        }

        private List<string> Waits(string id) => _practice
            .Column($"SELECT activity_id || ' ' || CASE WHEN stimulus LIKE 'Frontdesk.UserTask%' THEN SUBSTR(stimulus, 1, INSTR(stimulus, '|') - 1) ELSE stimulus END || CASE WHEN due_at IS NULL THEN '' ELSE ' due ' || (due_at - {_start.ToUnixTimeMilliseconds()}) END FROM bookmark WHERE instance_id = '{id}'");

        private List<string> Journal(string id, string definition)
        {
            var lines = _practice.Bytes($"SELECT entries FROM journal WHERE instance_id = '{id}' ORDER BY burst").SelectMany(JournalCodec.Unpack).Select(entry => $"{_compiled[definition].Activities[entry.Activity].Id} {entry.Event}{(entry.Text is { } text ? " " + text : string.Empty)}");
            return [.. lines.Select(line => line.StartsWith("Workflow1", StringComparison.Ordinal) ? "?" + line["Workflow1".Length..] : line)];
        }
    }
}

namespace Frontdesk.Engine.Tests.Model;

/// <summary>
/// What the engine promises around the instances, kept in memory: one burst after another, in the order in which the stimuli
/// were stored; events that reach whoever waits when they are published; timers; keys that are consumed once.
/// </summary>
internal sealed class ReferencePractice(ModelCase test)
{
    private const int MostBursts = 150;
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly Queue<(string? Key, Func<Burst, string> Body, List<string> Answers)> _requests = new();
    private int _created;
    private int _bursts;
    private int _starts;

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The instances that have begun, by the time of their beginning.</summary>
    public List<ReferenceInstance> Instances { get; } = [];

    /// <summary>The tasks that were ever opened, oldest first.</summary>
    public List<ReferenceTask> Tasks { get; } = [];

    public ModelCase Test => test;

    /// <summary>Whether the workflows kept each other busy for longer than a test can wait.</summary>
    public bool IsEndless => _bursts > MostBursts;

    public void Pass(TimeSpan time) => Now += time;

    public int NextNumber() => ++_created;

    public void Ask(ModelMove move, List<string> answers)
    {
        var canceled = Instances.Count == 0 ? null : Instances[move.Which % Instances.Count];
        _requests.Enqueue(move.Kind switch
        {
            MoveKind.Start => (move.IdempotencyKey is { } key ? "start:" + key : null, burst => Begin(burst, new ReferenceInstance(this, ModelCase.MainId, move.Correlation)), answers),
            MoveKind.Event => (move.IdempotencyKey is { } key ? "event:" + key : null, burst => Publish(burst, move), answers),
            MoveKind.Cancel => (move.IdempotencyKey is { } key ? "cancel:" + key : null, burst => Cancel(burst, canceled!), answers),
            _ => (null, burst => Complete(burst, move), answers),
        });
    }

    /// <summary>Runs what was asked for, in whole batches.</summary>
    public void Answer()
    {
        while (_requests.Count > 0)
            RunBatch();
    }

    /// <summary>Runs batches until nothing is due now.</summary>
    public void Drain()
    {
        while (!IsEndless && RunBatch())
        {
        }
    }

    /// <summary>An event reaches those who wait for it when the burst that publishes it ends, as the practice stood before that burst.</summary>
    public IEnumerable<Row> Route(string name, int payload, string? correlation, ReferenceInstance? only) =>
        [.. Instances
            .SelectMany(instance => instance.Stored)
            .Where(wait => wait.Stimulus == $"Elsa.Event|{name}" && (correlation is null || wait.Instance.StoredCorrelation == correlation) && (only is null || wait.Instance == only))
            .OrderBy(wait => wait.Number)
            .Select(wait => Resume(wait, input => input.Payload = payload))];

    private bool RunBatch()
    {
        var asked = 0;
        for (; asked < test.MaxBatch && _requests.TryDequeue(out var request); asked++)
            request.Answers.Add(Once(request.Key, request.Body));
        return (asked < test.MaxBatch && RunStored(test.MaxBatch - asked)) || asked > 0;
    }

    /// <summary>A batch runs the stimuli that are stored when it begins, then the timers that are due by then, oldest first.</summary>
    private bool RunStored(int limit)
    {
        var rows = _rows.Take(limit).ToList();
        foreach (var row in rows)
        {
            _rows.Remove(row);
            Run(row.Run);
        }

        limit -= rows.Count;
        var due = Instances.SelectMany(instance => instance.Stored).Where(wait => wait.DueAt <= Now).OrderBy(wait => wait.DueAt).ThenBy(wait => wait.Number).Take(limit).ToList();
        foreach (var wait in due)
            Run(Resume(wait, _ => { }).Run);
        return rows.Count > 0 || due.Count > 0;
    }

    private string Once(string? key, Func<Burst, string> body)
    {
        if (key is not null && _answers.TryGetValue(key, out var earlier))
            return earlier;
        var answer = string.Empty;
        Run(burst => answer = body(burst));
        if (key is not null)
            _answers[key] = answer;
        return answer;
    }

    /// <summary>One burst: what it starts, resumes and publishes is stored with it, in this order; the ends of instances come before events.</summary>
    private void Run(Action<Burst> body)
    {
        _bursts++;
        var burst = new Burst();
        body(burst);
        _rows.AddRange(burst.Rows);
        foreach (var instance in burst.Touched.Where(one => one.IsOver && one.Parent is { } parent && parent.Instance.Stored.Contains(parent)))
            _rows.Add(Resume(instance.Parent!, _ => { }));
        foreach (var (name, payload, only) in burst.Events)
            _rows.AddRange(Route(name, payload, null, only));
        foreach (var instance in burst.Touched)
            instance.Store();
    }

    private string Begin(Burst burst, ReferenceInstance instance)
    {
        instance.CreatedAt = Now;
        Instances.Add(instance);
        Instances.Sort((one, other) => (one.CreatedAt, one.Number).CompareTo((other.CreatedAt, other.Number)));
        burst.Touched.Add(instance);
        instance.Start(burst);
        return instance.Starter is null ? ModelStep.Number("start ", _starts++) : string.Empty;
    }

    /// <summary>Another workflow starts in a burst of its own; whoever started it may wait for its end.</summary>
    public void StartChild(Burst burst, ReferenceInstance starter, Wait? waits)
    {
        var child = new ReferenceInstance(this, ModelCase.ChildId, "c1") { Parent = waits, Starter = starter };
        burst.Rows.Add(new Row(next => Begin(next, child), starter));
    }

    private string Publish(Burst burst, ModelMove move)
    {
        burst.Rows.AddRange(Route(move.EventName, move.Which, move.Correlation, null));
        return "ok";
    }

    private string Complete(Burst burst, ModelMove move)
    {
        if (Tasks.Count == 0)
            return "none";
        var task = Tasks[move.Which / 2 % Tasks.Count];
        if (task.State != "ready")
            return "closed";
        task.State = $"completed {move.Outcome}";
        burst.Rows.Add(Resume(task.Wait, input => input.Outcome = move.Outcome));
        return "ok";
    }

    /// <summary>A canceled instance takes along those that it started: they are canceled too, or never begin.</summary>
    private string Cancel(Burst burst, ReferenceInstance instance)
    {
        if (instance.IsOver)
            return "false";
        var queue = new Queue<ReferenceInstance>([instance]);
        while (queue.TryDequeue(out var next))
        {
            burst.Touched.Add(next);
            next.Cancel();
            foreach (var child in Instances.Where(one => one.Starter == next && !one.IsOver))
                queue.Enqueue(child);
            _rows.RemoveAll(row => row.StartedBy == next);
        }

        return "true";
    }

    private static Row Resume(Wait wait, Action<ReferenceInput> give) => new(
        burst =>
        {
            // Whoever does not wait any more is left alone.
            if (!wait.Instance.Waits.Contains(wait))
                return;
            var input = new ReferenceInput();
            give(input);
            burst.Touched.Add(wait.Instance);
            wait.Instance.Resume(burst, wait, input);
        },
        null);

    /// <summary>A stimulus that waits for its burst.</summary>
    internal sealed record Row(Action<Burst> Run, ReferenceInstance? StartedBy);

    internal sealed class Burst
    {
        public List<Row> Rows { get; } = [];

        public List<(string Name, int Payload, ReferenceInstance? Only)> Events { get; } = [];

        public HashSet<ReferenceInstance> Touched { get; } = [];
    }
}

/// <summary>What a stimulus brings along.</summary>
internal sealed class ReferenceInput
{
    public int? Payload { get; set; }

    public string? Outcome { get; set; }
}

/// <summary>A place where an instance waits.</summary>
internal sealed record Wait(ReferenceInstance Instance, ReferenceRun Run, string Stimulus, DateTimeOffset? DueAt, int Number, ReferenceTask? Task)
{
    public bool Equals(Wait? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Number;
}

/// <summary>A question to a person.</summary>
internal sealed class ReferenceTask(string step)
{
    public string Step => step;

    public string State { get; set; } = "ready";

    public Wait Wait { get; set; } = null!;
}

using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>What the people of the practice are going to do, in order of time; at one moment, in the order of planning.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Func<Task>, (Instant At, long Order)> _plans = new();
    private long _order;

    /// <summary>The moment of the next plan.</summary>
    public Instant? Next => _plans.TryPeek(out _, out var when) ? when.At : null;

    /// <summary>Plans something.</summary>
    public void At(Instant moment, Func<Task> plan) => _plans.Enqueue(plan, (moment, _order++));

    /// <summary>Takes the next plan off the agenda.</summary>
    public Func<Task> Take() => _plans.Dequeue();
}

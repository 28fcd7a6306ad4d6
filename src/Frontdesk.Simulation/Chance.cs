using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>Chance that repeats: one stream for each actor, so that what one does never changes another's luck.</summary>
internal sealed class Chance
{
    private ulong _state;

    /// <summary>A stream of its own for a seed and a name.</summary>
    public Chance(int seed, string name)
    {
        // FNV-1a: string hash codes differ from process to process.
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var character in name)
            hash = (hash ^ character) * 1099511628211UL;
        _state = hash;
    }

    /// <summary>True with a probability between 0 and 1.</summary>
    public bool Is(double probability) => NextDouble() < probability;

    /// <summary>A whole number from <paramref name="from"/> up to, not including, <paramref name="until"/>.</summary>
    public int Between(int from, int until) => from + (int)(NextDouble() * (until - from));

    /// <summary>A time between two times.</summary>
    public Duration Between(Duration from, Duration until) => from + ((until - from) * NextDouble());

    /// <summary>One of several.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count)];

    /// <summary>One of several, by weight.</summary>
    public T Weighted<T>(params ReadOnlySpan<(T Choice, double Weight)> choices)
    {
        var total = 0.0;
        foreach (var (_, weight) in choices)
            total += weight;
        var at = NextDouble() * total;
        foreach (var (choice, weight) in choices)
        {
            at -= weight;
            if (at < 0)
                return choice;
        }

        return choices[^1].Choice;
    }

    private double NextDouble()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}

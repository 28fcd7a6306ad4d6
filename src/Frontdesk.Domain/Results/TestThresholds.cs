namespace Frontdesk.Domain.Results;

/// <summary>The limits of a test in one unit. A limit that is null does not exist.</summary>
/// <param name="Unit">The UCUM unit that the limits are in.</param>
/// <param name="Low">Below this is abnormal.</param>
/// <param name="High">Above this is abnormal.</param>
/// <param name="CriticalLow">At or below this is critical.</param>
/// <param name="CriticalHigh">At or above this is critical.</param>
public sealed record TestThresholds(string Unit, decimal? Low = null, decimal? High = null, decimal? CriticalLow = null, decimal? CriticalHigh = null)
{
    /// <summary>It says what is expected.</summary>
    public bool HasRange => Low is not null || High is not null;

    /// <summary>Refuses limits that contradict each other.</summary>
    /// <exception cref="DomainRuleException">A limit lies on the wrong side of another.</exception>
    public void Require()
    {
        if (Low > High || CriticalLow > Low || CriticalHigh < High || CriticalLow >= CriticalHigh)
            throw new DomainRuleException("test-thresholds", "The limits rise from critical low over low and high to critical high.");
    }
}

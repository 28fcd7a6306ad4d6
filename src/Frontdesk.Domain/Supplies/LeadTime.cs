namespace Frontdesk.Domain.Supplies;

/// <summary>How long a delivery takes: mean and standard deviation in calendar days.</summary>
/// <param name="Days">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
public sealed record LeadTime(double Days, double Deviation)
{
    private const int StepLength = 2;
    private const double LeastStepDays = 2;

    // Until deliveries were observed a quarter of the agreed time is taken as its spread.
    private const double AssumedSpread = 0.25;

    /// <summary>The lead time after observations: the agreed one until there are two, and only those after a step.</summary>
    public static LeadTime Of(double agreed, IReadOnlyList<double> observed)
    {
        if (observed.Count < StepLength)
            return new LeadTime(agreed, agreed * AssumedSpread);

        var counted = IsStep(observed) ? [.. observed.TakeLast(StepLength)] : observed;
        var mean = counted.Average();
        return new LeadTime(mean, DeviationOf(counted, mean));
    }

    /// <summary>
    /// The last two deliveries both took clearly longer, or both clearly shorter, than the ones before: by two standard
    /// deviations and at least two days. An average over both sides of a step would be wrong on either side.
    /// </summary>
    public static bool IsStep(IReadOnlyList<double> observed)
    {
        if (observed.Count < StepLength + 3)
            return false;

        var before = observed.Take(observed.Count - StepLength).ToList();
        var mean = before.Average();
        var limit = Math.Max(LeastStepDays, 2 * DeviationOf(before, mean));
        var last = observed.TakeLast(StepLength).ToList();
        return last.TrueForAll(days => days - mean > limit) || last.TrueForAll(days => mean - days > limit);
    }

    private static double DeviationOf(IReadOnlyCollection<double> values, double mean) =>
        values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
}

namespace Frontdesk.Domain.Results;

/// <summary>What was found of one observation.</summary>
/// <param name="Slot">The observation.</param>
/// <param name="Severity">How much it asks for.</param>
/// <param name="Reason">Why.</param>
public sealed record Finding(string Slot, ResultSeverity Severity, FindingReason Reason);

/// <summary>
/// Classifies observations by the limits set for the patient, else by the practice's, else by the laboratory's range
/// (domain.md §3). The laboratory's own flag can only raise a severity. Whatever cannot be told is unclear, never normal.
/// </summary>
public static class ResultClassifier
{
    /// <summary>Classifies one observation.</summary>
    /// <param name="observation">What the laboratory said.</param>
    /// <param name="rule">The practice's rule for the test, if there is one.</param>
    /// <param name="own">The limits set for this patient, if there are any.</param>
    public static Finding Classify(Observation observation, TestRule? rule, TestThresholds? own)
    {
        if (observation.Status is ObservationStatus.Cancelled or ObservationStatus.EnteredInError)
            return new Finding(observation.Slot, ResultSeverity.Unclear, FindingReason.NoValueToBeHad);

        // Nothing there yet is not a finding; what is flagged without a value still is.
        if (!observation.HasValue && observation.Flag is AbnormalFlag.None or AbnormalFlag.Normal)
        {
            return observation.Status.IsSettled()
                ? new Finding(observation.Slot, ResultSeverity.Unclear, FindingReason.NoValueToBeHad)
                : new Finding(observation.Slot, ResultSeverity.Normal, FindingReason.NoValueYet);
        }

        var (severity, reason) = observation.Value is { } value ? OfNumber(observation, value, rule, own) : OfText(observation, rule);
        var flagged = OfFlag(observation.Flag, severity, own);
        return flagged > severity
            ? new Finding(observation.Slot, flagged, FindingReason.LaboratoryFlag)
            : new Finding(observation.Slot, severity, reason);
    }

    // A provider who set this patient's limits knows that the laboratory flags the value; it stays at least abnormal to the eye.
    private static ResultSeverity OfFlag(AbnormalFlag flag, ResultSeverity measured, TestThresholds? own) => flag switch
    {
        AbnormalFlag.Critical when own is null || measured == ResultSeverity.Unclear => ResultSeverity.Critical,
        AbnormalFlag.Critical => ResultSeverity.Abnormal,
        AbnormalFlag.Abnormal when own is { HasRange: true } && measured != ResultSeverity.Unclear => ResultSeverity.Normal,
        AbnormalFlag.Abnormal => ResultSeverity.Abnormal,
        _ => ResultSeverity.Normal,
    };

    private static (ResultSeverity Severity, FindingReason Reason) OfText(Observation observation, TestRule? rule) =>
        rule is not null && rule.ExpectedTexts.Contains(observation.Text.Trim(), StringComparer.OrdinalIgnoreCase)
            ? (ResultSeverity.Normal, FindingReason.ExpectedText)
            : (ResultSeverity.Unclear, FindingReason.UnknownText);

    private static (ResultSeverity Severity, FindingReason Reason) OfNumber(Observation observation, decimal value, TestRule? rule, TestThresholds? own)
    {
        var laboratory = new TestThresholds(observation.Unit, observation.Low, observation.High);
        if ((own ?? rule?.Thresholds) is not { } limits)
            return laboratory.HasRange ? Compare(observation.Comparator, value, laboratory) : (ResultSeverity.Unclear, FindingReason.MissingRange);

        // Never a factor of our own: what is in another unit than the limits is for a person to read.
        if (!string.Equals(limits.Unit.Trim(), observation.Unit.Trim(), StringComparison.Ordinal))
            return (ResultSeverity.Unclear, FindingReason.WrongUnit);

        if (limits.HasRange)
            return Compare(observation.Comparator, value, limits);

        return laboratory.HasRange
            ? Compare(observation.Comparator, value, limits with { Low = laboratory.Low, High = laboratory.High })
            : Compare(observation.Comparator, value, limits) is (ResultSeverity.Critical, var why) ? (ResultSeverity.Critical, why) : (ResultSeverity.Unclear, FindingReason.MissingRange);
    }

    // A value with "<" or ">" is a span: it counts as the worst that it surely is, and as unclear when it may be either.
    private static (ResultSeverity Severity, FindingReason Reason) Compare(string comparator, decimal value, TestThresholds limits) => comparator.Trim() switch
    {
        "" => OfPoint(value, limits),
        "<" or "<=" => Span(OfPoint(value, limits), limits.CriticalLow is { } low && value <= low, isOpenEnded: limits.Low is not null || limits.CriticalLow is not null),
        ">" or ">=" => Span(OfPoint(value, limits), limits.CriticalHigh is { } high && value >= high, isOpenEnded: limits.High is not null || limits.CriticalHigh is not null),
        _ => (ResultSeverity.Unclear, FindingReason.UnknownText),
    };

    private static (ResultSeverity Severity, FindingReason Reason) Span((ResultSeverity Severity, FindingReason Reason) end, bool isSurelyCritical, bool isOpenEnded) =>
        isSurelyCritical ? (ResultSeverity.Critical, FindingReason.BeyondCriticalLimit)
        : end.Severity == ResultSeverity.Normal && !isOpenEnded ? end
        : (ResultSeverity.Unclear, FindingReason.MissingRange);

    private static (ResultSeverity Severity, FindingReason Reason) OfPoint(decimal value, TestThresholds limits) =>
        value <= limits.CriticalLow || value >= limits.CriticalHigh ? (ResultSeverity.Critical, FindingReason.BeyondCriticalLimit)
        : value < limits.Low || value > limits.High ? (ResultSeverity.Abnormal, FindingReason.OutOfRange)
        : (ResultSeverity.Normal, FindingReason.InRange);
}

using CsCheck;
using Frontdesk.Domain.Results;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>How much a value asks for (domain.md §3): what cannot be told is never normal.</summary>
public sealed class ResultClassifierTests
{
    [Theory]
    [InlineData(4.2, ResultSeverity.Normal)]
    [InlineData(3.5, ResultSeverity.Normal)]
    [InlineData(5.1, ResultSeverity.Normal)]
    [InlineData(3.4, ResultSeverity.Abnormal)]
    [InlineData(5.2, ResultSeverity.Abnormal)]
    [InlineData(2.8, ResultSeverity.Critical)]
    [InlineData(6.2, ResultSeverity.Critical)]
    public void A_value_counts_by_the_practices_limits(double value, ResultSeverity severity) =>
        Assert.Equal(severity, Of(GivenResult.Value((decimal)value)));

    [Fact]
    public void A_value_in_another_unit_than_the_limits_is_unclear() =>
        Assert.Equal((ResultSeverity.Unclear, FindingReason.WrongUnit), Both(GivenResult.Value(4.2m, unit: "mg/dL")));

    [Fact]
    public void A_value_without_any_range_is_unclear() =>
        Assert.Equal((ResultSeverity.Unclear, FindingReason.MissingRange), Both(GivenResult.Value(4.2m, code: "9999-9"), null));

    [Fact]
    public void The_laboratorys_range_is_used_when_the_practice_has_none() =>
        Assert.Equal(ResultSeverity.Abnormal, Of(GivenResult.Value(12m, code: "9999-9") with { Low = 1m, High = 10m }, null));

    [Fact]
    public void The_laboratorys_flag_raises_and_never_lowers()
    {
        Assert.Equal(ResultSeverity.Critical, Of(GivenResult.Value(4.2m) with { Flag = AbnormalFlag.Critical }));
        Assert.Equal(ResultSeverity.Abnormal, Of(GivenResult.Value(4.2m) with { Flag = AbnormalFlag.Abnormal }));
        Assert.Equal(ResultSeverity.Critical, Of(GivenResult.Value(6.5m) with { Flag = AbnormalFlag.Normal }));
    }

    [Fact]
    public void Limits_set_for_the_patient_stand_in_the_place_of_the_practices()
    {
        var own = new TestThresholds("mmol/L", 3.5m, 6.4m, 2.8m, 7m);
        Assert.Equal(ResultSeverity.Normal, ResultClassifier.Classify(GivenResult.Value(6.2m), GivenResult.Rule(), own).Severity);
        Assert.Equal(ResultSeverity.Critical, ResultClassifier.Classify(GivenResult.Value(7m), GivenResult.Rule(), own).Severity);
    }

    [Fact]
    public void A_text_is_normal_only_when_the_practice_listed_it()
    {
        var rule = new TestRule(Given.PracticeId, "600-7", "Culture");
        rule.Expect("No growth");
        var text = new Observation("600-7", string.Empty, ObservationStatus.Final, GivenResult.Now) { Text = "no growth", Flag = AbnormalFlag.Normal };
        Assert.Equal(ResultSeverity.Normal, Of(text, rule));
        Assert.Equal(ResultSeverity.Unclear, Of(text with { Text = "see comment" }, rule));
        Assert.Equal(ResultSeverity.Unclear, Of(text, null));
    }

    [Theory]
    [InlineData("<", 2.8, ResultSeverity.Critical)]
    [InlineData("<", 4.0, ResultSeverity.Unclear)]
    [InlineData(">", 6.2, ResultSeverity.Critical)]
    [InlineData(">", 4.0, ResultSeverity.Unclear)]
    [InlineData("~", 4.0, ResultSeverity.Unclear)]
    public void A_value_with_a_comparator_counts_as_what_it_surely_is(string comparator, double value, ResultSeverity severity) =>
        Assert.Equal(severity, Of(GivenResult.Value((decimal)value) with { Comparator = comparator }));

    [Fact]
    public void Below_a_limit_that_only_has_an_upper_end_is_normal() =>
        Assert.Equal(ResultSeverity.Normal, Of(GivenResult.Value(0.01m, code: "10839-9", unit: "ng/mL") with { Comparator = "<" }, GivenResult.Rule("10839-9")));

    [Fact]
    public void What_the_laboratory_took_back_is_unclear() =>
        Assert.Equal(ResultSeverity.Unclear, Of(GivenResult.Value(4.2m, status: ObservationStatus.EnteredInError)));

    [Fact]
    public void No_value_is_normal_unless_a_range_in_its_own_unit_holds_it() =>
        Gen.Select(Gen.Decimal[0m, 12m], Gen.OneOf(Gen.Const("mmol/L"), Gen.Const("mg/dL"), Gen.Const(string.Empty)), Gen.OneOf(Gen.Const(string.Empty), Gen.Const("<"), Gen.Const(">"), Gen.Const("?")), Gen.Bool).Sample((value, unit, comparator, hasRule) =>
        {
            var severity = Of(GivenResult.Value(value, unit: unit) with { Comparator = comparator }, hasRule ? GivenResult.Rule() : null);
            if (severity == ResultSeverity.Normal)
                Assert.True(hasRule && unit == "mmol/L" && comparator.Length == 0 && value is >= 3.5m and <= 5.1m);
        });

    [Theory]
    [InlineData(5, 4, null, null)]
    [InlineData(3, 5, 4, null)]
    [InlineData(3, 5, null, 4)]
    public void Limits_that_contradict_each_other_are_refused(int low, int high, int? criticalLow, int? criticalHigh) =>
        Assert.Throws<DomainRuleException>(() => GivenResult.Rule().Limit(new TestThresholds("x", low, high, criticalLow, criticalHigh)));

    [Fact]
    public void Every_shipped_limit_is_consistent_and_what_is_told_by_voice_is_marked()
    {
        Assert.All(DefaultTests.Codes, code => DefaultTests.Find(Given.PracticeId, code)!.Thresholds?.Require());
        Assert.True(DefaultTests.Find(Given.PracticeId, "56888-1")!.IsSensitive);
        Assert.False(GivenResult.Rule().IsSensitive);
    }

    private static ResultSeverity Of(Observation one) => Of(one, GivenResult.Rule());

    private static ResultSeverity Of(Observation one, TestRule? rule) => ResultClassifier.Classify(one, rule, null).Severity;

    private static (ResultSeverity Severity, FindingReason Reason) Both(Observation one) => Both(one, GivenResult.Rule());

    private static (ResultSeverity Severity, FindingReason Reason) Both(Observation one, TestRule? rule)
    {
        var finding = ResultClassifier.Classify(one, rule, null);
        return (finding.Severity, finding.Reason);
    }
}

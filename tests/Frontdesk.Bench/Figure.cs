using System.Globalization;

namespace Frontdesk.Bench;

/// <summary>One measured number; without a limit it is there to compare others with.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Limit = null, bool LessIsBetter = false)
{
    private double? Ratio => Limit is { } limit ? LessIsBetter ? limit / Value : Value / limit : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Value:0.##} {Unit} {Text(Limit)} {Text(Ratio)}");

    /// <summary>The middle one, so that a single disturbed round does not count.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Text(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-";
}

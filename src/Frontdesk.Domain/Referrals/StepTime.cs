using System.Globalization;
using Frontdesk.Domain.Locations;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>How long a step may take, as an office says it: <c>1 h</c> on the clock, <c>2 bd</c> business days, <c>14 d</c> days.</summary>
public readonly record struct StepTime
{
    private StepTime(int amount, char unit) => (Amount, Unit) = (amount, unit);

    /// <summary>How many.</summary>
    public int Amount { get; }

    /// <summary>Of what: h, b or d.</summary>
    public char Unit { get; }

    /// <summary>Reads <c>1 h</c>, <c>0 bd</c> or <c>14 d</c>.</summary>
    /// <exception cref="DomainRuleException">It is written otherwise.</exception>
    public static StepTime Parse(string? text)
    {
        var parts = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var unit = parts.Length == 2 ? parts[1] : string.Empty;
        return unit is "h" or "bd" or "d" && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= 3650
            ? new StepTime(amount, unit[0])
            : throw new DomainRuleException("step-time", $"'{text}' is not a time that a step may take: write 1 h, 2 bd for business days, or 14 d.");
    }

    /// <summary>The deadline after a moment: hours on the clock; business days until the location closes; days until the same time of day.</summary>
    public Instant After(Instant from, Location location) => Unit switch
    {
        'h' => from + Duration.FromHours(Amount),
        'b' => location.AddBusinessDays(from, Amount) is var end && end > from ? end : location.AddBusinessDays(from, Amount + 1),
        _ => PracticeTime.At(PracticeTime.Of(from, location.Zone).Local.PlusDays(Amount), location.Zone).Instant,
    };

    /// <summary>As it is written: <c>2 bd</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Unit switch { 'b' => "bd", var other => other.ToString() }}");
}

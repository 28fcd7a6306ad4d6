using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>One value of a report, as the laboratory gave it (HL7: one OBX; FHIR: one Observation).</summary>
/// <param name="Code">The LOINC code, or the laboratory's own code when it sends none (OBX-3).</param>
/// <param name="SubId">Tells values of one code apart (OBX-4); empty for the only one.</param>
/// <param name="Status">How settled it is (OBX-11).</param>
/// <param name="At">When the laboratory said so (OBX-19, else the report's time).</param>
public sealed record Observation(string Code, string SubId, ObservationStatus Status, Instant At)
{
    /// <summary>The name of the test in the laboratory's words.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The number, when it is one.</summary>
    public decimal? Value { get; init; }

    /// <summary>What stands before the number: nothing, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>.</summary>
    public string Comparator { get; init; } = string.Empty;

    /// <summary>The UCUM unit of the number and of the range.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>The value when it is not a number.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The laboratory's lower limit of what is expected.</summary>
    public decimal? Low { get; init; }

    /// <summary>The laboratory's upper limit of what is expected.</summary>
    public decimal? High { get; init; }

    /// <summary>What the laboratory says of the value (OBX-8).</summary>
    public AbnormalFlag Flag { get; init; }

    /// <summary>Which value of the report it is: a later word about the same slot replaces this one.</summary>
    public string Slot => $"{Code}/{SubId}";

    /// <summary>There is a number or a text.</summary>
    public bool HasValue => Value is not null || Text.Length > 0;

    /// <summary>Everything that it says, on one line: what content hashes are made from.</summary>
    public string Statement() => string.Join(
        '\u001f',
        Code,
        SubId,
        Status.Code(),
        Value?.ToString("G29", CultureInfo.InvariantCulture),
        Comparator,
        Unit,
        Text,
        Low?.ToString("G29", CultureInfo.InvariantCulture),
        High?.ToString("G29", CultureInfo.InvariantCulture),
        Flag);

    /// <summary>The value with its unit, as a person reads it.</summary>
    public string Shown() => Value is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{Comparator}{number:G29} {Unit}").Trim()
        : Text;
}

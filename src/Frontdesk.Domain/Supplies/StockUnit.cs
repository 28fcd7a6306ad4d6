namespace Frontdesk.Domain.Supplies;

/// <summary>A unit in which stock is counted: each, box, case, vial, dose … (domain.md §0 rule 11). One to 20 lower-case letters.</summary>
public readonly record struct StockUnit : ITextValue<StockUnit>
{
    private readonly string? text;

    private StockUnit(string text) => this.text = text;

    /// <summary>One piece.</summary>
    public static StockUnit Each { get; } = Restore("each");

    /// <summary>A box.</summary>
    public static StockUnit Box { get; } = Restore("box");

    /// <summary>A case.</summary>
    public static StockUnit Case { get; } = Restore("case");

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(StockUnit));

    /// <inheritdoc/>
    public static StockUnit Restore(string text) =>
        text is { Length: >= 1 and <= 20 } && text.All(char.IsAsciiLetterLower)
            ? new StockUnit(text)
            : throw new InvalidValueException(nameof(StockUnit), "1 to 20 lower-case letters, e.g. each, box, case, vial");

    /// <summary>The unit's name, or nothing for an unset one.</summary>
    public override string ToString() => text ?? string.Empty;
}

namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies one entry of the stock ledger, within a practice.</summary>
public readonly record struct StockMoveId : ITextValue<StockMoveId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public StockMoveId(string value) => text = IdentifierText.Require(value, nameof(StockMoveId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(StockMoveId));

    /// <inheritdoc/>
    public static StockMoveId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

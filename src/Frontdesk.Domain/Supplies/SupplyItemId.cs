namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies an item that the practice keeps in stock, within a practice.</summary>
public readonly record struct SupplyItemId : ITextValue<SupplyItemId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public SupplyItemId(string value) => text = IdentifierText.Require(value, nameof(SupplyItemId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(SupplyItemId));

    /// <inheritdoc/>
    public static SupplyItemId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

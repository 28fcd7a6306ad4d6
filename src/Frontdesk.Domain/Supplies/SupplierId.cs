namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies a supplier, within a practice.</summary>
public readonly record struct SupplierId : ITextValue<SupplierId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public SupplierId(string value) => text = IdentifierText.Require(value, nameof(SupplierId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(SupplierId));

    /// <inheritdoc/>
    public static SupplierId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

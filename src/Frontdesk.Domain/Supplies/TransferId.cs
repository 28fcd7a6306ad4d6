namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies a transfer between stockrooms, within a practice.</summary>
public readonly record struct TransferId : ITextValue<TransferId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public TransferId(string value) => text = IdentifierText.Require(value, nameof(TransferId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(TransferId));

    /// <inheritdoc/>
    public static TransferId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies a recall of a lot, within a practice.</summary>
public readonly record struct RecallId : ITextValue<RecallId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public RecallId(string value) => text = IdentifierText.Require(value, nameof(RecallId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(RecallId));

    /// <inheritdoc/>
    public static RecallId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

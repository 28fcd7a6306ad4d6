namespace Frontdesk.Domain.Documents;

/// <summary>Identifies a document within a practice.</summary>
public readonly record struct DocumentId : ITextValue<DocumentId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public DocumentId(string value) => text = IdentifierText.Require(value, nameof(DocumentId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(DocumentId));

    /// <inheritdoc/>
    public static DocumentId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

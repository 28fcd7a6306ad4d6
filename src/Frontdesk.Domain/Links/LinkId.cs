namespace Frontdesk.Domain.Links;

/// <summary>Identifies a link within a practice.</summary>
public readonly record struct LinkId : ITextValue<LinkId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public LinkId(string value) => text = IdentifierText.Require(value, nameof(LinkId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(LinkId));

    /// <inheritdoc/>
    public static LinkId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

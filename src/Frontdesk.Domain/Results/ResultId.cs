namespace Frontdesk.Domain.Results;

/// <summary>Identifies a result within a practice; it stays the same through every version and correction.</summary>
public readonly record struct ResultId : ITextValue<ResultId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public ResultId(string value) => text = IdentifierText.Require(value, nameof(ResultId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(ResultId));

    /// <inheritdoc/>
    public static ResultId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

namespace Frontdesk.Domain.Supplies;

/// <summary>Identifies stock that is set aside for a visit, within a practice.</summary>
public readonly record struct AllocationId : ITextValue<AllocationId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public AllocationId(string value) => text = IdentifierText.Require(value, nameof(AllocationId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(AllocationId));

    /// <inheritdoc/>
    public static AllocationId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

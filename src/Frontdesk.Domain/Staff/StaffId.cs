namespace Frontdesk.Domain.Staff;

/// <summary>Identifies someone who works at the practice: the name under which they sign in and take tasks.</summary>
public readonly record struct StaffId : ITextValue<StaffId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public StaffId(string value) => text = IdentifierText.Require(value, nameof(StaffId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(StaffId));

    /// <inheritdoc/>
    public static StaffId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

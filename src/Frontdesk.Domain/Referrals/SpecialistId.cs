namespace Frontdesk.Domain.Referrals;

/// <summary>Identifies a specialist within a practice.</summary>
public readonly record struct SpecialistId : ITextValue<SpecialistId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public SpecialistId(string value) => text = IdentifierText.Require(value, nameof(SpecialistId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(SpecialistId));

    /// <inheritdoc/>
    public static SpecialistId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

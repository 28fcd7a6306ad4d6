namespace Frontdesk.Domain.Referrals;

/// <summary>Identifies a referral within a practice.</summary>
public readonly record struct ReferralId : ITextValue<ReferralId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public ReferralId(string value) => text = IdentifierText.Require(value, nameof(ReferralId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(ReferralId));

    /// <inheritdoc/>
    public static ReferralId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

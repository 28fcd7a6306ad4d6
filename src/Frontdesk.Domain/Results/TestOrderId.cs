namespace Frontdesk.Domain.Results;

/// <summary>Identifies an order of a test within a practice: the placer's order number.</summary>
public readonly record struct TestOrderId : ITextValue<TestOrderId>
{
    private readonly string? text;

    /// <summary>Makes an id of 1 to 64 letters, digits and <c>. _ : -</c>.</summary>
    /// <exception cref="InvalidValueException">The text has another form.</exception>
    public TestOrderId(string value) => text = IdentifierText.Require(value, nameof(TestOrderId));

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(TestOrderId));

    /// <inheritdoc/>
    public static TestOrderId Restore(string text) => new(text);

    /// <summary>The id's text, or nothing for an unset id.</summary>
    public override string ToString() => text ?? string.Empty;
}

namespace Frontdesk.Domain;

/// <summary>A small value that is stored as text. It can only be made through a check, so it never holds a wrong value.</summary>
/// <typeparam name="TSelf">The value type itself.</typeparam>
public interface ITextValue<TSelf>
    where TSelf : struct, ITextValue<TSelf>
{
    /// <summary>The canonical text of the value.</summary>
    string Value { get; }

    /// <summary>Makes the value again from <see cref="Value"/> as it was stored; checks the form, not the world.</summary>
    /// <exception cref="InvalidValueException">The text is not in canonical form.</exception>
    static abstract TSelf Restore(string text);
}

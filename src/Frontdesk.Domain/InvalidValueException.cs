namespace Frontdesk.Domain;

/// <summary>A text is not a value of the named type. The text itself is left out, because it may identify a patient.</summary>
public sealed class InvalidValueException : Exception
{
    /// <summary>Names the type and what it asks for.</summary>
    /// <param name="type">The value type, e.g. <c>PhoneNumber</c>.</param>
    /// <param name="remedy">What a correct value looks like.</param>
    public InvalidValueException(string type, string remedy)
        : base($"Not a valid {type}: {remedy}")
    {
        TypeName = type;
        Remedy = remedy;
    }

    /// <summary>The value type that refused the text.</summary>
    public string TypeName { get; }

    /// <summary>What a correct value looks like.</summary>
    public string Remedy { get; }
}

namespace Frontdesk.Domain;

/// <summary>A person's name as it is written and spoken.</summary>
public sealed record PersonName
{
    /// <summary>Makes a name; at least the family name is present.</summary>
    /// <exception cref="InvalidValueException">The family name is empty, or a part is longer than 100 characters.</exception>
    public PersonName(string given, string family, string? preferred = null)
    {
        Given = (given ?? string.Empty).Trim();
        Family = (family ?? string.Empty).Trim();
        Preferred = string.IsNullOrWhiteSpace(preferred) ? null : preferred.Trim();
        if (Family.Length is 0 or > 100 || Given.Length > 100 || Preferred?.Length > 100)
            throw new InvalidValueException(nameof(PersonName), "a family name, each part up to 100 characters");
    }

    /// <summary>First and middle names.</summary>
    public string Given { get; }

    /// <summary>Last name.</summary>
    public string Family { get; }

    /// <summary>The name that the person wants to be called by, if another.</summary>
    public string? Preferred { get; }

    /// <summary>Given and family name.</summary>
    public string Full => Given.Length == 0 ? Family : $"{Given} {Family}";

    /// <inheritdoc cref="Full"/>
    public override string ToString() => Full;
}

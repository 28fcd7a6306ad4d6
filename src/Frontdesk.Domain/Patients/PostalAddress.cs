namespace Frontdesk.Domain.Patients;

/// <summary>Where letters go.</summary>
public sealed record PostalAddress
{
    /// <summary>Makes an address.</summary>
    /// <param name="lines">Street, house number, apartment; one to four lines.</param>
    /// <param name="city">The city.</param>
    /// <param name="state">The state or province; empty where there are none.</param>
    /// <param name="postalCode">The postal code; empty where there are none.</param>
    /// <param name="country">The country as two letters (ISO 3166-1).</param>
    /// <exception cref="InvalidValueException">There is no line or no city, or a part is too long.</exception>
    public PostalAddress(IReadOnlyList<string> lines, string city, string state = "", string postalCode = "", string country = "US")
    {
        Lines = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
        City = city.Trim();
        State = state.Trim();
        PostalCode = postalCode.Trim();
        Country = country.Trim();
        if (Lines.Count is 0 or > 4 || City.Length == 0 || Lines.Append(City).Append(State).Append(PostalCode).Append(Country).Any(part => part.Length > 100))
            throw new InvalidValueException(nameof(PostalAddress), "one to four lines and a city, each part up to 100 characters");
    }

    /// <summary>Street, house number, apartment.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The city.</summary>
    public string City { get; }

    /// <summary>The state or province.</summary>
    public string State { get; }

    /// <summary>The postal code.</summary>
    public string PostalCode { get; }

    /// <summary>The country as two letters.</summary>
    public string Country { get; }

    /// <summary>The address as it stands on an envelope in the US, line by line.</summary>
    public IReadOnlyList<string> OnEnvelope() =>
        [.. Lines, string.Join(' ', new[] { State.Length > 0 ? $"{City}, {State}" : City, PostalCode }.Where(part => part.Length > 0)), .. Country == "US" ? (string[])[] : [Country]];

    /// <inheritdoc/>
    public bool Equals(PostalAddress? other) => other is not null && OnEnvelope().SequenceEqual(other.OnEnvelope()) && Country == other.Country;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(City, PostalCode, Lines.Count);
}

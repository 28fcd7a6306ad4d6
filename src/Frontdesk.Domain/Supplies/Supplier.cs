namespace Frontdesk.Domain.Supplies;

/// <summary>Someone whom the practice buys from.</summary>
public sealed class Supplier : Entity
{
    private Supplier()
    {
    }

    /// <summary>Adds a supplier.</summary>
    public Supplier(PracticeId practice, SupplierId id, string name, EmailAddress orderEmail, PhoneNumber? phone = null)
        : base(practice)
    {
        Id = id;
        Name = name;
        OrderEmail = orderEmail;
        Phone = phone;
        IsActive = true;
    }

    /// <summary>The supplier.</summary>
    public SupplierId Id { get; private set; }

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Where orders go.</summary>
    public EmailAddress OrderEmail { get; private set; }

    /// <summary>Whom to call when an order is not acknowledged.</summary>
    public PhoneNumber? Phone { get; private set; }

    /// <summary>It is ordered from.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Corrects what is said of it; it is ordered from.</summary>
    /// <exception cref="DomainRuleException">The name is missing.</exception>
    public void Correct(string name, EmailAddress orderEmail, PhoneNumber? phone)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
            throw new DomainRuleException("supplier-name", $"Supplier {Id} has a name of at most 200 characters.");

        Name = name.Trim();
        OrderEmail = orderEmail;
        Phone = phone;
        IsActive = true;
    }

    /// <summary>Orders go to another address from now on.</summary>
    public void TakeOrdersAt(EmailAddress address) => OrderEmail = address;

    /// <summary>Stops ordering from it; open orders go on.</summary>
    public void Leave() => IsActive = false;
}

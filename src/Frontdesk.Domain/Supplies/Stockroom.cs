namespace Frontdesk.Domain.Supplies;

/// <summary>A room or cupboard where stock is kept and counted.</summary>
public sealed class Stockroom : Entity
{
    private Stockroom()
    {
    }

    /// <summary>Adds a stockroom.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The room.</param>
    /// <param name="name">Its name.</param>
    /// <param name="demandShare">Its share of what the practice uses, relative to the other rooms'; at least 0.</param>
    /// <param name="receives">Deliveries come here.</param>
    /// <exception cref="DomainRuleException">The share is negative.</exception>
    public Stockroom(PracticeId practice, StockroomId id, string name, double demandShare, bool receives = false)
        : base(practice)
    {
        Id = id;
        Correct(name, demandShare, receives);
    }

    /// <summary>The room.</summary>
    public StockroomId Id { get; private set; }

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Its share of what is used until its own use has been observed.</summary>
    public double DemandShare { get; private set; }

    /// <summary>Deliveries come here.</summary>
    public bool Receives { get; private set; }

    /// <summary>Corrects what is said of it.</summary>
    /// <exception cref="DomainRuleException">The name is missing, or the share is negative.</exception>
    public void Correct(string name, double demandShare, bool receives)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
            throw new DomainRuleException("stockroom-name", $"Stockroom {Id} has a name of at most 200 characters.");

        if (demandShare < 0 || double.IsNaN(demandShare) || double.IsInfinity(demandShare))
            throw new DomainRuleException("demand-share", $"Stockroom {Id} has a share of the use from 0.");

        Name = name.Trim();
        DemandShare = demandShare;
        Receives = receives;
    }
}

namespace Frontdesk.Domain.Supplies;

/// <summary>So much of an item that one visit uses.</summary>
/// <param name="Item">The item.</param>
/// <param name="Amount">Base units.</param>
public sealed record KitLine(SupplyItemId Item, long Amount);

/// <summary>What a kind of visit usually uses. Booked visits forecast use by it.</summary>
public sealed class VisitKit : Entity
{
    private VisitKit()
    {
    }

    /// <summary>Says what a kind of visit uses.</summary>
    /// <exception cref="DomainRuleException">A line uses nothing.</exception>
    public VisitKit(PracticeId practice, VisitTypeId visitType, IReadOnlyList<KitLine> lines)
        : base(practice)
    {
        VisitType = visitType;
        Use(lines);
    }

    /// <summary>The kind of visit.</summary>
    public VisitTypeId VisitType { get; private set; }

    /// <summary>What it uses.</summary>
    public IReadOnlyList<KitLine> Lines { get; private set; } = [];

    /// <summary>Changes what it uses.</summary>
    /// <exception cref="DomainRuleException">A line uses nothing.</exception>
    public void Use(IReadOnlyList<KitLine> lines)
    {
        if (lines.Any(line => line.Amount < 1))
            throw new DomainRuleException("kit-amount", $"Each line of the kit of visit type {VisitType} uses at least 1.");

        Lines = [.. lines];
    }
}

using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Storage.Supplies;

#pragma warning disable CA1812 // Created by Entity Framework.
/// <summary>What lies in one place: a row that the database keeps with every row of the ledger. It is read and never written here.</summary>
internal sealed class StockSum
{
    /// <summary>Whose it is.</summary>
    public PracticeId PracticeId { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>The room.</summary>
    public StockroomId Stockroom { get; private set; }

    /// <summary>The lot; empty for what has none.</summary>
    public string Lot { get; private set; } = string.Empty;

    /// <summary>The last day on which it may be used, as in a key: empty when it does not expire.</summary>
    public string ExpiresKey { get; private set; } = string.Empty;

    /// <summary>Whether it may be used.</summary>
    public StockCondition Condition { get; private set; }

    /// <summary>Base units.</summary>
    public long Amount { get; private set; }

    /// <summary>The row as the domain has it.</summary>
    public StockBalance ToBalance() =>
        new(new StockPlace(Item, Stockroom, Lot, ExpiresKey.Length == 0 ? null : LocalDatePattern.Iso.Parse(ExpiresKey).Value, Condition), Amount);
}

using Frontdesk.Domain.Supplies;

namespace Frontdesk.Web.Supplies;

/// <summary>How many base units a larger unit holds.</summary>
/// <param name="Unit">The larger unit: each, box, case, vial …</param>
/// <param name="Holds">Base units in one, at least 1.</param>
public sealed record ItemUnit(string Unit, long Holds);

/// <summary>Adds an item to what the practice keeps, or corrects it.</summary>
/// <param name="Name">Its name; it identifies nobody.</param>
/// <param name="BaseUnit">The smallest unit in which it is used; it never changes.</param>
/// <param name="CountClass">How closely it is counted.</param>
/// <param name="ExpectedPerDay">Base units expected to be used in a calendar day, until use has been observed.</param>
/// <param name="By">The account of an office manager or owner.</param>
/// <param name="IsCritical">Care stops without it.</param>
/// <param name="IsColdChain">Kept at 2–8 °C.</param>
/// <param name="HasLots">Each delivery carries a lot number.</param>
/// <param name="MinimumStock">Base units that are kept whatever the forecast says.</param>
/// <param name="Units">Larger units; a size that differs from the one in force counts from now on.</param>
/// <param name="Seasons">When more or less of it is used.</param>
public sealed record KeepItem(
    string Name,
    string BaseUnit,
    CountClass CountClass,
    double ExpectedPerDay,
    string By,
    bool IsCritical = false,
    bool IsColdChain = false,
    bool HasLots = false,
    long MinimumStock = 0,
    IReadOnlyList<ItemUnit>? Units = null,
    IReadOnlyList<Season>? Seasons = null);

/// <summary>Says who does something with the catalogue.</summary>
/// <param name="By">The account of an office manager or owner.</param>
public sealed record CatalogueDeed(string By);

/// <summary>Adds a stockroom or corrects it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DemandShare">Its share of what is used, relative to the other rooms'.</param>
/// <param name="By">The account of an office manager or owner.</param>
/// <param name="Receives">Deliveries come here.</param>
public sealed record KeepStockroom(string Name, double DemandShare, string By, bool Receives = false);

/// <summary>Adds a supplier or corrects it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="OrderEmail">Where orders go.</param>
/// <param name="By">The account of an office manager or owner.</param>
/// <param name="Phone">Whom to call.</param>
/// <param name="IsActive">It is ordered from.</param>
public sealed record KeepSupplier(string Name, string OrderEmail, string By, string? Phone = null, bool IsActive = true);

/// <summary>Writes down what a supplier agreed to for an item.</summary>
/// <param name="Sku">The supplier's number for it.</param>
/// <param name="OrderUnit">The unit that is ordered and priced.</param>
/// <param name="Price">Dollars for one order unit.</param>
/// <param name="LeadTimeDays">Calendar days from order to delivery.</param>
/// <param name="By">The account of an office manager or owner.</param>
/// <param name="Rank">Lower is asked first.</param>
/// <param name="MinimumPacks">The fewest order units in one order.</param>
/// <param name="AllocationPacks">The most while the supplier rations.</param>
/// <param name="PackHolds">Base units in one order unit, when the supplier's pack differs from the item's; a change counts from now on.</param>
public sealed record KeepContract(string Sku, string OrderUnit, decimal Price, double LeadTimeDays, string By, int Rank = 1, long MinimumPacks = 1, long? AllocationPacks = null, long? PackHolds = null);

/// <summary>So much of an item that one visit uses.</summary>
/// <param name="Item">The item.</param>
/// <param name="Amount">Base units.</param>
public sealed record KitUse(string Item, long Amount);

/// <summary>Says what a kind of visit usually uses.</summary>
/// <param name="Uses">What it uses; nothing empties the kit.</param>
/// <param name="By">The account of an office manager or owner.</param>
public sealed record KeepKit(IReadOnlyList<KitUse> Uses, string By);

/// <summary>A contract of an item.</summary>
public sealed record ContractView(string SupplierId, string Supplier, string Sku, string OrderUnit, long? Holds, decimal Price, double LeadTimeDays, int Rank, long MinimumPacks, long? AllocationPacks);

/// <summary>An item as the catalogue has it.</summary>
public sealed record ItemView(string Id, string Name, string BaseUnit, CountClass CountClass, double ExpectedPerDay, bool IsCritical, bool IsColdChain, bool HasLots, long MinimumStock, bool IsActive, IReadOnlyList<ItemUnit> Units, IReadOnlyList<Season> Seasons, IReadOnlyList<ContractView> Contracts);

/// <summary>A stockroom.</summary>
public sealed record StockroomView(string Id, string Name, double DemandShare, bool Receives);

/// <summary>A supplier.</summary>
public sealed record SupplierView(string Id, string Name, string OrderEmail, string? Phone, bool IsActive);

/// <summary>What a kind of visit uses.</summary>
public sealed record KitView(string VisitTypeId, string VisitType, IReadOnlyList<KitUse> Uses);

/// <summary>What the practice keeps, where, from whom, and what visits use.</summary>
public sealed record CatalogueView(IReadOnlyList<ItemView> Items, IReadOnlyList<StockroomView> Stockrooms, IReadOnlyList<SupplierView> Suppliers, IReadOnlyList<KitView> Kits);

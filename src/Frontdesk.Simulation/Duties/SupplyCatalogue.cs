using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;

namespace Frontdesk.Simulation.Duties;

/// <summary>An item of the simulated practice.</summary>
/// <param name="Id">The item.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its base unit.</param>
/// <param name="CountClass">How closely it is counted.</param>
/// <param name="PerDay">Used on a business day besides visits, on average.</param>
/// <param name="Holds">Base units in a box.</param>
/// <param name="Price">Dollars for a box.</param>
/// <param name="Traits">What makes it special.</param>
/// <param name="LifeDays">Days from delivery to expiry; 0 for none.</param>
internal sealed record CatalogueItem(string Id, string Name, string Unit, CountClass CountClass, double PerDay, long Holds, decimal Price, ItemTraits Traits, int LifeDays)
{
    public SupplyItemId Item => new(Id);

    public StockUnit BaseUnit => StockUnit.Restore(Unit);
}

/// <summary>What the simulated practice keeps in stock, and from whom.</summary>
internal static class SupplyCatalogue
{
    public static readonly StockroomId Main = new("supply-room");
    public static readonly StockroomId Nurses = new("nurse-station");
    public static readonly SupplierId Acme = new("acme");
    public static readonly SupplierId Baystate = new("baystate");

    public static IReadOnlyList<CatalogueItem> Items { get; } =
    [
        new("covers", "Probe covers", "each", CountClass.C, 24, 50, 6.00m, new(), 0),
        new("epinephrine", "Epinephrine 1 mg/mL", "vial", CountClass.A, 0.2, 2, 48.00m, new(IsCritical: true, HasLots: true), 420),
        new("flu-vaccine", "Influenza vaccine", "dose", CountClass.A, 1, 10, 190.00m, new(IsCritical: true, IsColdChain: true, HasLots: true), 300),
        new("gauze", "Gauze 4x4", "each", CountClass.C, 20, 50, 7.50m, new(), 0),
        new("gloves", "Exam gloves", "each", CountClass.B, 60, 100, 8.20m, new(), 0),
        new("lidocaine", "Lidocaine 1 %", "vial", CountClass.B, 2, 10, 32.00m, new(IsCritical: true, HasLots: true), 500),
        new("masks", "Masks", "each", CountClass.C, 18, 50, 5.60m, new(), 0),
        new("strep-tests", "Rapid strep tests", "test", CountClass.A, 3, 25, 74.00m, new(HasLots: true), 360),
        new("syringes", "Syringes 3 mL", "each", CountClass.B, 12, 50, 11.00m, new(IsCritical: true), 0),
    ];

    /// <summary>Who sells it first.</summary>
    public static SupplierId SupplierOf(CatalogueItem item) => item.Traits.HasLots ? Baystate : Acme;

    /// <summary>Who sells it when the first has none; null for what one can be without. It costs a tenth more there.</summary>
    public static SupplierId? SecondSupplierOf(CatalogueItem item) => !item.Traits.IsCritical ? null : item.Traits.HasLots ? Acme : Baystate;

    /// <summary>What each kind of visit uses.</summary>
    public static IReadOnlyList<(string VisitType, IReadOnlyList<KitLine> Lines)> Kits { get; } =
    [
        ("follow-up", [new(new("gloves"), 2), new(new("covers"), 1)]),
        ("physical", [new(new("gloves"), 4), new(new("covers"), 1), new(new("syringes"), 2)]),
        ("new-patient", [new(new("gloves"), 2), new(new("covers"), 1), new(new("masks"), 1)]),
        ("counselling", [new(new("masks"), 1)]),
    ];

    public static Money PriceOf(CatalogueItem item) => Money.Of(item.Price);
}

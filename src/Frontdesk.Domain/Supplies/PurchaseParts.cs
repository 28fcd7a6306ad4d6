using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>Who has to approve a purchase.</summary>
public enum ApprovalLevel
{
    /// <summary>Nobody: it is small.</summary>
    Automatic = 0,

    /// <summary>The office manager.</summary>
    Manager = 1,

    /// <summary>The owner.</summary>
    Owner = 2,
}

/// <summary>Something that happened to a purchase and that its process has not taken up yet.</summary>
public enum PurchaseSignal
{
    /// <summary>It was approved.</summary>
    Approved = 0,

    /// <summary>The supplier named a day.</summary>
    Acknowledged = 1,

    /// <summary>The supplier has none now.</summary>
    Backordered = 2,

    /// <summary>The supplier offers another product.</summary>
    SubstituteOffered = 3,

    /// <summary>The supplier asks another price.</summary>
    PriceChanged = 4,

    /// <summary>A delivery came.</summary>
    Delivered = 5,

    /// <summary>Something does not agree.</summary>
    Discrepant = 6,

    /// <summary>Everything agrees again.</summary>
    Resolved = 7,

    /// <summary>It is on the shelf.</summary>
    PutAway = 8,

    /// <summary>An invoice came.</summary>
    Invoiced = 9,

    /// <summary>The order did not reach the supplier.</summary>
    NotDelivered = 10,
}

/// <summary>What a delivery note and the inspection at receipt say.</summary>
/// <param name="Number">The delivery note's number; the same one is taken once.</param>
/// <param name="Packs">Order units that came.</param>
/// <param name="Lot">The lot number.</param>
/// <param name="ExpiresOn">The last day of use.</param>
/// <param name="Holds">Base units in one, when the pack says otherwise than the order.</param>
/// <param name="LowestTemperature">The lowest temperature on the way, in °C.</param>
/// <param name="HighestTemperature">The highest temperature on the way, in °C.</param>
/// <param name="IsDamaged">It is damaged.</param>
/// <param name="Sku">The number on the pack, when it is not the one ordered.</param>
public sealed record DeliveryNote(
    string Number,
    long Packs,
    string Lot = "",
    LocalDate? ExpiresOn = null,
    long? Holds = null,
    decimal? LowestTemperature = null,
    decimal? HighestTemperature = null,
    bool IsDamaged = false,
    string Sku = "");

/// <summary>A delivery as it was received.</summary>
/// <param name="Note">What came.</param>
/// <param name="Amount">Base units.</param>
/// <param name="IsQuarantined">It was set apart.</param>
/// <param name="By">Who received it.</param>
/// <param name="At">When.</param>
public sealed record Delivery(DeliveryNote Note, long Amount, bool IsQuarantined, string By, Instant At);

/// <summary>A supplier's invoice for some or all of a purchase.</summary>
/// <param name="Number">Its number; the same one is taken once.</param>
/// <param name="Packs">Order units charged.</param>
/// <param name="UnitPrice">The price of one.</param>
public sealed record SupplierInvoice(string Number, long Packs, Money UnitPrice)
{
    /// <summary>What is charged.</summary>
    public Money Total => UnitPrice * Packs;
}

/// <summary>What does not agree.</summary>
public enum DiscrepancyKind
{
    /// <summary>More came than was ordered.</summary>
    OverDelivery = 0,

    /// <summary>The pack holds another number than was ordered.</summary>
    PackSize = 1,

    /// <summary>It was too warm or too cold on the way, or nobody knows.</summary>
    ColdChain = 2,

    /// <summary>It is damaged.</summary>
    Damaged = 3,

    /// <summary>It has expired, or expires within the month.</summary>
    ShortDated = 4,

    /// <summary>It has no lot number and should have one.</summary>
    NoLot = 5,

    /// <summary>It is another product.</summary>
    WrongProduct = 6,

    /// <summary>More is charged for than came.</summary>
    InvoicedMore = 7,

    /// <summary>A higher price is charged than was agreed.</summary>
    InvoicedPrice = 8,
}

/// <summary>What is done about something that does not agree.</summary>
public enum Resolution
{
    /// <summary>It is accepted as it is.</summary>
    Accepted = 0,

    /// <summary>It goes back.</summary>
    Returned = 1,

    /// <summary>It is thrown away.</summary>
    Discarded = 2,

    /// <summary>The supplier gives credit.</summary>
    Credited = 3,
}

/// <summary>Something that does not agree.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reference">The delivery note or invoice.</param>
/// <param name="Detail">For people.</param>
/// <param name="Packs">How many order units it is about.</param>
/// <param name="Resolution">What was done about it; null while it is open.</param>
/// <param name="ResolvedBy">Who decided.</param>
public sealed record Discrepancy(DiscrepancyKind Kind, string Reference, string Detail, long Packs, Resolution? Resolution = null, string ResolvedBy = "");

/// <summary>What the supplier offers instead, or asks.</summary>
/// <param name="Sku">Another product's number; empty when only the price changes.</param>
/// <param name="UnitPrice">The price of one order unit.</param>
/// <param name="Holds">Base units in one order unit.</param>
/// <param name="Words">In the supplier's words.</param>
public sealed record SupplierOffer(string Sku, Money UnitPrice, long Holds, string Words);

/// <summary>A question that a person is asked.</summary>
/// <param name="Question">The question.</param>
/// <param name="At">Since when.</param>
public sealed record AskedQuestion(string Question, Instant At);

/// <summary>One step of a purchase's history.</summary>
/// <param name="At">When.</param>
/// <param name="Verb">What happened.</param>
/// <param name="To">The status after it.</param>
/// <param name="By">Who, or empty for the program.</param>
/// <param name="Note">For people.</param>
public sealed record PurchaseStep(Instant At, PurchaseVerb Verb, PurchaseStatus To, string By, string Note);

/// <summary>A purchase was proposed.</summary>
public sealed record PurchaseProposed(PracticeId PracticeId, PurchaseId Purchase, SupplyItemId Item, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Purchase.Value;
}

/// <summary>Something happened to a purchase; its process looks what.</summary>
public sealed record PurchaseChanged(PracticeId PracticeId, PurchaseId Purchase, PurchaseStatus Status, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Purchase.Value;
}

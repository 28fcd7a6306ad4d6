using Frontdesk.Domain.Supplies;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Supplies;

/// <summary>How much of an item lies in one room.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Room">Its name.</param>
/// <param name="Amount">Base units on the shelf; negative when more was used than the books had.</param>
public sealed record RoomStock(string RoomId, string Room, long Amount);

/// <summary>An item with its position.</summary>
/// <param name="Id">The item.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its base unit.</param>
/// <param name="CountClass">How closely it is counted.</param>
/// <param name="IsCritical">Care stops without it.</param>
/// <param name="Rooms">What lies where.</param>
/// <param name="Position">Usable + on order + between rooms − set aside, in base units.</param>
/// <param name="ReorderPoint">At this position or below it is ordered.</param>
/// <param name="OrderUpTo">An order fills up to this position.</param>
/// <param name="DaysOfSupply">How many days the position lasts; null when nothing is used.</param>
/// <param name="State">Enough, Low or Stopped.</param>
public sealed record StockRow(string Id, string Name, string Unit, CountClass CountClass, bool IsCritical, IReadOnlyList<RoomStock> Rooms, long Position, long ReorderPoint, long OrderUpTo, double? DaysOfSupply, string State);

/// <summary>A lot in a room.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Lot">The lot number; empty when there is none.</param>
/// <param name="ExpiresOn">The last day of use.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Amount">Base units.</param>
public sealed record LotRow(string Room, string Lot, DateOnly? ExpiresOn, StockCondition Condition, long Amount);

/// <summary>An entry of the ledger.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="Room">The room's name.</param>
/// <param name="Lot">The lot number.</param>
/// <param name="Amount">Base units that came, or went when negative.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">In the office's words.</param>
public sealed record MoveRow(DateTimeOffset At, MoveKind Kind, string Room, string Lot, long Amount, string By, string Reason);

/// <summary>An item with the arithmetic behind its position, its lots, its latest moves and its purchases.</summary>
/// <param name="Stock">The item.</param>
/// <param name="Arithmetic">The arithmetic line by line.</param>
/// <param name="Units">Units in which it can be counted and used.</param>
/// <param name="Lots">What lies where.</param>
/// <param name="Moves">The latest entries of the ledger.</param>
/// <param name="Purchases">Its purchases, newest first.</param>
/// <param name="Alerts">What a person has to look at.</param>
public sealed record StockView(StockRow Stock, IReadOnlyList<string> Arithmetic, IReadOnlyList<string> Units, IReadOnlyList<LotRow> Lots, IReadOnlyList<MoveRow> Moves, IReadOnlyList<PurchaseRow> Purchases, IReadOnlyList<string> Alerts);

/// <summary>A purchase in a list.</summary>
/// <param name="Id">The purchase.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Item">Its name.</param>
/// <param name="Supplier">From whom.</param>
/// <param name="Packs">Order units.</param>
/// <param name="Unit">The order unit.</param>
/// <param name="TotalCents">What it costs, in cents.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ProposedAt">When it was proposed.</param>
/// <param name="PromisedOn">When it is to come.</param>
public sealed record PurchaseRow(string Id, string ItemId, string Item, string Supplier, long Packs, string Unit, long TotalCents, PurchaseStatus Status, DateTimeOffset ProposedAt, DateOnly? PromisedOn);

/// <summary>A step of a purchase.</summary>
/// <param name="At">When.</param>
/// <param name="Verb">What happened.</param>
/// <param name="To">The status after it.</param>
/// <param name="By">Who; empty for the program.</param>
/// <param name="Note">More about it.</param>
public sealed record PurchaseStepRow(DateTimeOffset At, PurchaseVerb Verb, PurchaseStatus To, string By, string Note);

/// <summary>A delivery.</summary>
public sealed record DeliveryRow(DateTimeOffset At, string Number, long Packs, long Amount, string Lot, DateOnly? ExpiresOn, bool IsQuarantined, string By);

/// <summary>An invoice.</summary>
public sealed record InvoiceRow(string Number, long Packs, long UnitPriceCents);

/// <summary>Something that does not agree, or did not.</summary>
public sealed record DiscrepancyRow(DiscrepancyKind Kind, string Reference, string Detail, Resolution? Resolution, string ResolvedBy);

/// <summary>A purchase with everything about it.</summary>
/// <param name="Purchase">The purchase.</param>
/// <param name="Next">What is next, in a sentence.</param>
/// <param name="Arithmetic">The arithmetic behind it, line by line.</param>
/// <param name="UnitPriceCents">The price of one order unit, in cents.</param>
/// <param name="Holds">Base units in one order unit.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="Level">Who has to approve it.</param>
/// <param name="Offer">What the supplier offers or asks.</param>
/// <param name="Outstanding">Order units still to come.</param>
/// <param name="AwaitsPutAway">Something waits on the receiving bench.</param>
/// <param name="Documents">The addresses of the order as PDF and CSV.</param>
/// <param name="History">Its history, oldest first.</param>
/// <param name="Deliveries">What came.</param>
/// <param name="Invoices">What is charged.</param>
/// <param name="Discrepancies">What does not agree, or did not.</param>
/// <param name="Tasks">Open tasks about it.</param>
public sealed record PurchaseView(
    PurchaseRow Purchase,
    string Next,
    IReadOnlyList<string> Arithmetic,
    long UnitPriceCents,
    long Holds,
    string RequestedBy,
    string ApprovedBy,
    ApprovalLevel Level,
    string? Offer,
    long Outstanding,
    bool AwaitsPutAway,
    IReadOnlyList<string> Documents,
    IReadOnlyList<PurchaseStepRow> History,
    IReadOnlyList<DeliveryRow> Deliveries,
    IReadOnlyList<InvoiceRow> Invoices,
    IReadOnlyList<DiscrepancyRow> Discrepancies,
    IReadOnlyList<string> Tasks);

/// <summary>Purchases to look for.</summary>
/// <param name="List">Words and page.</param>
/// <param name="Status">Only those of this status.</param>
/// <param name="IncludeOver">Those that are over too.</param>
public sealed record PurchaseQuery(ListQuery List, PurchaseStatus? Status = null, bool IncludeOver = false);

namespace Frontdesk.Domain.Supplies;

/// <summary>Where a purchase stands (domain.md §4).</summary>
public enum PurchaseStatus
{
    /// <summary>Nothing is missing.</summary>
    Monitoring = 0,

    /// <summary>The position fell below the reorder point.</summary>
    BelowReorderPoint = 1,

    /// <summary>A quantity is proposed.</summary>
    Proposed = 2,

    /// <summary>Somebody has to approve it.</summary>
    PendingApproval = 3,

    /// <summary>The order went out.</summary>
    Ordered = 4,

    /// <summary>The supplier has it and named a day.</summary>
    Acknowledged = 5,

    /// <summary>The supplier has none now.</summary>
    Backordered = 6,

    /// <summary>The supplier offers another product; a clinician decides.</summary>
    SubstituteOffered = 7,

    /// <summary>The supplier asks another price; it has to be approved.</summary>
    PriceChanged = 8,

    /// <summary>Some of it came.</summary>
    PartiallyReceived = 9,

    /// <summary>All of it came.</summary>
    Received = 10,

    /// <summary>Order, delivery and invoice disagree, or a delivery was not good.</summary>
    Discrepant = 11,

    /// <summary>It is on the shelf.</summary>
    PutAway = 12,

    /// <summary>The invoices match.</summary>
    InvoiceMatched = 13,

    /// <summary>It is over.</summary>
    Closed = 14,

    /// <summary>It was rejected or called off before anything came.</summary>
    Cancelled = 15,
}

/// <summary>What can happen to a purchase.</summary>
public enum PurchaseVerb
{
    /// <summary>The position falls below the reorder point.</summary>
    FallBelow = 0,

    /// <summary>A quantity is proposed.</summary>
    Propose = 1,

    /// <summary>Somebody is asked to approve.</summary>
    AskApproval = 2,

    /// <summary>Somebody approves.</summary>
    Approve = 3,

    /// <summary>The order goes out.</summary>
    Order = 4,

    /// <summary>The supplier confirms.</summary>
    Acknowledge = 5,

    /// <summary>The supplier has none now.</summary>
    Backorder = 6,

    /// <summary>The supplier offers another product.</summary>
    OfferSubstitute = 7,

    /// <summary>The supplier asks another price.</summary>
    ChangePrice = 8,

    /// <summary>Some of it comes.</summary>
    ReceivePart = 9,

    /// <summary>The last of it comes.</summary>
    ReceiveAll = 10,

    /// <summary>Something does not agree.</summary>
    Dispute = 11,

    /// <summary>Everything agrees again, and some is still to come.</summary>
    ResolveToPart = 12,

    /// <summary>Everything agrees again, and it is to be put away.</summary>
    ResolveToReceived = 13,

    /// <summary>Everything agrees again, and it is on the shelf.</summary>
    ResolveToPutAway = 14,

    /// <summary>It is put on the shelf.</summary>
    PutAway = 15,

    /// <summary>The rest is called off; what came stays.</summary>
    CancelRest = 16,

    /// <summary>It is called off, and nothing came.</summary>
    Cancel = 17,

    /// <summary>The invoices match.</summary>
    MatchInvoice = 18,

    /// <summary>It is over.</summary>
    Close = 19,
}

using static Frontdesk.Domain.Supplies.PurchaseStatus;

namespace Frontdesk.Domain.Supplies;

/// <summary>What may happen to a purchase, as a table that the documentation prints (domain.md §4).</summary>
public static class PurchaseStatusTable
{
    private static readonly PurchaseStatus[] AtTheSupplier = [Ordered, Acknowledged, Backordered, SubstituteOffered, PriceChanged];

    /// <summary>One allowed step.</summary>
    /// <param name="From">The status before.</param>
    /// <param name="Verb">What happens.</param>
    /// <param name="To">The status after.</param>
    public sealed record Row(PurchaseStatus From, PurchaseVerb Verb, PurchaseStatus To);

    /// <summary>Every allowed step; what is not here is refused.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(Monitoring, PurchaseVerb.FallBelow, BelowReorderPoint),
        new(BelowReorderPoint, PurchaseVerb.Propose, Proposed),
        new(BelowReorderPoint, PurchaseVerb.Cancel, Cancelled),
        new(Proposed, PurchaseVerb.AskApproval, PendingApproval),
        new(Proposed, PurchaseVerb.Order, Ordered),
        new(Proposed, PurchaseVerb.Cancel, Cancelled),
        new(PendingApproval, PurchaseVerb.Approve, PendingApproval),
        new(PendingApproval, PurchaseVerb.Order, Ordered),
        new(PendingApproval, PurchaseVerb.Cancel, Cancelled),

        // A supplier may answer in any order, change its mind, or deliver without a word.
        .. AtTheSupplier.SelectMany(from => new Row[]
        {
            new(from, PurchaseVerb.Acknowledge, Acknowledged),
            new(from, PurchaseVerb.Backorder, Backordered),
            new(from, PurchaseVerb.OfferSubstitute, SubstituteOffered),
            new(from, PurchaseVerb.ChangePrice, PriceChanged),
            new(from, PurchaseVerb.ReceivePart, PartiallyReceived),
            new(from, PurchaseVerb.ReceiveAll, Received),
            new(from, PurchaseVerb.Cancel, Cancelled),
        }),

        // The rest of a partial delivery can be promised, backordered or called off.
        new(PartiallyReceived, PurchaseVerb.Acknowledge, PartiallyReceived),
        new(PartiallyReceived, PurchaseVerb.Backorder, PartiallyReceived),
        new(PartiallyReceived, PurchaseVerb.ReceivePart, PartiallyReceived),
        new(PartiallyReceived, PurchaseVerb.ReceiveAll, Received),
        new(PartiallyReceived, PurchaseVerb.CancelRest, Received),
        new(PartiallyReceived, PurchaseVerb.PutAway, PartiallyReceived),
        new(PartiallyReceived, PurchaseVerb.Dispute, Discrepant),
        new(Received, PurchaseVerb.ReceivePart, Received),
        new(Received, PurchaseVerb.ReceiveAll, Received),
        new(Received, PurchaseVerb.Dispute, Discrepant),
        new(Received, PurchaseVerb.PutAway, PurchaseStatus.PutAway),
        new(Discrepant, PurchaseVerb.Acknowledge, Discrepant),
        new(Discrepant, PurchaseVerb.Backorder, Discrepant),
        new(Discrepant, PurchaseVerb.ReceivePart, Discrepant),
        new(Discrepant, PurchaseVerb.ReceiveAll, Discrepant),
        new(Discrepant, PurchaseVerb.CancelRest, Discrepant),
        new(Discrepant, PurchaseVerb.Dispute, Discrepant),
        new(Discrepant, PurchaseVerb.PutAway, Discrepant),
        new(Discrepant, PurchaseVerb.ResolveToPart, PartiallyReceived),
        new(Discrepant, PurchaseVerb.ResolveToReceived, Received),
        new(Discrepant, PurchaseVerb.ResolveToPutAway, PurchaseStatus.PutAway),
        new(PurchaseStatus.PutAway, PurchaseVerb.ReceivePart, Received),
        new(PurchaseStatus.PutAway, PurchaseVerb.ReceiveAll, Received),
        new(PurchaseStatus.PutAway, PurchaseVerb.Dispute, Discrepant),
        new(PurchaseStatus.PutAway, PurchaseVerb.MatchInvoice, InvoiceMatched),
        new(InvoiceMatched, PurchaseVerb.Dispute, Discrepant),
        new(InvoiceMatched, PurchaseVerb.Close, Closed),
    ];

    /// <summary>The status after a step; null when the step is not allowed.</summary>
    public static PurchaseStatus? After(PurchaseStatus from, PurchaseVerb verb)
    {
        foreach (var row in Rows)
        {
            if (row.From == from && row.Verb == verb)
                return row.To;
        }

        return null;
    }

    /// <summary>It is over.</summary>
    public static bool IsOver(PurchaseStatus status) => status is Closed or Cancelled;

    /// <summary>Nothing has gone to the supplier: a proposal, of which an item has one at most.</summary>
    public static bool IsProposal(PurchaseStatus status) => status is BelowReorderPoint or Proposed or PendingApproval;

    /// <summary>FHIR's code of the SupplyRequest.</summary>
    public static string SupplyRequestCode(PurchaseStatus status) => status switch
    {
        Monitoring or BelowReorderPoint or Proposed or PendingApproval => "draft",
        Backordered or SubstituteOffered or PriceChanged => "suspended",
        Cancelled => "cancelled",
        Closed => "completed",
        _ => "active",
    };

    /// <summary>FHIR's code of the SupplyDelivery; null before anything is on its way.</summary>
    public static string? SupplyDeliveryCode(PurchaseStatus status) => status switch
    {
        Ordered or Acknowledged or PartiallyReceived or Discrepant => "in-progress",
        Received or PurchaseStatus.PutAway or InvoiceMatched or Closed => "completed",
        Cancelled => "abandoned",
        _ => null,
    };
}

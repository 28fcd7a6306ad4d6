using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;

namespace Frontdesk.Web.Supplies;

/// <summary>Supplies in plain words.</summary>
internal static class SupplyWords
{
    /// <summary>A status for people.</summary>
    public static string Status(PurchaseStatus status) => status switch
    {
        PurchaseStatus.BelowReorderPoint => "Below reorder point",
        PurchaseStatus.PendingApproval => "Waits for approval",
        PurchaseStatus.SubstituteOffered => "Substitute offered",
        PurchaseStatus.PriceChanged => "Price changed",
        PurchaseStatus.PartiallyReceived => "Partly received",
        PurchaseStatus.Discrepant => "Does not agree",
        PurchaseStatus.PutAway => "On the shelf",
        PurchaseStatus.InvoiceMatched => "Invoice matched",
        _ => status.ToString(),
    };

    /// <summary>How often an item is counted.</summary>
    public static string Counted(CountClass countClass) => countClass switch
    {
        CountClass.A => "Every week",
        CountClass.B => "Every month",
        _ => "Every quarter",
    };

    /// <summary>The tone of a status: <c>good</c>, <c>wait</c>, <c>bad</c> or <c>quiet</c>.</summary>
    public static string Tone(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Discrepant or PurchaseStatus.Backordered => "bad",
        PurchaseStatus.PendingApproval or PurchaseStatus.SubstituteOffered or PurchaseStatus.PriceChanged or PurchaseStatus.PartiallyReceived => "wait",
        PurchaseStatus.Closed or PurchaseStatus.Cancelled => "quiet",
        _ => "good",
    };

    /// <summary>What is next for a purchase.</summary>
    public static string Next(Purchase purchase) => purchase.Status switch
    {
        PurchaseStatus.PendingApproval => $"The {(purchase.Level == ApprovalLevel.Owner ? "owner" : "office manager")} approves or rejects it.",
        PurchaseStatus.Ordered => "The supplier confirms it; it is chased after one business day.",
        PurchaseStatus.Acknowledged => purchase.PromisedOn is { } day ? $"It comes on {day.ToString("MMM d", CultureInfo.GetCultureInfo("en-US"))}." : "It comes.",
        PurchaseStatus.Backordered => "Somebody decides whether to wait or to call it off.",
        PurchaseStatus.SubstituteOffered => "A clinician decides about the substitute.",
        PurchaseStatus.PriceChanged => "Somebody who may approve decides about the price.",
        PurchaseStatus.PartiallyReceived => "The rest comes.",
        PurchaseStatus.Received => "It is put on the shelf.",
        PurchaseStatus.Discrepant => "Somebody decides about what does not agree.",
        PurchaseStatus.PutAway => "The invoice comes and is matched.",
        PurchaseStatus.Closed or PurchaseStatus.Cancelled => "Nothing: it is over.",
        _ => "It is ordered.",
    };

    /// <summary>An amount in dollars.</summary>
    public static string Dollars(long cents) => new Money(cents).ToString();
}

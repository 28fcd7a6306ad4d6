using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Activities.Supplies;

/// <summary>What activities about supplies ask their burst for.</summary>
internal static class SupplyContext
{
    /// <summary>Who acts when nobody does: the program itself.</summary>
    public const string Program = "frontdesk";

    /// <summary>The practice's main location.</summary>
    /// <exception cref="DomainRuleException">There is none.</exception>
    public static async ValueTask<Location> PlaceAsync(this ActivityExecutionContext context) =>
        (await context.Records().FindLocationsAsync()).Main() ?? throw new DomainRuleException("location", "Supplies need a location: it has the calendar and the address of deliveries.");

    /// <summary>The stock ledger.</summary>
    public static async ValueTask<StockLedger> LedgerAsync(this ActivityExecutionContext context) =>
        new(context.Records(), context.Practice(), context.Burst().NewId, context.Now(), (await context.PlaceAsync()).Zone);

    /// <summary>The desk for purchases.</summary>
    public static async ValueTask<PurchaseDesk> PurchasesAsync(this ActivityExecutionContext context) =>
        new(context.Records(), context.Practice(), await context.LedgerAsync(), context.Now());

    /// <summary>The purchase that the instance is about.</summary>
    public static async ValueTask<Purchase> PurchaseAsync(this ActivityExecutionContext context) =>
        await context.Records().FindPurchaseAsync(new PurchaseId(context.CaseId())) ?? throw new DomainRuleException("purchase", $"There is no purchase {context.CaseId()}.");

    /// <summary>Dollars that a manager set.</summary>
    public static Money Dollars(decimal amount) => Money.Of(decimal.Round(amount, 2));

    /// <summary>A text that a person filled in.</summary>
    public static string Text(JsonObject form, string field) => form[field] is { } value ? Values.ToText(value).Trim() : string.Empty;

    /// <summary>A whole number that a person filled in; null when it is none.</summary>
    public static long? Whole(JsonObject form, string field) => long.TryParse(Text(form, field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number that a person filled in; null when it is none.</summary>
    public static decimal? Number(JsonObject form, string field) => decimal.TryParse(Text(form, field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A day that a person filled in; null when it is none.</summary>
    public static LocalDate? Day(JsonObject form, string field) => LocalDatePattern.Iso.Parse(Text(form, field)) is { Success: true } day ? day.Value : null;
}

using System.Globalization;
using System.Text;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Practices;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>The order as it goes to the supplier: for people as a document, for programs as CSV.</summary>
public static class PurchaseOrderPaper
{
    /// <summary>The order for people.</summary>
    public static PrintedDocument Document(Purchase purchase, SupplyItem item, Supplier supplier, Practice practice, Location location, LocalDate today) => new(
        "Purchase order",
        [practice.Name, location.Name, location.CallBackPhone.Value],
        [
            new PrintedBlock.Facts(
            [
                ("Order", purchase.Id.Value),
                ("Date", Day(today)),
                ("Supplier", supplier.Name),
                ("Deliver to", location.Name),
            ]),
            new PrintedBlock.Table(
                ["SKU", "Item", "Quantity", "Pack", "Price", "Total"],
                [[purchase.Sku, item.Name, Number(purchase.Packs), $"{purchase.OrderUnit} of {Number(purchase.Holds)} {item.BaseUnit}", purchase.UnitPrice.ToString(), purchase.Total.ToString()]],
                2, 4, 5),
            new PrintedBlock.Paragraph(item.Traits.IsColdChain
                ? "Keep between 2 and 8 °C on the way, with a temperature record. Please confirm this order with the day of delivery, and tell us of another price, product or day before you ship."
                : "Please confirm this order with the day of delivery, and tell us of another price, product or day before you ship."),
        ]);

    /// <summary>The order for programs (RFC 4180).</summary>
    public static byte[] Csv(Purchase purchase, SupplyItem item, LocalDate today)
    {
        var text = new StringBuilder("order,date,sku,item,quantity,unit,units_per_pack,unit_price,currency,total\r\n");
        text.AppendJoin(',', new[]
        {
            purchase.Id.Value, Day(today), purchase.Sku, item.Name, Number(purchase.Packs), purchase.OrderUnit.Value, Number(purchase.Holds),
            purchase.UnitPrice.Dollars.ToString("0.00", CultureInfo.InvariantCulture), "USD", purchase.Total.Dollars.ToString("0.00", CultureInfo.InvariantCulture),
        }.Select(Cell)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // A cell that begins like a formula is kept from being one when a spreadsheet opens it.
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}

using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>What a person has to look at.</summary>
public enum AlertKind
{
    /// <summary>A unit has no conversion: the item is not ordered until there is one.</summary>
    MissingConversion = 0,

    /// <summary>Nobody sells the item to us.</summary>
    NoSupplier = 1,

    /// <summary>More was used than the books had.</summary>
    NegativeStock = 2,

    /// <summary>A lot expires soon.</summary>
    NearExpiry = 3,

    /// <summary>A lot has expired and was set apart.</summary>
    Expired = 4,

    /// <summary>The item is to be counted.</summary>
    CountDue = 5,

    /// <summary>The supplier takes longer, or less long, than it used to.</summary>
    LeadTimeStep = 6,

    /// <summary>The supplier rations the item: less than needed can be ordered.</summary>
    Rationed = 7,

    /// <summary>A critical item may be used up before what is ordered comes, and nobody else can deliver sooner.</summary>
    RunsOut = 8,
}

/// <summary>Something about supplies needs a person.</summary>
public abstract record SupplyAlertEvent(PracticeId PracticeId, string Alert, AlertKind Kind, SupplyItemId Item, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Alert;
}

/// <summary>An item cannot be ordered, or its books are wrong.</summary>
public sealed record SupplyNeedsAttention(PracticeId PracticeId, string Alert, AlertKind Kind, SupplyItemId Item, Instant At) : SupplyAlertEvent(PracticeId, Alert, Kind, Item, At);

/// <summary>A lot expires soon or has expired.</summary>
public sealed record StockExpiring(PracticeId PracticeId, string Alert, AlertKind Kind, SupplyItemId Item, Instant At) : SupplyAlertEvent(PracticeId, Alert, Kind, Item, At);

/// <summary>An item is to be counted.</summary>
public sealed record StockCountDue(PracticeId PracticeId, string Alert, AlertKind Kind, SupplyItemId Item, Instant At) : SupplyAlertEvent(PracticeId, Alert, Kind, Item, At);

/// <summary>
/// Something about supplies that a person has to look at. One is open for each kind, item and place, so what is found every
/// night is asked once; it is asked again when it was closed and is found anew.
/// </summary>
public sealed class SupplyAlert : Entity
{
    private SupplyAlert()
    {
    }

    private SupplyAlert(PracticeId practice, AlertKind kind, SupplyItemId item, string place)
        : base(practice)
    {
        Key = KeyOf(kind, item, place);
        Kind = kind;
        Item = item;
        Place = place;
    }

    /// <summary>Kind, item and place.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>What it is.</summary>
    public AlertKind Kind { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>The room, the lot or the unit, as the kind has it.</summary>
    public string Place { get; private set; } = string.Empty;

    /// <summary>What to know, in a sentence.</summary>
    public string Detail { get; private set; } = string.Empty;

    /// <summary>Somebody still has to look at it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When it was last raised.</summary>
    public Instant RaisedAt { get; private set; }

    /// <summary>When it was closed.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>What came of it.</summary>
    public string Outcome { get; private set; } = string.Empty;

    /// <summary>The key of kind, item and place.</summary>
    public static string KeyOf(AlertKind kind, SupplyItemId item, string place) => $"{kind}+{item}+{place}";

    /// <summary>Raises something, unless it is open already.</summary>
    /// <returns>True when it is new.</returns>
    public static async Task<bool> TellAsync(IPracticeRecords records, PracticeId practice, AlertKind kind, SupplyItemId item, string place, string detail, Instant now)
    {
        var alert = await records.FindSupplyAlertAsync(KeyOf(kind, item, place));
        if (alert is { IsOpen: true })
            return false;

        if (alert is null)
        {
            alert = new SupplyAlert(practice, kind, item, place);
            records.Add(alert);
        }

        alert.Open(detail, now);
        return true;
    }

    /// <summary>Raises something that people are told once, also when what was raised is still so after they have looked at it.</summary>
    public static async Task TellOnceAsync(IPracticeRecords records, PracticeId practice, AlertKind kind, SupplyItemId item, string place, string detail, Instant now)
    {
        if (await records.FindSupplyAlertAsync(KeyOf(kind, item, place)) is null)
            await TellAsync(records, practice, kind, item, place, detail, now);
    }

    /// <summary>Somebody has looked at it, or it went away by itself.</summary>
    public void Close(string outcome, Instant now)
    {
        if (!IsOpen)
            return;

        IsOpen = false;
        Outcome = outcome;
        ClosedAt = now;
        Raise(new SupplyAlertClosed(PracticeId, Key, now));
    }

    private void Open(string detail, Instant now)
    {
        IsOpen = true;
        Detail = detail;
        Outcome = string.Empty;
        RaisedAt = now;
        ClosedAt = null;
        Raise(Kind switch
        {
            AlertKind.NearExpiry or AlertKind.Expired => new StockExpiring(PracticeId, Key, Kind, Item, now),
            AlertKind.CountDue => new StockCountDue(PracticeId, Key, Kind, Item, now),
            _ => new SupplyNeedsAttention(PracticeId, Key, Kind, Item, now),
        });
    }
}

/// <summary>Nobody has to look at it any more: its task ends by itself.</summary>
public sealed record SupplyAlertClosed(PracticeId PracticeId, string Alert, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Alert;
}

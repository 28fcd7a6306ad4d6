using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>
/// One purchase of one item from one supplier, from the proposal until the invoices match. What may happen when is in
/// <see cref="PurchaseStatusTable"/>. Above a threshold whoever asks, approves and receives are three people (domain.md §4).
/// </summary>
public sealed class Purchase : Entity
{
    private static readonly Duration Patience = Duration.FromDays(7);

    private Purchase()
    {
    }

    private Purchase(PracticeId practice, PurchaseId id, SupplyItem item, SupplyContract contract, StockroomId destination, ReorderArithmetic arithmetic, OrderPack pack, string requestedBy, Instant now)
        : base(practice)
    {
        Id = id;
        Item = item.Id;
        Supplier = contract.Supplier;
        Destination = destination;
        Sku = contract.Sku;
        OrderUnit = pack.Unit;
        Holds = pack.Holds;
        BaseUnit = item.BaseUnit;
        Packs = arithmetic.Packs;
        UnitPrice = pack.Price;
        Arithmetic = arithmetic;
        RequestedBy = requestedBy;
        ProposedAt = now;
    }

    /// <summary>The purchase; its number on the order.</summary>
    public PurchaseId Id { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>From whom.</summary>
    public SupplierId Supplier { get; private set; }

    /// <summary>The room it comes to.</summary>
    public StockroomId Destination { get; private set; }

    /// <summary>The supplier's number for what is bought.</summary>
    public string Sku { get; private set; } = string.Empty;

    /// <summary>The unit that is ordered and priced.</summary>
    public StockUnit OrderUnit { get; private set; }

    /// <summary>Base units in one order unit, as it was when ordered.</summary>
    public long Holds { get; private set; }

    /// <summary>The item's base unit.</summary>
    public StockUnit BaseUnit { get; private set; }

    /// <summary>Order units.</summary>
    public long Packs { get; private set; }

    /// <summary>Order units that were called off.</summary>
    public long CancelledPacks { get; private set; }

    /// <summary>The price of one order unit.</summary>
    public Money UnitPrice { get; private set; }

    /// <summary>Where it stands.</summary>
    public PurchaseStatus Status { get; private set; }

    /// <summary>The arithmetic behind it.</summary>
    public ReorderArithmetic Arithmetic { get; private set; } = null!;

    /// <summary>Who asked for it; the program itself for a review.</summary>
    public string RequestedBy { get; private set; } = string.Empty;

    /// <summary>Who approved it; empty before, and for what needs no approval.</summary>
    public string ApprovedBy { get; private set; } = string.Empty;

    /// <summary>From this total on the manager approves, and three people are needed.</summary>
    public Money ManagerFrom { get; private set; }

    /// <summary>From this total on the owner approves.</summary>
    public Money OwnerFrom { get; private set; }

    /// <summary>When it was proposed.</summary>
    public Instant ProposedAt { get; private set; }

    /// <summary>When the order went out.</summary>
    public Instant? OrderedAt { get; private set; }

    /// <summary>When somebody last asked the supplier, or was asked to.</summary>
    public Instant? ChasedAt { get; private set; }

    /// <summary>When the last delivery was put away.</summary>
    public Instant? PutAwayAt { get; private set; }

    /// <summary>The day that the supplier promised.</summary>
    public LocalDate? PromisedOn { get; private set; }

    /// <summary>The order as PDF.</summary>
    public DocumentId? OrderPaper { get; private set; }

    /// <summary>The order as CSV.</summary>
    public DocumentId? OrderTable { get; private set; }

    /// <summary>What the supplier offers or asks, while nobody has decided.</summary>
    public SupplierOffer? Offer { get; private set; }

    /// <summary>What came.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; private set; } = [];

    /// <summary>How many of the deliveries were put away or otherwise dealt with.</summary>
    public int DeliveriesDone { get; private set; }

    /// <summary>What is charged.</summary>
    public IReadOnlyList<SupplierInvoice> Invoices { get; private set; } = [];

    /// <summary>What does not agree, or did not.</summary>
    public IReadOnlyList<Discrepancy> Discrepancies { get; private set; } = [];

    /// <summary>What happened and its process has not taken up yet.</summary>
    public IReadOnlyList<PurchaseSignal> Signals { get; private set; } = [];

    /// <summary>The supplier named another day after the first one, for all of it or for the rest.</summary>
    public bool WasPromisedAnew => History.Count(step => step.Verb == PurchaseVerb.Acknowledge) > 1;

    /// <summary>Questions that a person is asked at present.</summary>
    public IReadOnlyList<AskedQuestion> Questions { get; private set; } = [];

    /// <summary>Its history, oldest first.</summary>
    public IReadOnlyList<PurchaseStep> History { get; private set; } = [];

    /// <summary>The item while this is a proposal: the database allows one for each item (domain.md §4).</summary>
    public string? OpenProposal { get; private set; }

    /// <summary>It is not over.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What it costs.</summary>
    public Money Total => UnitPrice * (Packs - CancelledPacks);

    /// <summary>Order units that came, and were not sent back or thrown away at the supplier's cost.</summary>
    public long KeptPacks => ReceivedPacks - Discrepancies.Where(one => one.Resolution is (Resolution.Returned or Resolution.Credited) && IsAboutGoods(one.Kind)).GroupBy(one => one.Reference).Sum(delivery => delivery.Max(one => one.Packs));

    /// <summary>Order units that came.</summary>
    public long ReceivedPacks => Deliveries.Sum(delivery => delivery.Note.Packs);

    /// <summary>Order units still to come.</summary>
    public long Outstanding => Math.Max(0, Packs - CancelledPacks - ReceivedPacks);

    /// <summary>Base units still to come, once the order went out.</summary>
    public long OnOrder => IsOpen && OrderedAt is not null ? Outstanding * Holds : 0;

    /// <summary>Who has to approve it.</summary>
    public ApprovalLevel Level => LevelOf(Total);

    /// <summary>Whoever asks, approves and receives are three people.</summary>
    public bool SeparatesDuties => Level != ApprovalLevel.Automatic;

    /// <summary>Something does not agree.</summary>
    public bool IsDisputed => Discrepancies.Any(one => one.Resolution is null);

    /// <summary>Something waits on the receiving bench.</summary>
    public bool AwaitsPutAway => DeliveriesDone < Deliveries.Count && Deliveries.Skip(DeliveriesDone).Any(delivery => !delivery.IsQuarantined);

    /// <summary>The position of an item fell below its reorder point.</summary>
    public static Purchase FallBelow(PracticeId practice, PurchaseId id, SupplyItem item, SupplyContract contract, StockroomId destination, ReorderArithmetic arithmetic, string requestedBy, Instant now)
    {
        var pack = arithmetic.Pack ?? throw new MissingConversionException(item.Id, contract.OrderUnit, item.BaseUnit);
        if (arithmetic.Packs < 1)
            throw new DomainRuleException("purchase-quantity", $"A purchase of item {item.Id} has at least one pack.");

        var purchase = new Purchase(practice, id, item, contract, destination, arithmetic, pack, requestedBy, now);
        purchase.Step(PurchaseVerb.FallBelow, now, string.Empty, string.Empty);
        return purchase;
    }

    /// <summary>Proposes the quantity.</summary>
    /// <exception cref="DomainRuleException">The status does not allow it; so for every verb below.</exception>
    public void Propose(Instant now)
    {
        Step(PurchaseVerb.Propose, now, RequestedBy, $"{Packs} {OrderUnit}, {Total}");
        Raise(new PurchaseProposed(PracticeId, Id, Item, now));
    }

    /// <summary>Decides who has to approve: nobody below the manager's threshold (domain.md §4).</summary>
    public ApprovalLevel Route(Money managerFrom, Money ownerFrom, Instant now)
    {
        ManagerFrom = managerFrom;
        OwnerFrom = ownerFrom;
        if (Level != ApprovalLevel.Automatic)
            Step(PurchaseVerb.AskApproval, now, string.Empty, $"{Level}");

        return Level;
    }

    /// <summary>Somebody approves. They must have the role, and must not have asked for it themselves (domain.md §4).</summary>
    public void Approve(StaffMember by, Instant now)
    {
        RequireAuthority(by, Level);
        Step(PurchaseVerb.Approve, now, by.Id.Value, string.Empty);
        ApprovedBy = by.Id.Value;
        Signal(PurchaseSignal.Approved, now);
    }

    /// <summary>The order goes out.</summary>
    public void Order(DocumentId paper, DocumentId table, Instant now)
    {
        if (SeparatesDuties && ApprovedBy.Length == 0)
            throw new DomainRuleException("purchase-approval", $"Purchase {Id} of {Total} needs the approval of the {Level}.");

        Step(PurchaseVerb.Order, now, string.Empty, string.Empty);
        OrderedAt = now;
        OrderPaper = paper;
        OrderTable = table;
    }

    /// <summary>The supplier has the order and names a day.</summary>
    public void Acknowledge(LocalDate promisedOn, string by, Instant now)
    {
        Step(PurchaseVerb.Acknowledge, now, by, $"promised for {promisedOn:uuuu-MM-dd}");
        Promise(promisedOn);
        Signal(PurchaseSignal.Acknowledged, now);
    }

    /// <summary>The supplier has none now.</summary>
    /// <param name="promisedOn">When it expects to have some; null when it does not know.</param>
    public void Backorder(LocalDate? promisedOn, string by, Instant now)
    {
        Step(PurchaseVerb.Backorder, now, by, promisedOn is { } day ? $"expected on {day:uuuu-MM-dd}" : "no day known");
        Promise(promisedOn);
        Signal(PurchaseSignal.Backordered, now);
    }

    /// <summary>The supplier offers another product. A clinician decides (domain.md §4).</summary>
    public void OfferSubstitute(SupplierOffer offer, string by, Instant now)
    {
        if (string.IsNullOrWhiteSpace(offer.Sku) || offer.Holds < 1)
            throw new DomainRuleException("substitute", "A substitute has a number of its own and a pack that holds at least one.");

        Step(PurchaseVerb.OfferSubstitute, now, by, offer.Words);
        Offer = offer;
        Signal(PurchaseSignal.SubstituteOffered, now);
    }

    /// <summary>The supplier asks another price than the contract's.</summary>
    public void ChangePrice(Money price, string words, string by, Instant now)
    {
        if (price <= Money.Zero)
            throw new DomainRuleException("price", "A price is more than nothing.");

        Step(PurchaseVerb.ChangePrice, now, by, $"{UnitPrice} → {price}");
        Offer = new SupplierOffer(string.Empty, price, Holds, words);
        Signal(PurchaseSignal.PriceChanged, now);
    }

    /// <summary>Somebody takes what the supplier offers: a clinician for another product, an approver for another price.</summary>
    /// <param name="by">Who decides.</param>
    /// <param name="promisedOn">When it will come.</param>
    /// <param name="now">The present.</param>
    public void AcceptOffer(StaffMember by, LocalDate promisedOn, Instant now)
    {
        var offer = Offer ?? throw new DomainRuleException("no-offer", $"Purchase {Id} has no offer to decide on.");
        var level = LevelOf(offer.UnitPrice * (Packs - CancelledPacks));
        if (offer.Sku.Length > 0)
            RequireClinician(by);
        else
            RequireAuthority(by, level == ApprovalLevel.Automatic ? ApprovalLevel.Manager : level);

        if (offer.Sku.Length > 0 && level != ApprovalLevel.Automatic && level > Level)
            throw new DomainRuleException("purchase-approval", $"The substitute makes purchase {Id} dearer: it needs the approval of the {level} as a new price.");

        Step(PurchaseVerb.Acknowledge, now, by.Id.Value, offer.Sku.Length > 0 ? $"substitute {offer.Sku} accepted" : $"price {offer.UnitPrice} accepted");
        if (offer.Sku.Length > 0)
        {
            Sku = offer.Sku;
            Holds = offer.Holds;
        }
        else if (ApprovedBy.Length == 0)
        {
            ApprovedBy = by.Id.Value;
        }

        UnitPrice = offer.UnitPrice;
        Promise(promisedOn);
        Signal(PurchaseSignal.Acknowledged, now);
    }

    /// <summary>Receives a delivery: counts and inspects it. Taking the same delivery note again changes nothing.</summary>
    /// <returns>The delivery, and whether it is new.</returns>
    public (Delivery Delivery, bool IsNew) Receive(DeliveryNote note, ItemTraits traits, string by, LocalDate today, Instant now, int shortestLifeDays = ReceiptInspection.UsualShortestLifeDays)
    {
        if (Deliveries.FirstOrDefault(one => one.Note.Number == note.Number) is { } known)
            return (known, false);

        RequireReceiver(by);
        if (note.Packs < 1 || note.Holds < 1 || string.IsNullOrWhiteSpace(note.Number))
            throw new DomainRuleException("delivery", "A delivery has a number and at least one pack, and a pack holds at least one.");

        var found = ReceiptInspection.Of(note, traits, Sku, Holds, today, shortestLifeDays).ToList();
        var over = ReceivedPacks + note.Packs - (Packs - CancelledPacks);
        if (over > 0)
            found.Add(new Discrepancy(DiscrepancyKind.OverDelivery, note.Number, $"{over} {OrderUnit} more than ordered.", Math.Min(over, note.Packs)));

        var delivery = new Delivery(note, checked(note.Packs * (note.Holds ?? Holds)), found.Exists(one => ReceiptInspection.SetsApart(one.Kind)), by, now);
        Step(ReceivedPacks + note.Packs >= Packs - CancelledPacks ? PurchaseVerb.ReceiveAll : PurchaseVerb.ReceivePart, now, by, $"{note.Packs} {OrderUnit}, note {note.Number}");
        Deliveries = [.. Deliveries, delivery];
        Offer = null;
        Signal(PurchaseSignal.Delivered, now);
        Dispute(found, now);
        return (delivery, true);
    }

    /// <summary>What came is on the shelf.</summary>
    public void PutAway(string by, Instant now)
    {
        if (!AwaitsPutAway && DeliveriesDone == Deliveries.Count)
            throw new DomainRuleException("put-away", $"Nothing of purchase {Id} waits to be put away.");

        DeliveriesDone = Deliveries.Count;
        PutAwayAt = now;
        Step(PurchaseVerb.PutAway, now, by, string.Empty);
        Signal(PurchaseSignal.PutAway, now);
    }

    /// <summary>An invoice comes. Taking the same one again changes nothing.</summary>
    /// <returns>True when it is new.</returns>
    public bool TakeInvoice(SupplierInvoice invoice, Instant now)
    {
        if (Invoices.Any(one => one.Number == invoice.Number))
            return false;

        if (OrderedAt is null || !IsOpen)
            throw new DomainRuleException("purchase-status", $"Purchase {Id} is {Status}: an invoice is for what was ordered.");

        if (invoice.Packs < 1 || invoice.UnitPrice < Money.Zero || string.IsNullOrWhiteSpace(invoice.Number))
            throw new DomainRuleException("invoice", "An invoice has a number, at least one pack and a price.");

        Invoices = [.. Invoices, invoice];
        Signal(PurchaseSignal.Invoiced, now);
        return true;
    }

    /// <summary>Matches order, receipt and invoice once everything is on the shelf. What does not agree is raised.</summary>
    /// <returns>True when the invoices match and the purchase is matched now.</returns>
    public bool Match(decimal priceTolerance, long packTolerance, Instant now)
    {
        if (Status != PurchaseStatus.PutAway || IsDisputed)
            return false;

        var result = ThreeWayMatch.Of(KeptPacks, UnitPrice, Invoices, Outstanding == 0, priceTolerance, packTolerance);
        var settled = Discrepancies.Where(one => one.Resolution is not null).Select(one => (one.Kind, one.Reference)).ToHashSet();
        var fresh = result.Discrepancies.Where(one => !settled.Contains((one.Kind, one.Reference))).ToList();
        Dispute(fresh, now);
        var isAgreed = result.IsComplete || (fresh.Count == 0 && result.Discrepancies.Count > 0 && Outstanding == 0 && Invoices.Sum(one => one.Packs) >= KeptPacks);
        if (!isAgreed)
            return false;

        Step(PurchaseVerb.MatchInvoice, now, string.Empty, string.Empty);
        return true;
    }

    /// <summary>Somebody decided what is done about something that does not agree.</summary>
    public void Resolve(DiscrepancyKind kind, string reference, Resolution resolution, string by, Instant now)
    {
        if (Discrepancies.FirstOrDefault(one => one.Kind == kind && one.Reference == reference && one.Resolution is null) is not { } open)
            throw new DomainRuleException("discrepancy", $"Purchase {Id} has no open discrepancy {kind} of {reference}.");

        Discrepancies = [.. Discrepancies.Select(one => ReferenceEquals(one, open) ? one with { Resolution = resolution, ResolvedBy = by } : one)];
        if (IsDisputed)
            return;

        // What was set apart has been dealt with by the decision.
        while (DeliveriesDone < Deliveries.Count && Deliveries[DeliveriesDone].IsQuarantined)
            DeliveriesDone++;

        Step(Outstanding > 0 ? PurchaseVerb.ResolveToPart : AwaitsPutAway ? PurchaseVerb.ResolveToReceived : PurchaseVerb.ResolveToPutAway, now, by, $"{kind}: {resolution}");
        if (Status == PurchaseStatus.PutAway)
            PutAwayAt ??= now;

        Signal(PurchaseSignal.Resolved, now);
    }

    /// <summary>Calls off what has not come. What came stays, so a purchase with a delivery goes on with it (domain.md §4, "backorder then cancel").</summary>
    public void Cancel(string by, string reason, Instant now)
    {
        if (ReceivedPacks == 0)
        {
            Step(PurchaseVerb.Cancel, now, by, reason);
            Offer = null;
            Raise(new PurchaseChanged(PracticeId, Id, Status, now));
            return;
        }

        Step(PurchaseVerb.CancelRest, now, by, reason);
        CancelledPacks = Packs - ReceivedPacks;
        if (Status == PurchaseStatus.Received && !AwaitsPutAway && DeliveriesDone == Deliveries.Count)
        {
            Step(PurchaseVerb.PutAway, now, by, string.Empty);
            PutAwayAt = now;
        }

        Signal(PurchaseSignal.PutAway, now);
    }

    /// <summary>Closes it once the invoices match.</summary>
    public void Close(Instant now)
    {
        Step(PurchaseVerb.Close, now, string.Empty, string.Empty);
        Raise(new PurchaseChanged(PracticeId, Id, Status, now));
    }

    /// <summary>Remembers that somebody was asked to ask the supplier.</summary>
    public void Chase(Instant now) => ChasedAt = now;

    /// <summary>The order did not reach the supplier.</summary>
    public void Miss(Instant now) => Signal(PurchaseSignal.NotDelivered, now);

    /// <summary>Takes the oldest thing that happened; null when there is none.</summary>
    public PurchaseSignal? TakeSignal()
    {
        if (Signals.Count == 0)
            return null;

        var first = Signals[0];
        Signals = [.. Signals.Skip(1)];
        return first;
    }

    /// <summary>Who may not receive it, because they asked for or approved it; empty when anybody may.</summary>
    public IReadOnlyList<string> KeptFromReceiving => SeparatesDuties ? [.. new[] { RequestedBy, ApprovedBy }.Where(one => one.Length > 0).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>Asks a question, unless it is asked already; one that nobody answered for a week is asked again.</summary>
    /// <returns>True when it is to be asked.</returns>
    public bool Ask(string question, Instant now)
    {
        if (Questions.Any(one => one.Question == TopicOf(question) && now - one.At < Patience))
            return false;

        Questions = [.. Questions.Where(one => one.Question != TopicOf(question)), new AskedQuestion(TopicOf(question), now)];
        return true;
    }

    /// <summary>A question was answered, or need not be asked any more.</summary>
    public void StopAsking(string question)
    {
        if (Questions.Any(one => one.Question == TopicOf(question)))
            Questions = [.. Questions.Where(one => one.Question != TopicOf(question))];
    }

    /// <summary>A question about it still has to be asked; a task for one that has not ends by itself.</summary>
    /// <param name="question">The question, as the workflow names it.</param>
    public bool IsNeeded(string question) => IsOpen && question switch
    {
        "Approve as manager" or "Approve as owner" => Status == PurchaseStatus.PendingApproval && ApprovedBy.Length == 0,
        "Chase the answer" or "Order by phone" => Status == PurchaseStatus.Ordered,
        "Chase the delivery" or "Receive" => ChasedAt is not null && Outstanding > 0 && Status is (PurchaseStatus.Acknowledged or PurchaseStatus.Backordered or PurchaseStatus.PartiallyReceived or PurchaseStatus.Ordered),
        "Backorder" => Outstanding > 0 && Status is (PurchaseStatus.Backordered or PurchaseStatus.PartiallyReceived or PurchaseStatus.Discrepant),
        "Substitute" => Offer is { Sku.Length: > 0 },
        "New price" => Offer is { Sku.Length: 0 },
        "Put away" => AwaitsPutAway,
        "Does not agree" => IsDisputed,
        "Invoice" => Status == PurchaseStatus.PutAway && Invoices.Sum(invoice => invoice.Packs) < KeptPacks,
        _ => false,
    };

    // The order by phone also asks for the answer.
    private static string TopicOf(string question) => question == "Order by phone" ? "Chase the answer" : question;

    private static bool IsAboutGoods(DiscrepancyKind kind) => kind is not (DiscrepancyKind.InvoicedMore or DiscrepancyKind.InvoicedPrice);

    private static void RequireClinician(StaffMember by)
    {
        if (!by.Roles.Any(StaffRole.Clinical.Contains))
            throw new DomainRuleException("substitute-approval", $"A substitute needs the approval of a clinician: {by.Id} is none.");
    }

    private void RequireAuthority(StaffMember by, ApprovalLevel level)
    {
        if (by.Id.Value == RequestedBy)
            throw new DomainRuleException("separate-duties", $"{by.Id} asked for purchase {Id}: somebody else approves it.");

        if (Deliveries.Any(delivery => delivery.By == by.Id.Value))
            throw new DomainRuleException("separate-duties", $"{by.Id} received purchase {Id}: somebody else approves it.");

        var needed = level == ApprovalLevel.Owner ? StaffRole.Owner : StaffRole.OfficeManager;
        if (!by.Roles.Contains(needed) && !by.Roles.Contains(StaffRole.Owner))
            throw new DomainRuleException("purchase-approval", $"Purchase {Id} of {Total} needs the approval of the {needed}: {by.Id} has another role.");
    }

    private void RequireReceiver(string by)
    {
        if (KeptFromReceiving.Contains(by))
            throw new DomainRuleException("separate-duties", $"{by} asked for or approved purchase {Id} of {Total}: somebody else receives it.");
    }

    private ApprovalLevel LevelOf(Money total) => OwnerFrom > Money.Zero && total >= OwnerFrom ? ApprovalLevel.Owner
        : ManagerFrom > Money.Zero && total >= ManagerFrom ? ApprovalLevel.Manager
        : ApprovalLevel.Automatic;

    private void Promise(LocalDate? day)
    {
        PromisedOn = day;
        ChasedAt = null;
        Offer = null;
    }

    private void Dispute(List<Discrepancy> found, Instant now)
    {
        if (found.Count == 0)
            return;

        Step(PurchaseVerb.Dispute, now, string.Empty, string.Join(", ", found.Select(one => one.Kind)));
        Discrepancies = [.. Discrepancies, .. found];
        Signal(PurchaseSignal.Discrepant, now);
    }

    private void Signal(PurchaseSignal signal, Instant now)
    {
        Signals = [.. Signals, signal];
        Raise(new PurchaseChanged(PracticeId, Id, Status, now));
    }

    private void Step(PurchaseVerb verb, Instant now, string by, string note)
    {
        Status = PurchaseStatusTable.After(Status, verb)
            ?? throw new DomainRuleException("purchase-status", $"Purchase {Id} is {Status}, so {verb} is not possible.");
        IsOpen = !PurchaseStatusTable.IsOver(Status);
        OpenProposal = PurchaseStatusTable.IsProposal(Status) ? Item.Value : null;
        History = [.. History, new PurchaseStep(now, verb, Status, by, note)];
    }
}

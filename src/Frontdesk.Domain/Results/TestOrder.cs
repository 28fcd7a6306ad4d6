using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>Where an order of a test stands.</summary>
public enum TestOrderStatus
{
    /// <summary>Ordered; nothing was collected.</summary>
    Ordered = 0,

    /// <summary>The specimen was taken or the picture made; there is no report.</summary>
    Collected = 1,

    /// <summary>Part of it was reported.</summary>
    PartlyResulted = 2,

    /// <summary>All of it was reported.</summary>
    Resulted = 3,

    /// <summary>It is not done any more.</summary>
    Cancelled = 4,
}

/// <summary>Something that happened to an order.</summary>
public abstract record TestOrderEvent(PracticeId PracticeId, TestOrderId Order, PatientId Patient, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Order.Value;
}

/// <summary>A test was ordered: somebody watches that it is collected and reported.</summary>
public sealed record TestOrdered(PracticeId PracticeId, TestOrderId Order, PatientId Patient, Instant At) : TestOrderEvent(PracticeId, Order, Patient, At);

/// <summary>Something happened to an order.</summary>
public sealed record TestOrderChanged(PracticeId PracticeId, TestOrderId Order, PatientId Patient, Instant At) : TestOrderEvent(PracticeId, Order, Patient, At);

/// <summary>An order of a test. One that is never collected or never reported does not get lost (domain.md §3, Overdue).</summary>
public sealed class TestOrder : Entity
{
    private TestOrder()
    {
    }

    private TestOrder(PracticeId practice, TestOrderId id, PatientId patient, PractitionerId practitioner, string code, bool isStat, Instant now)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > 64)
            throw new DomainRuleException("test-order", "An order names a test by a code of at most 64 characters.");

        Id = id;
        Patient = patient;
        Practitioner = practitioner;
        Code = code;
        IsStat = isStat;
        OrderedAt = now;
        WatchFrom = now;
    }

    /// <summary>The order: the placer's number.</summary>
    public TestOrderId Id { get; private set; }

    /// <summary>For whom.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>Who ordered it.</summary>
    public PractitionerId Practitioner { get; private set; }

    /// <summary>The test, a LOINC code.</summary>
    public string Code { get; private set; } = string.Empty;

    /// <summary>It is wanted at once.</summary>
    public bool IsStat { get; private set; }

    /// <summary>Who gets a copy of the result.</summary>
    public IReadOnlyList<PractitionerId> CopyTo { get; private set; } = [];

    /// <summary>Where it stands.</summary>
    public TestOrderStatus Status { get; private set; }

    /// <summary>When it was ordered.</summary>
    public Instant OrderedAt { get; private set; }

    /// <summary>When the specimen was taken; null until then.</summary>
    public Instant? CollectedAt { get; private set; }

    /// <summary>When its last step was, or somebody asked after it: the next deadline runs from here.</summary>
    public Instant WatchFrom { get; private set; }

    /// <summary>How often somebody asked after it.</summary>
    public int Chases { get; private set; }

    /// <summary>The patient does not want it: the provider is the next to be asked.</summary>
    public bool NeedsProvider { get; private set; }

    /// <summary>FHIR's ServiceRequest status (domain.md §6).</summary>
    public string ServiceRequestStatus => Status switch
    {
        TestOrderStatus.Resulted => "completed",
        TestOrderStatus.Cancelled => "revoked",
        _ => "active",
    };

    /// <summary>Nothing is awaited any more.</summary>
    public bool IsOver => Status is TestOrderStatus.Resulted or TestOrderStatus.Cancelled;

    /// <summary>Orders a test.</summary>
    public static TestOrder Place(PracticeId practice, TestOrderId id, PatientId patient, PractitionerId practitioner, string code, Instant now, bool isStat = false, IReadOnlyList<PractitionerId>? copyTo = null)
    {
        var order = new TestOrder(practice, id, patient, practitioner, code, isStat, now) { CopyTo = [.. copyTo ?? []] };
        order.Raise(new TestOrdered(practice, id, patient, now));
        return order;
    }

    /// <summary>The specimen was taken. Saying it again changes nothing.</summary>
    /// <exception cref="DomainRuleException">It was called off.</exception>
    public void Collect(Instant now)
    {
        Require();
        if (Status != TestOrderStatus.Ordered)
            return;

        Status = TestOrderStatus.Collected;
        CollectedAt = now;
        Watch(now);
    }

    /// <summary>A report arrived. A late report for an order that was called off still counts.</summary>
    public void Result(bool isComplete, Instant now)
    {
        CollectedAt ??= now;
        if (Status == TestOrderStatus.Resulted)
            return;

        Status = isComplete ? TestOrderStatus.Resulted : TestOrderStatus.PartlyResulted;
        Watch(now);
    }

    /// <summary>Somebody asked after it: the deadline runs again.</summary>
    /// <exception cref="DomainRuleException">Nothing is awaited any more.</exception>
    public void Chase(Instant now)
    {
        Require();
        Chases++;
        WatchFrom = now;
        Raise(new TestOrderChanged(PracticeId, Id, Patient, now));
    }

    /// <summary>The patient does not want it: the provider decides.</summary>
    /// <exception cref="DomainRuleException">Nothing is awaited any more.</exception>
    public void Decline(Instant now)
    {
        Chase(now);
        NeedsProvider = true;
    }

    /// <summary>The provider wants to wait on: asking begins again.</summary>
    /// <exception cref="DomainRuleException">Nothing is awaited any more.</exception>
    public void KeepWaiting(Instant now)
    {
        Require();
        Watch(now);
    }

    /// <summary>The specimen was lost or spoiled: it is collected again.</summary>
    /// <exception cref="DomainRuleException">Nothing is awaited any more.</exception>
    public void CollectAgain(Instant now)
    {
        Require();
        Status = TestOrderStatus.Ordered;
        CollectedAt = null;
        Watch(now);
    }

    /// <summary>Calls it off. Calling it off again changes nothing.</summary>
    /// <exception cref="DomainRuleException">It was reported.</exception>
    public void Cancel(Instant now)
    {
        if (Status == TestOrderStatus.Cancelled)
            return;

        Require();
        Status = TestOrderStatus.Cancelled;
        Watch(now);
    }

    private void Watch(Instant now)
    {
        WatchFrom = now;
        Chases = 0;
        NeedsProvider = false;
        Raise(new TestOrderChanged(PracticeId, Id, Patient, now));
    }

    private void Require()
    {
        if (IsOver)
            throw new DomainRuleException("test-order-status", $"Order {Id} is {Status}: nothing is awaited any more.");
    }
}

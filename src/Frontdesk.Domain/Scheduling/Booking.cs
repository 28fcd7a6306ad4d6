using NodaTime;

namespace Frontdesk.Domain.Scheduling;

/// <summary>What an appointment can occupy alone.</summary>
public enum ResourceKind
{
    /// <summary>A practitioner's time.</summary>
    Practitioner = 0,

    /// <summary>A room.</summary>
    Room = 1,

    /// <summary>A device.</summary>
    Device = 2,
}

/// <summary>An exclusive resource.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one.</param>
public sealed record Resource(ResourceKind Kind, string Id)
{
    /// <summary>A practitioner's time as a resource.</summary>
    public static Resource Of(PractitionerId practitioner) => new(ResourceKind.Practitioner, practitioner.Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>
/// One appointment's hold on one exclusive resource. The database refuses two active ones that overlap (domain.md §0
/// rule 7).
/// </summary>
public sealed class Booking
{
    private Booking()
    {
    }

    internal Booking(PracticeId practice, AppointmentId appointment, Resource resource, int version, Instant start, Instant end, bool active)
    {
        PracticeId = practice;
        AppointmentId = appointment;
        Kind = resource.Kind;
        ResourceId = resource.Id;
        Hold(version, start, end, active);
    }

    /// <summary>The practice.</summary>
    public PracticeId PracticeId { get; private set; }

    /// <summary>The appointment that holds the resource.</summary>
    public AppointmentId AppointmentId { get; private set; }

    /// <summary>What the resource is.</summary>
    public ResourceKind Kind { get; private set; }

    /// <summary>Which resource.</summary>
    public string ResourceId { get; private set; } = string.Empty;

    /// <summary>The first moment held.</summary>
    public Instant Start { get; private set; }

    /// <summary>The first moment free again.</summary>
    public Instant End { get; private set; }

    /// <summary>False once the appointment let the resource go.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The resource held.</summary>
    public Resource Resource => new(Kind, ResourceId);

    internal void Release() => IsActive = false;

    /// <summary>The version of the appointment that last needed the resource.</summary>
    public int AppointmentVersion { get; private set; }

    internal void Hold(int version, Instant start, Instant end, bool active)
    {
        AppointmentVersion = version;
        Start = start;
        End = end;
        IsActive = active;
    }
}

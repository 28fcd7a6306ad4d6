using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Storage;
using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>What to simulate.</summary>
/// <param name="Days">How many days, at least 1.</param>
/// <param name="Seed">The same seed gives the same practice, to the byte.</param>
/// <param name="WorkflowsDirectory">The folder of the workflows to run.</param>
/// <param name="Storage">An empty database; what happens stays there.</param>
public sealed record SimulationPlan(int Days, int Seed, string WorkflowsDirectory, StorageOptions Storage)
{
    /// <summary>The practice.</summary>
    public PracticeId Practice { get; init; } = new("demo");

    /// <summary>The practice's name.</summary>
    public string PracticeName { get; init; } = "Northside Family Medicine";

    /// <summary>The practice's IANA zone.</summary>
    public string ZoneId { get; init; } = "America/New_York";

    /// <summary>The first day, on the practice's calendar.</summary>
    public LocalDate FirstDay { get; init; } = new(2026, 1, 5);

    /// <summary>The last moment; the end of the last day when there is none.</summary>
    public Instant? Until { get; init; }

    /// <summary>When the staff stop working their tasks off, so that some are open at the end; they go on to the last day when there is none.</summary>
    public Instant? StaffUntil { get; init; }

    /// <summary>A folder of FHIR bundles to take the patients from; null for invented people.</summary>
    public string? PatientsDirectory { get; init; }

    /// <summary>How many people are invented when none are imported.</summary>
    public int InventedPatients { get; init; } = 30;

    /// <summary>
    /// Messages end as they do where no account is connected: shown, not sent. Otherwise a simulated carrier delivers them
    /// or fails to.
    /// </summary>
    public bool MessagesAreCaptured { get; init; }

    /// <summary>How links in messages are made; a demo practice gets the host's, so that they open afterwards.</summary>
    public LinkAddresses Links { get; init; } = new(new byte[32], new Uri("https://practice.example"));
}

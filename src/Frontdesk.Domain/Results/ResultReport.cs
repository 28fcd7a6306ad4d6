using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What a report did to its result.</summary>
public enum ReportEffect
{
    /// <summary>The first one.</summary>
    First = 0,

    /// <summary>It added values or settled them.</summary>
    Addition = 1,

    /// <summary>It replaced or took back a value that stood.</summary>
    Correction = 2,

    /// <summary>It says nothing new, or arrived after a newer one: kept, and changes nothing.</summary>
    Older = 3,

    /// <summary>It repeats what is known and names the patient otherwise than before.</summary>
    OtherName = 4,
}

/// <summary>A report as it arrived, with what was known after it. Reports are only ever added: each is the next link in the chain of its result.</summary>
public sealed class ResultReport : Entity
{
    private ResultReport()
    {
    }

    internal ResultReport(DiagnosticResult result, int number, IncomingReport report, ReportEffect effect, int? predecessor, Instant now)
        : base(result.PracticeId)
    {
        Result = result.Id;
        Number = number;
        Version = result.Version;
        Predecessor = predecessor;
        Effect = effect;
        Status = report.Status;
        ReportedAt = report.ReportedAt;
        ReceivedAt = now;
        Said = report.Observations;
        Known = result.Observations;
        ContentHash = result.ContentHash;
        About = report.About;
        Source = report.Source;
    }

    /// <summary>The result.</summary>
    public ResultId Result { get; private set; }

    /// <summary>Its place in the order of arrival, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The version of the result after it.</summary>
    public int Version { get; private set; }

    /// <summary>The version that it replaced; null for the first one and for one that changed nothing.</summary>
    public int? Predecessor { get; private set; }

    /// <summary>What it did.</summary>
    public ReportEffect Effect { get; private set; }

    /// <summary>How settled the sender called it.</summary>
    public ObservationStatus Status { get; private set; }

    /// <summary>When the sender said so.</summary>
    public Instant ReportedAt { get; private set; }

    /// <summary>When it arrived.</summary>
    public Instant ReceivedAt { get; private set; }

    /// <summary>What it says.</summary>
    public IReadOnlyList<Observation> Said { get; private set; } = [];

    /// <summary>What was known after it.</summary>
    public IReadOnlyList<Observation> Known { get; private set; } = [];

    /// <summary>The hash of what was known after it.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>Whom it says it is about.</summary>
    public NamedPatient About { get; private set; } = null!;

    /// <summary>Where the report itself is kept.</summary>
    public string? Source { get; private set; }
}

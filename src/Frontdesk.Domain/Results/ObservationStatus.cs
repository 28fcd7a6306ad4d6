namespace Frontdesk.Domain.Results;

/// <summary>How settled an observation or a report is. FHIR's observation and report codes and HL7's table 0085 meet here.</summary>
public enum ObservationStatus
{
    /// <summary>Ordered and known to the laboratory; there is no value yet.</summary>
    Registered = 0,

    /// <summary>Some of a panel's values are there.</summary>
    Partial = 1,

    /// <summary>A first value that may still change.</summary>
    Preliminary = 2,

    /// <summary>The value stands.</summary>
    Final = 3,

    /// <summary>Something was added to a value that stands.</summary>
    Amended = 4,

    /// <summary>A value that stood was wrong and is replaced.</summary>
    Corrected = 5,

    /// <summary>No value can be had.</summary>
    Cancelled = 6,

    /// <summary>The value was posted by mistake, e.g. for the wrong patient.</summary>
    EnteredInError = 7,
}

/// <summary>The codes of a status in the standards.</summary>
public static class ObservationStatusCodes
{
    /// <summary>The value counts as the laboratory's word.</summary>
    public static bool IsSettled(this ObservationStatus status) => status >= ObservationStatus.Final;

    /// <summary>The status says that an earlier one was wrong or incomplete.</summary>
    public static bool IsCorrection(this ObservationStatus status) => status is ObservationStatus.Amended or ObservationStatus.Corrected or ObservationStatus.Cancelled or ObservationStatus.EnteredInError;

    /// <summary>FHIR R4's code (domain.md §6).</summary>
    public static string Code(this ObservationStatus status) => status switch
    {
        ObservationStatus.EnteredInError => "entered-in-error",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>Reads a FHIR code (of a report or an observation) or a code of HL7's tables 0085 and 0123; null for anything else.</summary>
    public static ObservationStatus? Read(string? code) => code switch
    {
        "registered" or "unknown" or "O" or "I" or "S" => ObservationStatus.Registered,
        "partial" or "A" => ObservationStatus.Partial,
        "preliminary" or "P" or "R" => ObservationStatus.Preliminary,
        "final" or "F" or "U" => ObservationStatus.Final,
        "amended" or "appended" => ObservationStatus.Amended,
        "corrected" or "C" => ObservationStatus.Corrected,
        "cancelled" or "X" => ObservationStatus.Cancelled,
        "entered-in-error" or "D" or "W" => ObservationStatus.EnteredInError,
        _ => null,
    };
}

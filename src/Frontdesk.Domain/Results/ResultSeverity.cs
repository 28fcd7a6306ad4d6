namespace Frontdesk.Domain.Results;

/// <summary>How much a result asks for, from least to most. What a program cannot tell is never normal (domain.md §3).</summary>
public enum ResultSeverity
{
    /// <summary>Everything is as expected.</summary>
    Normal = 0,

    /// <summary>A range is missing, a unit is another one, or a text cannot be read: a person classifies.</summary>
    Unclear = 1,

    /// <summary>Something is not as expected.</summary>
    Abnormal = 2,

    /// <summary>Somebody has to know within the hour [CLSI GP47].</summary>
    Critical = 3,
}

/// <summary>Why an observation got its severity.</summary>
public enum FindingReason
{
    /// <summary>There is no value yet.</summary>
    NoValueYet = 0,

    /// <summary>Within the range.</summary>
    InRange = 1,

    /// <summary>Outside the range.</summary>
    OutOfRange = 2,

    /// <summary>At or beyond a critical limit.</summary>
    BeyondCriticalLimit = 3,

    /// <summary>The laboratory flagged it.</summary>
    LaboratoryFlag = 4,

    /// <summary>Neither the practice nor the laboratory gives a range.</summary>
    MissingRange = 5,

    /// <summary>The value is in another unit than the range.</summary>
    WrongUnit = 6,

    /// <summary>A text that the practice has not listed as expected.</summary>
    UnknownText = 7,

    /// <summary>A text that the practice listed as expected.</summary>
    ExpectedText = 8,

    /// <summary>The laboratory could not give a value or took it back.</summary>
    NoValueToBeHad = 9,
}

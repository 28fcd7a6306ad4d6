namespace Frontdesk.Domain.Results;

/// <summary>What the laboratory itself says of a value.</summary>
public enum AbnormalFlag
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>As expected.</summary>
    Normal = 1,

    /// <summary>Not as expected.</summary>
    Abnormal = 2,

    /// <summary>So far off that somebody has to know at once.</summary>
    Critical = 3,
}

/// <summary>The codes of a flag in the standards.</summary>
public static class AbnormalFlags
{
    /// <summary>Reads a code of HL7's table 0078 or of FHIR's observation interpretation. A code that is not known counts as abnormal.</summary>
    public static AbnormalFlag Read(string? code) => code?.Trim().ToUpperInvariant() switch
    {
        null or "" => AbnormalFlag.None,
        "N" or "NEG" or "ND" or "NR" => AbnormalFlag.Normal,
        "LL" or "HH" or "AA" or "<" or ">" or "LU" or "HU" => AbnormalFlag.Critical,
        _ => AbnormalFlag.Abnormal,
    };
}

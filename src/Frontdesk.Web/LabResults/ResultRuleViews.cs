namespace Frontdesk.Web.LabResults;

/// <summary>The limits of a test.</summary>
/// <param name="Name">What patients call it.</param>
/// <param name="Unit">The UCUM unit of the limits; null leaves the range to the laboratory.</param>
/// <param name="Low">Below this is abnormal.</param>
/// <param name="High">Above this is abnormal.</param>
/// <param name="CriticalLow">At or below this is critical.</param>
/// <param name="CriticalHigh">At or above this is critical.</param>
/// <param name="ExpectedTexts">Texts that are as expected, e.g. "negative".</param>
/// <param name="IsSensitive">Only a clinician's voice tells of it.</param>
public sealed record SetTestRule(string Name, string? Unit = null, decimal? Low = null, decimal? High = null, decimal? CriticalLow = null, decimal? CriticalHigh = null, IReadOnlyList<string>? ExpectedTexts = null, bool IsSensitive = false);

/// <summary>What the practice holds of a test.</summary>
public sealed record TestRuleView(string Code, string Name, string? Unit, decimal? Low, decimal? High, decimal? CriticalLow, decimal? CriticalHigh, IReadOnlyList<string> ExpectedTexts, bool IsSensitive)
{
    /// <summary>The practice set it; otherwise it is what ships.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>A provider's word that normal results of a test may be released.</summary>
/// <param name="By">The account of the provider whose word it is.</param>
/// <param name="Until">The last day on which it holds, on the practice's calendar; at most a year ahead.</param>
public sealed record SignStandingOrder(string By, DateOnly Until);

/// <summary>Who takes something back.</summary>
/// <param name="By">The account of a provider.</param>
public sealed record TakeBack(string By);

/// <summary>A standing order.</summary>
/// <param name="PractitionerId">Whose results it is for.</param>
/// <param name="Practitioner">The name.</param>
/// <param name="Code">The test, a LOINC code.</param>
/// <param name="Test">What the test is called.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="SignedBy">The account that signed; null when there was none.</param>
/// <param name="ExpiresAt">The first moment at which it does not hold any more.</param>
/// <param name="RevokedAt">When it was taken back.</param>
/// <param name="IsInForce">It holds now.</param>
public sealed record StandingOrderView(string PractitionerId, string Practitioner, string Code, string Test, DateTimeOffset SignedAt, string? SignedBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, bool IsInForce);

/// <summary>Limits for one patient; they stand in the place of the practice's.</summary>
/// <param name="By">The account of the provider who sets them.</param>
/// <param name="Unit">The UCUM unit of the limits.</param>
/// <param name="Low">Below this is abnormal.</param>
/// <param name="High">Above this is abnormal.</param>
/// <param name="CriticalLow">At or below this is critical.</param>
/// <param name="CriticalHigh">At or above this is critical.</param>
public sealed record LimitPatient(string By, string Unit, decimal? Low = null, decimal? High = null, decimal? CriticalLow = null, decimal? CriticalHigh = null);

/// <summary>Limits that were set for one patient.</summary>
/// <param name="Code">The test, a LOINC code.</param>
/// <param name="Test">What the test is called.</param>
/// <param name="Unit">The UCUM unit of the limits.</param>
/// <param name="Low">Below this is abnormal.</param>
/// <param name="High">Above this is abnormal.</param>
/// <param name="CriticalLow">At or below this is critical.</param>
/// <param name="CriticalHigh">At or above this is critical.</param>
/// <param name="SetBy">Who set them, or ended them.</param>
/// <param name="EndedAt">When the practice's limits came to count again.</param>
public sealed record PatientLimitsView(string Code, string Test, string Unit, decimal? Low, decimal? High, decimal? CriticalLow, decimal? CriticalHigh, string SetBy, DateTimeOffset? EndedAt);

/// <summary>All limits that were set for a patient.</summary>
/// <param name="PatientId">Whose.</param>
/// <param name="Limits">By code, those that ended too.</param>
public sealed record PatientLimits(string PatientId, IReadOnlyList<PatientLimitsView> Limits);

using NodaTime;

namespace Frontdesk.Domain.Patients;

/// <summary>One word of one person about one channel. Consents are a history: the latest for a person and channel counts.</summary>
/// <param name="Person">Whose word it is: the patient's or a proxy's.</param>
/// <param name="Channel">The channel it is about.</param>
/// <param name="IsGranted">True for a grant, false for a revocation.</param>
/// <param name="Source">Where it was given: <c>intake form</c>, <c>text STOP</c>, <c>phone call</c>.</param>
/// <param name="At">When it was given.</param>
public sealed record Consent(PersonId Person, Channel Channel, bool IsGranted, string Source, Instant At);

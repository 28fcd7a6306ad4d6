namespace Frontdesk.Interop.Fhir;

/// <summary>
/// A file cannot be taken. It passes through <see cref="IImportTarget.CommitAsync"/> so that nothing of the file stays;
/// path and reason never quote what the file says about a patient.
/// </summary>
/// <param name="path">The element.</param>
/// <param name="reason">What is wrong and what would be right.</param>
public sealed class RefusedException(string path, string reason) : Exception($"{path}: {reason}")
{
    /// <summary>The element and what is wrong with it.</summary>
    public ElementNote Note { get; } = new(path, reason);
}

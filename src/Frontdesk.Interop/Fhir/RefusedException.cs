namespace Frontdesk.Interop.Fhir;

/// <summary>A file cannot be taken. Path and reason never quote what the file says about a patient.</summary>
internal sealed class RefusedException(string path, string reason) : Exception($"{path}: {reason}")
{
    public ElementNote Note { get; } = new(path, reason);
}

namespace Frontdesk.Interop.Fhir;

/// <summary>What became of a file.</summary>
public enum ImportStatus
{
    /// <summary>Something new or changed went in.</summary>
    Imported = 0,

    /// <summary>All of it was known already.</summary>
    Unchanged = 1,

    /// <summary>Nothing of it went in.</summary>
    Refused = 2,
}

/// <summary>Something about one element. It never quotes what the element says about a patient.</summary>
/// <param name="Path">The element, e.g. <c>Bundle.entry[12].resource.birthDate</c>; <c>Bundle</c> for the file as a whole.</param>
/// <param name="Text">What is wrong and what would be right.</param>
public sealed record ElementNote(string Path, string Text);

/// <summary>What became of the resources of one type in a file.</summary>
/// <param name="Type">FHIR's name of the type.</param>
/// <param name="New">Not known before.</param>
/// <param name="Changed">Known, with other content.</param>
/// <param name="Unchanged">Known as they are.</param>
/// <param name="NotKept">Read and checked, but of no use to the office.</param>
public sealed record ResourceCount(string Type, int New, int Changed, int Unchanged, int NotKept);

/// <summary>What became of one file.</summary>
/// <param name="Path">The file, relative to the folder. It may name a patient: show it, never log it.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Counts">By type, in alphabetical order; empty when it was refused.</param>
/// <param name="Warnings">What was left out, at most <see cref="FhirImport.MostWarnings"/>.</param>
/// <param name="WarningCount">How many warnings there were.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record FileReport(
    string Path,
    ImportStatus Status,
    IReadOnlyList<ResourceCount> Counts,
    IReadOnlyList<ElementNote> Warnings,
    int WarningCount,
    ElementNote? Refusal);

/// <summary>A file or folder that was passed over.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="Reason">Why.</param>
public sealed record PassedOver(string Path, string Reason);

/// <summary>What became of an import.</summary>
/// <param name="Files">Every file that was read, in the order of their paths.</param>
/// <param name="PassedOver">What was not read.</param>
public sealed record ImportReport(IReadOnlyList<FileReport> Files, IReadOnlyList<PassedOver> PassedOver)
{
    /// <summary>How many files had a status.</summary>
    public int Count(ImportStatus status) => Files.Count(file => file.Status == status);
}

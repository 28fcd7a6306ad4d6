namespace Frontdesk.Interop.Fhir;

/// <summary>How far an import is.</summary>
/// <param name="FilesDone">Files that are finished, whatever became of them.</param>
/// <param name="FilesTotal">Files to read.</param>
/// <param name="BytesDone">Bytes that are finished; a file is read twice and each reading counts half.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="File">The file in hand, relative to the folder; null at the end. It may name a patient: show it, never log it.</param>
public sealed record ImportProgress(int FilesDone, int FilesTotal, long BytesDone, long BytesTotal, string? File);

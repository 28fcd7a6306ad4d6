namespace Frontdesk.Interop.Fhir;

/// <summary>What became of a resource.</summary>
internal enum Fate
{
    New,
    Changed,
    Unchanged,
    NotKept,
}

/// <summary>Counts what becomes of a file's resources.</summary>
internal sealed class FileTally
{
    private readonly SortedDictionary<string, int[]> counts = new(StringComparer.Ordinal);
    private readonly List<ElementNote> warnings = [];
    private int warningCount;

    public void Count(string type, Fate fate)
    {
        if (!counts.TryGetValue(type, out var fates))
            counts.Add(type, fates = new int[4]);

        fates[(int)fate]++;
    }

    public void Warn(ElementNote note)
    {
        warningCount++;
        if (warnings.Count < FhirImport.MostWarnings)
            warnings.Add(note);
    }

    public FileReport ToReport(string path)
    {
        List<ResourceCount> all = [.. counts.Select(one => new ResourceCount(one.Key, one.Value[0], one.Value[1], one.Value[2], one.Value[3]))];
        var status = all.Exists(one => one.New + one.Changed > 0) ? ImportStatus.Imported : ImportStatus.Unchanged;
        return new FileReport(path, status, all, warnings, warningCount, Refusal: null);
    }
}

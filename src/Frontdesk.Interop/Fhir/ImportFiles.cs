namespace Frontdesk.Interop.Fhir;

/// <summary>A file to import, or to refuse unread.</summary>
internal sealed record ImportFile(string Path, string FullPath, long Length, string? Refusal = null);

/// <summary>The files at a path.</summary>
internal sealed record ImportFiles(IReadOnlyList<ImportFile> Files, IReadOnlyList<PassedOver> PassedOver)
{
    /// <summary>Finds a file, or the files in a folder and below it, in the order of their paths.</summary>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public static ImportFiles Find(string path)
    {
        if (File.Exists(path))
            return new ImportFiles([Look(Path.GetFileName(path), path)], []);

        if (!Directory.Exists(path))
            throw new FileNotFoundException("There is no such file or folder to import.");

        List<ImportFile> files = [];
        List<PassedOver> passed = [];
        Walk(path, path, files, passed);
        return new ImportFiles(
            [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. passed.OrderBy(one => one.Path, StringComparer.Ordinal)]);
    }

    private static void Walk(string root, string folder, List<ImportFile> files, List<PassedOver> passed)
    {
        FileSystemInfo[] inside;
        try
        {
            inside = new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (UnauthorizedAccessException)
        {
            passed.Add(new PassedOver(Path.GetRelativePath(root, folder), "a folder that this user may not read"));
            return;
        }

        foreach (var one in inside)
        {
            var relative = Path.GetRelativePath(root, one.FullName);
            if (one is DirectoryInfo && one.LinkTarget is not null)
                passed.Add(new PassedOver(relative, "a link to a folder: import that folder itself"));
            else if (one is DirectoryInfo)
                Walk(root, one.FullName, files, passed);
            else if (IsFhir(one.Extension))
                files.Add(Look(relative, one.FullName));
            else
                passed.Add(new PassedOver(relative, "not a .json file"));
        }
    }

    private static bool IsFhir(string extension) =>
        extension.ToLowerInvariant() is ".json" or ".ndjson" or ".jsonl" or ".xml";

    // A link to a file is followed; a length of zero is refused unread, because a pipe or device would never end.
    private static ImportFile Look(string relative, string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return !target.Exists ? new ImportFile(relative, path, 0, "The link leads nowhere.")
                : target.Length == 0 ? new ImportFile(relative, path, 0, "The file is empty.")
                : new ImportFile(relative, target.FullName, target.Length);
        }
        catch (IOException)
        {
            return new ImportFile(relative, path, 0, "The link leads nowhere.");
        }
    }
}

namespace Frontdesk.Crash.Campaign;

/// <summary>The back-ups that the server makes in a campaign, those that it finished before it was killed put aside.</summary>
/// <param name="folder">Where the campaign keeps its things.</param>
/// <param name="data">The practice's data folder.</param>
internal sealed class BackupFolder(DirectoryInfo folder, DirectoryInfo data)
{
    private readonly DirectoryInfo _aside = folder.CreateSubdirectory("backups-aside");
    private readonly DirectoryInfo _made = folder.CreateSubdirectory("backups");

    /// <summary>What the server's environment needs, so that it makes them.</summary>
    public IEnumerable<(string Name, string Value)> Environment => [("Frontdesk__Backup__Folder", _made.FullName)];

    /// <summary>Whether one is being made, or one that was killed has left its traces.</summary>
    public bool IsOneUnderWay => Directory.Exists(Path.Combine(data.FullName, "backup.scratch"));

    /// <summary>Leaves the server without one. It must not run.</summary>
    public void PutAside()
    {
        foreach (var file in _made.EnumerateFiles("*.fdbackup"))
            file.MoveTo(Path.Combine(_aside.FullName, file.Name), overwrite: true);
        if (IsOneUnderWay)
            Directory.Delete(Path.Combine(data.FullName, "backup.scratch"), recursive: true);
    }

    /// <summary>
    /// Whatever bears the name of a back-up is one: it is put back. The practice is another afterwards, so this comes last.
    /// </summary>
    /// <returns>What should not be.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(Server server)
    {
        List<string> violations = [];
        await TryAsync("a back-up after all the kills", "backup", _made.FullName);
        violations.AddRange(_made.EnumerateFiles().Where(file => file.Extension != ".fdbackup").Select(left => $"back-ups: {left.Name} is left over."));
        foreach (var file in _aside.EnumerateFiles().Concat(_made.EnumerateFiles("*.fdbackup")))
            await TryAsync(file.Name, "restore", file.FullName, "--replace");
        return violations;

        async Task TryAsync(string what, params string[] arguments)
        {
            try
            {
                await server.RunAsync(arguments);
            }
            catch (InvalidOperationException failure)
            {
                violations.Add($"back-ups: {what}: {failure.Message}");
            }
        }
    }
}

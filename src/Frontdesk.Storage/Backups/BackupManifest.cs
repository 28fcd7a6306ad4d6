using System.Text.Json;

namespace Frontdesk.Storage.Backups;

/// <summary>What a back-up says about itself; its first entry.</summary>
/// <param name="MadeAt">The moment that the back-up shows the practice at (UTC).</param>
/// <param name="PracticeId">The practice.</param>
/// <param name="Database">Which database it was made of.</param>
/// <param name="Schema">The version of each component's tables.</param>
/// <param name="Tables">What the tables hold.</param>
/// <param name="Parts">The files in it.</param>
public sealed record BackupManifest(
    DateTimeOffset MadeAt,
    string PracticeId,
    DatabaseKind Database,
    IReadOnlyDictionary<string, int> Schema,
    IReadOnlyList<TableFigures> Tables,
    IReadOnlyList<BackupPart> Parts)
{
    internal const string EntryName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>How many rows there are in all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>The database's file in the back-up.</summary>
    public string DatabaseFile => FileOf(Database);

    internal static string FileOf(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? "practice.db" : "practice.dump";

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    internal static BackupManifest Read(Stream json) =>
        JsonSerializer.Deserialize<BackupManifest>(json, Json) ?? throw new BackupException("The back-up has no manifest: choose another one.");
}

/// <summary>A file in a back-up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, as hexadecimal digits.</param>
public sealed record BackupPart(string Name, long Bytes, string Sha256);

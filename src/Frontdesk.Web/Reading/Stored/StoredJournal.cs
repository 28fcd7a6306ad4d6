using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>The lines of an instance's journal, each with the step that it is about.</summary>
internal static class StoredJournal
{
    /// <summary>Every line, oldest first.</summary>
    /// <param name="sql">The look at the database.</param>
    /// <param name="definitions">The definitions, compiled.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="definitionId">Its definition.</param>
    /// <param name="present">The version that it runs on now.</param>
    public static IReadOnlyList<JournalLine> Read(PracticeSql sql, DefinitionCatalog definitions, string instanceId, string definitionId, int present)
    {
        // What was written before the instance was moved names its steps by the version it ran on then.
        var bursts = sql.Read(
            "select version, entries from journal where practice_id = $1 and instance_id = $2 order by burst",
            row => (Version: row.IsDBNull(0) ? present : row.NumberAt(0), Entries: (byte[])row.GetValue(1)),
            instanceId);
        var steps = bursts.Select(burst => burst.Version).Distinct().ToDictionary(version => version, version => definitions.Find(sql, definitionId, version)?.Compiled?.Activities ?? []);
        return [.. bursts.SelectMany(burst => JournalCodec.Unpack(burst.Entries).Select(entry => new JournalLine(entry, steps[burst.Version].ElementAtOrDefault(entry.Activity))))];
    }
}

/// <summary>A line of a journal.</summary>
/// <param name="Entry">What happened.</param>
/// <param name="Activity">The step; null for one of a version that is gone.</param>
internal readonly record struct JournalLine(Engine.Journal.JournalEntry Entry, Activity? Activity);

using System.Text;

namespace Frontdesk.Engine.Journal;

/// <summary>Packs a burst's journal into a few bytes per entry: small numbers as varints, times as differences.</summary>
public static class JournalCodec
{
    /// <summary>Packs entries.</summary>
    public static byte[] Pack(IReadOnlyList<JournalEntry> entries)
    {
        using var stream = new MemoryStream(entries.Count * 6);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        long at = 0;
        foreach (var entry in entries)
        {
            writer.Write((byte)((int)entry.Event | (entry.Text is null ? 0 : 0x80)));
            writer.Write7BitEncodedInt64(entry.ContextId);
            if (entry.Event == JournalEvent.Started)
                writer.Write7BitEncodedInt64(entry.ParentId);
            writer.Write7BitEncodedInt(entry.Activity);
            writer.Write7BitEncodedInt64(entry.At - at);
            at = entry.At;
            if (entry.Text is not null)
                writer.Write(entry.Text);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Unpacks what <see cref="Pack"/> made.</summary>
    public static IReadOnlyList<JournalEntry> Unpack(byte[] packed)
    {
        var entries = new List<JournalEntry>();
        using var stream = new MemoryStream(packed);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        long at = 0;
        while (stream.Position < stream.Length)
        {
            var head = reader.ReadByte();
            var what = (JournalEvent)(head & 0x7F);
            var context = reader.Read7BitEncodedInt64();
            var parent = what == JournalEvent.Started ? reader.Read7BitEncodedInt64() : 0;
            var activity = reader.Read7BitEncodedInt();
            at += reader.Read7BitEncodedInt64();
            entries.Add(new JournalEntry(what, context, parent, activity, at, (head & 0x80) != 0 ? reader.ReadString() : null));
        }

        return entries;
    }
}

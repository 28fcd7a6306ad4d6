using System.Text;

namespace Frontdesk.Engine.Journal;

/// <summary>Packs a burst's journal into a few bytes per entry: small numbers as varints, times as differences.</summary>
public static class JournalCodec
{
    // The head, five numbers of at most ten bytes, and the text with its length.
    private const int MostWithoutText = 1 + (5 * 10);

    internal static int MostBytes(in JournalEntry entry) => MostWithoutText + (entry.Text is { } text ? Encoding.UTF8.GetMaxByteCount(text.Length) : 0);

    /// <summary>Packs an entry that follows one of the given time.</summary>
    /// <returns>How many bytes it took.</returns>
    internal static int Pack(in JournalEntry entry, long previousAt, Span<byte> target)
    {
        var at = 0;
        target[at++] = (byte)((int)entry.Event | (entry.Text is null ? 0 : 0x80));
        at += PackNumber((ulong)entry.ContextId, target[at..]);
        if (entry.Event == JournalEvent.Started)
            at += PackNumber((ulong)entry.ParentId, target[at..]);
        at += PackNumber((uint)entry.Activity, target[at..]);
        at += PackNumber((ulong)(entry.At - previousAt), target[at..]);
        if (entry.Text is { } text)
        {
            at += PackNumber((uint)Encoding.UTF8.GetByteCount(text), target[at..]);
            at += Encoding.UTF8.GetBytes(text, target[at..]);
        }

        return at;
    }

    /// <summary>Unpacks what a burst stored.</summary>
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

    private static int PackNumber(ulong value, Span<byte> target)
    {
        var at = 0;
        for (; value > 0x7F; value >>= 7)
            target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
        return at;
    }
}

using System.IO.Compression;
using System.Text;

namespace Frontdesk.Engine.Journal;

/// <summary>Packs a burst's journal into a few bytes per entry: small numbers as varints, times as differences.</summary>
public static class JournalCodec
{
    // The head, five numbers of at most ten bytes, and the text with its length.
    private const int MostWithoutText = 1 + (5 * 10);

    // No event has this number: what follows is several bursts, compressed.
    private const byte BundleHead = 0x7F;

    /// <summary>From how many bytes on a single burst becomes smaller as a bundle.</summary>
    internal const int WorthBundling = 200;

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

    /// <summary>Whether several bursts are in it, or one that was compressed.</summary>
    internal static bool IsBundle(byte[] packed) => packed is [BundleHead, ..];

    /// <summary>Makes one of several bursts, in their order; bundles among them are taken apart.</summary>
    public static byte[] Bundle(IEnumerable<byte[]> bursts)
    {
        using var target = new MemoryStream();
        target.WriteByte(BundleHead);
        using (var writer = new BinaryWriter(new DeflateStream(target, CompressionLevel.SmallestSize, leaveOpen: true)))
        {
            foreach (var burst in bursts.SelectMany(one => IsBundle(one) ? TakeApart(one) : [one]))
            {
                writer.Write7BitEncodedInt(burst.Length);
                writer.Write(burst);
            }
        }

        return target.ToArray();
    }

    /// <summary>Unpacks what a burst stored, or several that were bundled.</summary>
    public static IReadOnlyList<JournalEntry> Unpack(byte[] packed) => IsBundle(packed) ? [.. TakeApart(packed).SelectMany(UnpackBurst)] : UnpackBurst(packed);

    private static List<byte[]> TakeApart(byte[] bundle)
    {
        using var plain = new MemoryStream();
        using (var source = new DeflateStream(new MemoryStream(bundle, 1, bundle.Length - 1), CompressionMode.Decompress))
            source.CopyTo(plain);
        plain.Position = 0;
        using var reader = new BinaryReader(plain);
        var bursts = new List<byte[]>();
        while (plain.Position < plain.Length)
            bursts.Add(reader.ReadBytes(reader.Read7BitEncodedInt()));
        return bursts;
    }

    private static List<JournalEntry> UnpackBurst(byte[] packed)
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

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// The encrypted form of a back-up: a head (a mark, the format's version, which key, a salt), then chunks of 64 KiB, each
/// sealed with AES-256-GCM under a key of this file alone. A chunk's nonce is its number and whether it is the last, so that a
/// chunk that is altered, missing, moved, repeated or taken from another file does not open, nor does a file that was cut off.
/// </summary>
internal static class Seal
{
    /// <summary>The version of the format that this program writes, and the newest that it reads.</summary>
    public const ushort Version = 1;

    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int HeadBytes = MarkBytes + sizeof(ushort) + BackupKey.IdBytes + SaltBytes;
    private const int MarkBytes = 8;
    private const int SaltBytes = 32;
    private const int NonceBytes = 12;

    private static ReadOnlySpan<byte> Mark => "FDBACKUP"u8;

    /// <summary>A new file's head.</summary>
    public static byte[] Head(BackupKey key)
    {
        var head = new byte[HeadBytes];
        Mark.CopyTo(head);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(MarkBytes), Version);
        key.Id().CopyTo(head, MarkBytes + sizeof(ushort));
        RandomNumberGenerator.Fill(head.AsSpan(HeadBytes - SaltBytes));
        return head;
    }

    /// <summary>Checks a head that was read.</summary>
    /// <exception cref="BackupException">It is no back-up, of a newer format, or made with another key.</exception>
    public static void CheckHead(ReadOnlySpan<byte> head, BackupKey key)
    {
        if (head.Length < HeadBytes || !head[..MarkBytes].SequenceEqual(Mark))
            throw new BackupException("This is not a back-up of Frontdesk, or its beginning is damaged: choose another file.");
        var version = BinaryPrimitives.ReadUInt16BigEndian(head[MarkBytes..]);
        if (version > Version)
            throw new BackupException($"The back-up has format {version} and this program reads formats up to {Version}: use the newer Frontdesk that made it.");
        if (version < Version)
            throw new BackupException("The back-up is damaged: its format is unknown. Use another one.");
        if (!head.Slice(MarkBytes + sizeof(ushort), BackupKey.IdBytes).SequenceEqual(key.Id()))
            throw new BackupException("The back-up was made with another key: name the key file that belongs to it with --key-file.");
    }

    /// <summary>The nonce of a chunk.</summary>
    public static void Nonce(Span<byte> nonce, long number, bool isLast)
    {
        nonce[..NonceBytes].Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[NonceBytes - 1] = isLast ? (byte)1 : (byte)0;
    }

    public static AesGcm Cipher(BackupKey key, ReadOnlySpan<byte> head) => new(key.ForFile(head), TagBytes);

    public static byte[] NewNonce() => new byte[NonceBytes];
}

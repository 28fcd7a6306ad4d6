using System.Security.Cryptography;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// Decrypts what <see cref="SealingStream"/> wrote. What it gave out is proven chunk by chunk; that nothing is missing is
/// known only once it was read to its end.
/// </summary>
internal sealed class OpeningStream : Stream
{
    private readonly Stream source;
    private readonly AesGcm cipher;
    private readonly byte[] plain = new byte[Seal.ChunkBytes];
    private readonly byte[] nonce = Seal.NewNonce();
    private byte[] next = new byte[Seal.ChunkBytes + Seal.TagBytes];
    private byte[] current = new byte[Seal.ChunkBytes + Seal.TagBytes];
    private int nextLength;
    private int filled;
    private int given;
    private long number;
    private bool isOver;

    /// <summary>Reads and checks the head.</summary>
    /// <exception cref="BackupException">It is no back-up, of a newer format, or made with another key.</exception>
    public OpeningStream(Stream source, BackupKey key)
    {
        this.source = source;
        var head = new byte[Seal.HeadBytes];
        var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        Seal.CheckHead(head.AsSpan(0, length), key);
        cipher = Seal.Cipher(key, head);
        nextLength = ReadSealed();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (given == filled)
        {
            if (isOver)
                return 0;
            OpenChunk();
        }

        var part = Math.Min(buffer.Length, filled - given);
        plain.AsSpan(given, part).CopyTo(buffer);
        given += part;
        return part;
    }

    /// <summary>Reads to the end, which proves that nothing is missing.</summary>
    /// <exception cref="BackupException">Something is missing or altered.</exception>
    public void ReadToEnd()
    {
        while (!isOver)
            OpenChunk();
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        cipher.Dispose();
        source.Dispose();
        CryptographicOperations.ZeroMemory(plain);
        base.Dispose(disposing);
    }

    // The chunk after the one that is opened is read ahead, because only that tells whether this is the last.
    private void OpenChunk()
    {
        (current, next) = (next, current);
        var length = nextLength;
        nextLength = length == current.Length ? ReadSealed() : 0;
        isOver = nextLength == 0;
        if (length < Seal.TagBytes)
            throw Damaged(null);
        Seal.Nonce(nonce, number++, isOver);
        try
        {
            filled = length - Seal.TagBytes;
            given = 0;
            cipher.Decrypt(nonce, current.AsSpan(0, filled), current.AsSpan(filled, Seal.TagBytes), plain.AsSpan(0, filled));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            filled = 0;
            isOver = true;
            throw Damaged(mismatch);
        }
    }

    private int ReadSealed() => source.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);

    private static BackupException Damaged(Exception? cause) =>
        new("The back-up is damaged: it was cut off or altered after it was made. Nothing of it is used; choose another one.", cause);
}

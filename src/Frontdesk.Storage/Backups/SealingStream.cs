using System.Security.Cryptography;

namespace Frontdesk.Storage.Backups;

/// <summary>Encrypts what is written (<see cref="Seal"/>). Without <see cref="Finish"/> the file does not open.</summary>
internal sealed class SealingStream : Stream
{
    private readonly Stream target;
    private readonly AesGcm cipher;
    private readonly byte[] plain = new byte[Seal.ChunkBytes];
    private readonly byte[] sealedChunk = new byte[Seal.ChunkBytes + Seal.TagBytes];
    private readonly byte[] nonce = Seal.NewNonce();
    private int filled;
    private long number;

    /// <summary>Writes the head.</summary>
    public SealingStream(Stream target, BackupKey key)
    {
        this.target = target;
        var head = Seal.Head(key);
        cipher = Seal.Cipher(key, head);
        target.Write(head);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits until something follows it: only then it is not the last.
            if (filled == plain.Length)
                WriteChunk(isLast: false);
            var part = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..part].CopyTo(plain.AsSpan(filled));
            filled += part;
            buffer = buffer[part..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public void Finish() => WriteChunk(isLast: true);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        cipher.Dispose();
        target.Dispose();
        CryptographicOperations.ZeroMemory(plain);
        base.Dispose(disposing);
    }

    private void WriteChunk(bool isLast)
    {
        Seal.Nonce(nonce, number++, isLast);
        cipher.Encrypt(nonce, plain.AsSpan(0, filled), sealedChunk.AsSpan(0, filled), sealedChunk.AsSpan(filled, Seal.TagBytes));
        target.Write(sealedChunk, 0, filled + Seal.TagBytes);
        filled = 0;
    }
}

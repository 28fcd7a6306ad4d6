using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Frontdesk.Domain.Records;

/// <summary>What can be known of a received record without reading it.</summary>
/// <param name="Practitioner">Who is responsible, if the record says so.</param>
/// <param name="Code">What it is about, as <c>system|code</c>, e.g. a LOINC code.</param>
/// <param name="Display">The same in words.</param>
/// <param name="EffectiveOn">The day it holds for, as the sender's clock had it.</param>
public sealed record ReceivedHeading(PractitionerId? Practitioner = null, string? Code = null, string? Display = null, LocalDate? EffectiveOn = null);

/// <summary>
/// Something another organisation told the practice, kept as it was received so that any process can read it later. The
/// same thing received again is the same record: its id follows from what it is, not from the file it came in.
/// </summary>
public sealed class ReceivedRecord : Entity
{
    private const int Quality = 4;
    private const int Window = 18;

    private ReceivedRecord()
    {
    }

    /// <summary>Keeps something for the first time.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="source">What its sender calls it: an absolute URL, a URN, <c>Type/id</c> or <c>system|value</c>.</param>
    /// <param name="patient">Whose it is; null when it is about no patient.</param>
    /// <param name="json">The content, compact JSON in UTF-8.</param>
    /// <param name="heading">What can be known without reading it.</param>
    /// <param name="now">When it was received.</param>
    /// <exception cref="DomainRuleException">The source is empty or the content is.</exception>
    public ReceivedRecord(PracticeId practice, ReceivedKind kind, string source, PatientId? patient, ReadOnlySpan<byte> json, ReceivedHeading heading, Instant now)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new DomainRuleException("received-source", "A received record says what its sender calls it.");

        Id = IdOf(practice, kind, patient, source);
        Kind = kind;
        Source = source;
        Patient = patient;
        Receive(json, heading, now);
    }

    /// <summary>The record; see <see cref="IdOf"/>.</summary>
    public string Id { get; private set; } = string.Empty;

    /// <summary>What it is.</summary>
    public ReceivedKind Kind { get; private set; }

    /// <summary>What its sender calls it; other records of the sender refer to it by this.</summary>
    public string Source { get; private set; } = string.Empty;

    /// <summary>Whose it is; null when it is about no patient.</summary>
    public PatientId? Patient { get; private set; }

    /// <summary>Who is responsible, if the record says so.</summary>
    public PractitionerId? Practitioner { get; private set; }

    /// <summary>What it is about, as <c>system|code</c>.</summary>
    public string? Code { get; private set; }

    /// <summary>The same in words.</summary>
    public string? Display { get; private set; }

    /// <summary>The day it holds for, as the sender's clock had it.</summary>
    public LocalDate? EffectiveOn { get; private set; }

    /// <summary>When the present content was received.</summary>
    public Instant ReceivedAt { get; private set; }

    /// <summary>SHA-256 of the present content, in hexadecimal.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>The content, compressed with Brotli.</summary>
    public byte[] Packed { get; private set; } = [];

    /// <summary>The id of what a sender calls <paramref name="source"/>: the same words give the same id in one practice.</summary>
    public static string IdOf(PracticeId practice, ReceivedKind kind, PatientId? patient, string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{practice}\n{kind}\n{patient}\n{source}")).AsSpan(0, 16));

    /// <summary>The hash that content would have.</summary>
    public static string HashOf(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Replaces the content by what its sender says now.</summary>
    /// <exception cref="DomainRuleException">There is no content.</exception>
    public void Receive(ReadOnlySpan<byte> json, ReceivedHeading heading, Instant now)
    {
        if (json.IsEmpty)
            throw new DomainRuleException("received-content", $"Received record {Id} has content.");

        ContentHash = HashOf(json);
        Packed = Pack(json);
        Practitioner = heading.Practitioner;
        Code = heading.Code;
        Display = heading.Display;
        EffectiveOn = heading.EffectiveOn;
        ReceivedAt = now;
    }

    /// <summary>The content as it was received: compact JSON in UTF-8.</summary>
    public byte[] ReadContent()
    {
        using var packed = new MemoryStream(Packed, writable: false);
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream(Packed.Length * 4);
        brotli.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json, packed, out var written, Quality, Window)
            ? packed[..written]
            : throw new InvalidOperationException("Brotli ran out of the room that it asked for.");
    }
}

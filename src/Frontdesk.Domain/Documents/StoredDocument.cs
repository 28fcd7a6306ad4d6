using System.Security.Cryptography;
using NodaTime;

namespace Frontdesk.Domain.Documents;

/// <summary>What a document is.</summary>
public enum DocumentKind
{
    /// <summary>Anything else.</summary>
    Other = 0,

    /// <summary>What a specialist gets with a referral.</summary>
    ReferralPacket = 1,

    /// <summary>What a specialist reports back.</summary>
    ConsultReport = 2,

    /// <summary>A purchase order.</summary>
    PurchaseOrder = 3,

    /// <summary>A letter to a patient.</summary>
    Letter = 4,

    /// <summary>A laboratory's or imaging report as it came.</summary>
    ResultReport = 5,
}

/// <summary>A document that the practice made or received. Its content never changes: a new version is a new document.</summary>
public sealed class StoredDocument : Entity
{
    /// <summary>The largest content that is kept, in bytes.</summary>
    public const int LargestContent = 25_000_000;

    private StoredDocument()
    {
    }

    /// <summary>Keeps a document.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The document.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="patient">Whom it is about; null when it is about no patient.</param>
    /// <param name="fileName">The name under which it is sent or saved; it identifies nobody.</param>
    /// <param name="mediaType">E.g. <c>application/pdf</c>.</param>
    /// <param name="content">The content.</param>
    /// <param name="source">Where it came from: <c>practice</c>, <c>specialist-link</c>, <c>import</c>.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DomainRuleException">The content is empty or too large, or a name is missing.</exception>
    public StoredDocument(PracticeId practice, DocumentId id, DocumentKind kind, PatientId? patient, string fileName, string mediaType, byte[] content, string source, Instant now)
        : base(practice)
    {
        if (content.Length is 0 or > LargestContent)
            throw new DomainRuleException("document-size", $"Document {id} has {content.Length} bytes: between 1 and {LargestContent} can be kept.");

        if (string.IsNullOrWhiteSpace(fileName) || string.IsNullOrWhiteSpace(mediaType))
            throw new DomainRuleException("document-name", $"Document {id} needs a file name and a media type.");

        Id = id;
        Kind = kind;
        Patient = patient;
        FileName = fileName;
        MediaType = mediaType;
        Content = content;
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(content));
        Source = source;
        CreatedAt = now;
    }

    /// <summary>The document.</summary>
    public DocumentId Id { get; private set; }

    /// <summary>What it is.</summary>
    public DocumentKind Kind { get; private set; }

    /// <summary>Whom it is about; null when it is about no patient.</summary>
    public PatientId? Patient { get; private set; }

    /// <summary>The name under which it is sent or saved.</summary>
    public string FileName { get; private set; } = string.Empty;

    /// <summary>The media type.</summary>
    public string MediaType { get; private set; } = string.Empty;

    /// <summary>The content.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>Where it came from.</summary>
    public string Source { get; private set; } = string.Empty;

    /// <summary>When it was made or received.</summary>
    public Instant CreatedAt { get; private set; }

    /// <summary>Files a document that came unmatched under the patient it is about.</summary>
    /// <exception cref="DomainRuleException">It is filed under another patient.</exception>
    public void FileUnder(PatientId patient)
    {
        if (Patient is { } other && other != patient)
            throw new DomainRuleException("document-filed", $"Document {Id} is filed under another patient.");

        Patient = patient;
    }
}

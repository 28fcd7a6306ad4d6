using Frontdesk.Domain;
using NodaTime;

namespace Frontdesk.Interop.Fhir;

/// <summary>Where an import goes: the practice's records, one unit of work per file.</summary>
public interface IImportTarget
{
    /// <summary>
    /// Runs <paramref name="write"/> in one transaction and commits it when it returns. When it throws, nothing of it stays
    /// and the exception comes through unchanged.
    /// </summary>
    Task CommitAsync(Func<IImportTransaction, CancellationToken, Task> write, CancellationToken cancellationToken);
}

/// <summary>One file's unit of work.</summary>
public interface IImportTransaction
{
    /// <summary>The practice's records within the transaction.</summary>
    IPracticeRecords Records { get; }

    /// <summary>A report about a specimen older than this, which answers no order, is history: it is filed and nobody is told.</summary>
    Duration ResultsNewWithin { get; }

    /// <summary>
    /// Sends to the database what was added and changed so far and lets go of it, so that a very large file needs little
    /// memory. Nothing is final before the commit; objects found earlier are no longer tracked.
    /// </summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

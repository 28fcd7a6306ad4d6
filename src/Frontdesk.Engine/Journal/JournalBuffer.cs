using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Journal;

/// <summary>What happened to an activity.</summary>
public enum JournalEvent
{
    /// <summary>It began.</summary>
    Started = 0,

    /// <summary>It was done.</summary>
    Completed = 1,

    /// <summary>It began to wait.</summary>
    Suspended = 2,

    /// <summary>It went on after a wait.</summary>
    Resumed = 3,

    /// <summary>It was ended from outside.</summary>
    Canceled = 4,

    /// <summary>An error stopped it.</summary>
    Faulted = 5,

    /// <summary>It wrote a line (<c>WriteLine</c>).</summary>
    Line = 6,
}

/// <summary>One line of an instance's journal.</summary>
/// <param name="Event">What happened.</param>
/// <param name="ContextId">The activity's execution.</param>
/// <param name="ParentId">The execution that holds it; 0 for none.</param>
/// <param name="Activity">The activity's position in the compiled definition.</param>
/// <param name="At">When (UTC), in Unix milliseconds.</param>
/// <param name="Text">The ports it left by, the line it wrote, or what went wrong.</param>
public readonly record struct JournalEntry(JournalEvent Event, long ContextId, long ParentId, int Activity, long At, string? Text);

/// <summary>Collects what happens in a burst, packed as it is stored (see <see cref="JournalCodec"/>).</summary>
public sealed class JournalBuffer(TimeProvider time)
{
    private const int KeptBytes = 4_096;
    private byte[] _packed = [];
    private int _length;
    private long _at;

    internal bool Enabled { get; set; } = true;

    internal bool IsEmpty => _length == 0;

    /// <summary>What happened so far, packed.</summary>
    public byte[] ToArray() => _packed.AsSpan(0, _length).ToArray();

    internal void Clear()
    {
        _length = 0;
        _at = 0;
        if (_packed.Length > KeptBytes)
            _packed = [];
    }

    internal void Add(JournalEvent what, ActivityExecutionContext context, string[]? outcomes) =>
        Add(what, context, outcomes is null or ["Done"] ? null : outcomes is [var one] ? one : string.Join('\n', outcomes));

    internal void Add(JournalEvent what, ActivityExecutionContext context, string? text)
    {
        if (!Enabled)
            return;
        var entry = new JournalEntry(what, context.Id, context.ParentActivityExecutionContext?.Id ?? 0, context.Activity.Index, time.GetUtcNow().ToUnixTimeMilliseconds(), text);
        var most = JournalCodec.MostBytes(entry);
        if (_packed.Length - _length < most)
            Array.Resize(ref _packed, Math.Max(_packed.Length + (_packed.Length / 2), _length + Math.Max(most, 128)));
        _length += JournalCodec.Pack(entry, _at, _packed.AsSpan(_length));
        _at = entry.At;
    }
}

using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Bookmarks;

/// <summary>A place where an instance waits, and the stimulus it waits for.</summary>
public sealed class Bookmark
{
    /// <summary>Unique within the practice.</summary>
    public required string Id { get; init; }

    /// <summary>The execution that waits.</summary>
    public required ActivityExecutionContext Context { get; init; }

    /// <summary>What resumes it, e.g. <c>Elsa.Event|PatientReplied</c>; see <see cref="Stimulus.Key"/>.</summary>
    public required string Stimulus { get; init; }

    /// <summary>When the engine resumes it by itself (UTC), for timers.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The method that goes on; null completes the activity.</summary>
    public string? Callback { get; init; }

    /// <summary>Whether the bookmark is gone once it was resumed.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>A human task that the bookmark stands for, if any.</summary>
    public string? TaskId { get; init; }

    /// <summary>What the activity wants to find again on resumption, as JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>When the wait began (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What an activity asks for when it begins to wait.</summary>
public sealed class CreateBookmarkArgs
{
    /// <summary>The kind of stimulus; the activity's type name unless said otherwise.</summary>
    public string? BookmarkName { get; init; }

    /// <summary>Which stimulus of that kind, e.g. the event's name.</summary>
    public string? Stimulus { get; init; }

    /// <summary>Called on resumption; without it the activity completes.</summary>
    public ExecuteActivityDelegate? Callback { get; init; }

    /// <summary>Whether the bookmark is gone once it was resumed.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>When the engine resumes it by itself.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What the activity wants to find again, as JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>A human task that the bookmark stands for.</summary>
    public string? TaskId { get; init; }

    /// <summary>An id of the caller's choosing.</summary>
    public string? Id { get; init; }
}

/// <summary>How stimuli are named.</summary>
public static class Stimulus
{
    /// <summary>The text by which bookmarks and triggers find their stimulus: <c>kind|which</c>.</summary>
    public static string Key(string kind, string? which) => which is null ? kind : $"{kind}|{which}";
}

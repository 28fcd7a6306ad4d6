namespace Frontdesk.Web.Reading;

/// <summary>Which tasks are asked for, most urgent first.</summary>
public sealed record TaskQuery(ListQuery List, bool IncludeDone = false);

/// <summary>A piece of work that waits for a person.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Title">What is to be done, in plain words.</param>
/// <param name="About">Whom or what it is about.</param>
/// <param name="Candidates">The roles or people who may take it.</param>
/// <param name="ClaimedBy">Who has taken it, if anybody.</param>
/// <param name="Priority">Lower comes first; 100 is urgent, 500 is normal.</param>
/// <param name="DueAt">When it has to be done, if there is a time.</param>
/// <param name="Outcomes">The answers it can be closed with.</param>
/// <param name="InstanceId">The instance that waits for the answer.</param>
/// <param name="IsDone">True once it was answered.</param>
public sealed record TaskRow(
    string Id,
    string Title,
    string? About,
    IReadOnlyList<string> Candidates,
    string? ClaimedBy,
    int Priority,
    DateTimeOffset? DueAt,
    IReadOnlyList<string> Outcomes,
    string InstanceId,
    bool IsDone)
{
    /// <summary>What the person needs to know.</summary>
    public string? Description { get; init; }

    /// <summary>What people said about it, oldest first.</summary>
    public IReadOnlyList<TaskComment> Comments { get; init; } = [];

    /// <summary>The outcome that was chosen.</summary>
    public string? Outcome { get; init; }

    /// <summary>The patient it is about, when known.</summary>
    public string? PatientId { get; init; }
}

/// <summary>A remark on a task.</summary>
public sealed record TaskComment(string By, DateTimeOffset At, string Text);

namespace Frontdesk.Web.Reading;

/// <summary>Whose tasks are asked for.</summary>
public enum TaskScope
{
    /// <summary>Everybody's.</summary>
    All = 0,

    /// <summary>Those that a person may take by their roles or by name, or has.</summary>
    ForMe = 1,

    /// <summary>Those that a person has taken, or that are for them by name.</summary>
    Mine = 2,
}

/// <summary>Which tasks are asked for, most urgent first.</summary>
/// <param name="List">Search and page.</param>
/// <param name="IncludeDone">Closed ones too, after the open ones.</param>
/// <param name="Scope">Whose.</param>
/// <param name="Person">Who asks; needed for every scope but all. What they stand in for counts as theirs.</param>
public sealed record TaskQuery(ListQuery List, bool IncludeDone = false, TaskScope Scope = TaskScope.All, string? Person = null);

/// <summary>A field of a task's form.</summary>
/// <param name="Name">The name to send it under.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Type"><c>text</c>, <c>multiline</c>, <c>number</c>, <c>date</c>, <c>dateTime</c>, <c>choice</c>, <c>checkbox</c> or <c>patient</c> (the id of one).</param>
/// <param name="IsRequired">It must be filled in.</param>
/// <param name="Options">The choices.</param>
/// <param name="For">The outcomes with which it is asked; empty for all.</param>
public sealed record TaskFormField(string Name, string Label, string Type, bool IsRequired, IReadOnlyList<string> Options, IReadOnlyList<string> For);

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

    /// <summary>Why it stands where it does in the list, weightiest first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What is to be filled in.</summary>
    public IReadOnlyList<TaskFormField> Form { get; init; } = [];

    /// <summary>Until when it was put aside; null when it was not.</summary>
    public DateTimeOffset? ParkedUntil { get; init; }

    /// <summary>Who may not close it, because they did the step before.</summary>
    public string? Excluded { get; init; }

    /// <summary>Who closed it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>What it is about: kind and id.</summary>
    public string? Subject { get; init; }

    /// <summary>The outcome that was chosen.</summary>
    public string? Outcome { get; init; }

    /// <summary>The patient it is about, when known.</summary>
    public string? PatientId { get; init; }
}

/// <summary>A remark on a task.</summary>
public sealed record TaskComment(string By, DateTimeOffset At, string Text);

namespace Frontdesk.Engine.Tasks;

/// <summary>A human task to open.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InstanceId">The instance that waits for it.</param>
/// <param name="BookmarkId">The bookmark that its outcome resumes.</param>
/// <param name="ActivityId">The activity that asks.</param>
/// <param name="Title">What is to do, in a few words; no patient data beyond what the task list may show.</param>
/// <param name="Priority">Lower comes first.</param>
/// <param name="DueAt">When it should be done (UTC).</param>
/// <param name="Details">Candidates, form, outcomes and subject, as JSON.</param>
public sealed record UserTaskDraft(string Id, string InstanceId, string BookmarkId, string ActivityId, string Title, int Priority, DateTimeOffset? DueAt, string Details);

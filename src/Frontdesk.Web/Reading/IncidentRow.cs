namespace Frontdesk.Web.Reading;

/// <summary>Which incidents are asked for, newest first.</summary>
public sealed record IncidentQuery(ListQuery List, bool IncludeResolved = false);

/// <summary>Something that went wrong and needs a person to look at it.</summary>
public sealed record IncidentRow(
    string Id,
    DateTimeOffset At,
    string InstanceId,
    string Workflow,
    string Activity,
    string Message,
    string? Remedy,
    bool IsResolved);

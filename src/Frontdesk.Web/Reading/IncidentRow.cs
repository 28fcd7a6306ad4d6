namespace Frontdesk.Web.Reading;

/// <summary>Which incidents are asked for, newest first.</summary>
public sealed record IncidentQuery(ListQuery List, bool IncludeResolved = false);

/// <summary>Something that went wrong and needs a person to look at it.</summary>
/// <param name="Id">The incident.</param>
/// <param name="At">When it happened, in the practice's offset.</param>
/// <param name="InstanceId">The instance that it stopped; null when it stopped none.</param>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Activity">The step's name in the designer.</param>
/// <param name="Message">What happened.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsResolved">Somebody looked after it.</param>
/// <param name="MayBeTriedAgain">What failed was kept and can be tried again.</param>
public sealed record IncidentRow(
    string Id,
    DateTimeOffset At,
    string? InstanceId,
    string Workflow,
    string Activity,
    string Message,
    string? Remedy,
    bool IsResolved,
    bool MayBeTriedAgain = false)
{
    /// <summary>It is the notice of a practice that was restored: messages are held back until it is resolved.</summary>
    public bool IsAboutRestore { get; init; }
}

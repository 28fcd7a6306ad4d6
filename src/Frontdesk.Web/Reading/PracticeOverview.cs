namespace Frontdesk.Web.Reading;

/// <summary>The home page: what is running, what was sent, what is next. Instants carry the practice's own offset.</summary>
/// <param name="PracticeName">The name that patients know.</param>
/// <param name="Zone">The practice's IANA zone.</param>
/// <param name="Now">The practice's clock when this was read.</param>
/// <param name="VisitsToday">Visits that are booked for today.</param>
/// <param name="ConfirmedToday">Of these, how many the patient confirmed.</param>
/// <param name="SentToday">Messages that left today, or would have left where no account is connected.</param>
/// <param name="OpenTasks">Tasks that wait for a person.</param>
/// <param name="OverdueTasks">Of these, how many are past their due time.</param>
/// <param name="OpenIncidents">Incidents that nobody has resolved.</param>
/// <param name="MessagesAreCaptured">True when no SMS or e-mail account is connected, so messages are shown and not sent.</param>
/// <param name="Running">Each workflow and how many of its instances are under way.</param>
/// <param name="Next">What happens next by itself, soonest first.</param>
/// <param name="Recent">The latest messages, newest first.</param>
public sealed record PracticeOverview(
    string PracticeName,
    string Zone,
    DateTimeOffset Now,
    int VisitsToday,
    int ConfirmedToday,
    int SentToday,
    int OpenTasks,
    int OverdueTasks,
    int OpenIncidents,
    bool MessagesAreCaptured,
    IReadOnlyList<RunningWorkflow> Running,
    IReadOnlyList<NextStep> Next,
    IReadOnlyList<MessageView> Recent)
{
    /// <summary>True when a practice that is no demo has no folder for back-ups, so that none are made by themselves.</summary>
    public bool HasNoBackups { get; init; }
}

/// <summary>A workflow and how many of its instances are under way.</summary>
public sealed record RunningWorkflow(string DefinitionId, string Name, int Open, int FinishedToday, int Faulted);

/// <summary>Something that happens by itself at <paramref name="DueAt"/> unless somebody changes it.</summary>
/// <param name="DueAt">When, in the practice's offset.</param>
/// <param name="What">In plain words, e.g. <c>Text: reminder, one day ahead</c>.</param>
/// <param name="About">Whom or what it is about, e.g. the patient's name.</param>
/// <param name="InstanceId">The instance that waits for it.</param>
public sealed record NextStep(DateTimeOffset DueAt, string What, string? About, string InstanceId)
{
    /// <summary>The patient it is about, when known.</summary>
    public string? PatientId { get; init; }
}

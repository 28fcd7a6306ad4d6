namespace Frontdesk.Domain.Results;

/// <summary>What may happen to a result, as a table that the documentation prints.</summary>
public static class ResultStateTable
{
    /// <summary>One allowed step.</summary>
    /// <param name="From">The state before.</param>
    /// <param name="Verb">What happens.</param>
    /// <param name="To">The state after.</param>
    public sealed record Row(ResultState From, ResultVerb Verb, ResultState To);

    /// <summary>Every allowed step; what is not here is refused.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(ResultState.Received, ResultVerb.Match, ResultState.Matched),
        new(ResultState.Received, ResultVerb.MissPatient, ResultState.Unmatched),
        new(ResultState.Received, ResultVerb.File, ResultState.Filed),
        new(ResultState.Unmatched, ResultVerb.Match, ResultState.Matched),
        new(ResultState.Unmatched, ResultVerb.Reopen, ResultState.Unmatched),
        new(ResultState.Unmatched, ResultVerb.Close, ResultState.Closed),
        new(ResultState.Matched, ResultVerb.Classify, ResultState.Classified),
        new(ResultState.Matched, ResultVerb.Detach, ResultState.Unmatched),
        new(ResultState.Classified, ResultVerb.AskProvider, ResultState.AwaitingProvider),
        new(ResultState.AwaitingProvider, ResultVerb.Approve, ResultState.Notifying),
        new(ResultState.AwaitingProvider, ResultVerb.LeaveToVoice, ResultState.ClinicianCalling),
        new(ResultState.AwaitingProvider, ResultVerb.Hold, ResultState.OnHold),
        new(ResultState.OnHold, ResultVerb.EndHold, ResultState.AwaitingProvider),
        new(ResultState.Notifying, ResultVerb.LeaveToVoice, ResultState.ClinicianCalling),
        new(ResultState.Notifying, ResultVerb.Acknowledge, ResultState.Acknowledged),
        new(ResultState.Notifying, ResultVerb.Close, ResultState.Closed),
        new(ResultState.ClinicianCalling, ResultVerb.Acknowledge, ResultState.Acknowledged),
        new(ResultState.ClinicianCalling, ResultVerb.Close, ResultState.Closed),
        new(ResultState.Notifying, ResultVerb.AskAgain, ResultState.AwaitingProvider),
        new(ResultState.ClinicianCalling, ResultVerb.AskAgain, ResultState.AwaitingProvider),
        new(ResultState.Acknowledged, ResultVerb.TrackFollowUp, ResultState.FollowUpTracked),
        new(ResultState.FollowUpTracked, ResultVerb.Close, ResultState.Closed),
        new(ResultState.Filed, ResultVerb.Reopen, ResultState.Matched),
        new(ResultState.Filed, ResultVerb.Detach, ResultState.Unmatched),
        .. ((ReadOnlySpan<ResultState>)[ResultState.Classified, ResultState.AwaitingProvider, ResultState.OnHold, ResultState.Notifying, ResultState.ClinicianCalling, ResultState.Acknowledged, ResultState.FollowUpTracked, ResultState.Closed])
            .ToArray().SelectMany(from => (Row[])[new(from, ResultVerb.Reopen, ResultState.Matched), new(from, ResultVerb.Detach, ResultState.Unmatched)]),
    ];

    /// <summary>The state after a step; null when the step is not allowed.</summary>
    public static ResultState? After(ResultState from, ResultVerb verb) => Rows.FirstOrDefault(row => row.From == from && row.Verb == verb)?.To;

    /// <summary>Nothing more is to do, unless a new version arrives.</summary>
    public static bool IsOver(ResultState state) => state is ResultState.Closed or ResultState.Filed;

    /// <summary>Nobody's result can be in every state but these.</summary>
    public static bool NeedsPatient(ResultState state) => state is not (ResultState.Received or ResultState.Unmatched) && !IsOver(state);

    /// <summary>The state's FHIR task status (domain.md §6); the state itself is the task's businessStatus.</summary>
    public static string TaskStatus(ResultState state) => state switch
    {
        ResultState.Received or ResultState.Unmatched or ResultState.Matched => "received",
        ResultState.Classified or ResultState.AwaitingProvider => "requested",
        ResultState.OnHold => "on-hold",
        ResultState.Closed or ResultState.Filed => "completed",
        _ => "in-progress",
    };

    /// <summary>The status of the patient's notice as a FHIR Communication (domain.md §6).</summary>
    public static string CommunicationStatus(ResultState state) => state switch
    {
        ResultState.OnHold => "on-hold",
        ResultState.Notifying or ResultState.ClinicianCalling => "in-progress",
        ResultState.Acknowledged or ResultState.FollowUpTracked or ResultState.Closed => "completed",
        ResultState.Filed => "not-done",
        _ => "preparation",
    };
}

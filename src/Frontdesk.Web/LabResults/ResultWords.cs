namespace Frontdesk.Web.LabResults;

/// <summary>How results are told to staff.</summary>
internal static class ResultWords
{
    /// <summary>A state in plain words.</summary>
    public static string State(string state) => state switch
    {
        "Unmatched" => "Nobody's yet",
        "Classified" => "Waits for the rest",
        "AwaitingProvider" => "Waits for the provider",
        "OnHold" => "Kept back",
        "Notifying" => "Patient is being told",
        "ClinicianCalling" => "Clinician calls",
        "Acknowledged" => "Patient knows",
        "FollowUpTracked" => "Follow-up",
        _ => state,
    };

    /// <summary>The tone of a severity.</summary>
    public static string Tone(string severity) => severity switch
    {
        "Critical" => "bad",
        "Abnormal" or "Unclear" => "wait",
        _ => "good",
    };

    /// <summary>A direction in plain words.</summary>
    public static string Outcome(string outcome) => outcome switch
    {
        "ApproveTemplate" => "Standard words",
        "ApproveEdited" => "Own words",
        "ClinicianCalls" => "A clinician calls",
        "Repeat" => "Repeat the test",
        "Visit" => "A visit",
        "Hold" => "Keep it back",
        _ => outcome,
    };
}

namespace Frontdesk.Domain.Results;

/// <summary>A provider's direction in the words that people choose it by. The codes are read as well.</summary>
public static class DecisionWords
{
    private static readonly Dictionary<DecisionOutcome, string> Outcomes = new()
    {
        [DecisionOutcome.ApproveTemplate] = "Standard words",
        [DecisionOutcome.ApproveEdited] = "Own words",
        [DecisionOutcome.ClinicianCalls] = "A clinician calls",
        [DecisionOutcome.Repeat] = "Repeat the test",
        [DecisionOutcome.Visit] = "A visit",
        [DecisionOutcome.Hold] = "Keep it back",
    };

    private static readonly Dictionary<HoldReason, string> Reasons = new()
    {
        [HoldReason.PreventHarm] = "To prevent harm",
        [HoldReason.PatientAsked] = "The patient asked for it",
        [HoldReason.BeingVerified] = "It is being verified",
        [HoldReason.Privacy] = "For someone's privacy",
    };

    /// <summary>The words for a direction.</summary>
    public static string Of(DecisionOutcome outcome) => Outcomes[outcome];

    /// <summary>The words for why a result is kept back.</summary>
    public static string Of(HoldReason reason) => Reasons[reason];

    /// <summary>The direction that words or a code name; null when they name none.</summary>
    public static DecisionOutcome? ReadOutcome(string? text) => Read(Outcomes, text);

    /// <summary>The reason that words or a code name; null when they name none.</summary>
    public static HoldReason? ReadReason(string? text) => Read(Reasons, text);

    private static T? Read<T>(Dictionary<T, string> words, string? text)
        where T : struct, Enum
    {
        foreach (var (value, name) in words)
        {
            if (name == text || value.ToString() == text)
                return value;
        }

        return null;
    }
}

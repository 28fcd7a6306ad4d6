using Frontdesk.Domain.Staff;

namespace Frontdesk.Domain.Results;

/// <summary>
/// What may be heard of an attempt after it was made: a letter comes back, a patient calls because of it or of a message. An
/// attempt that is still a task of somebody is not answered here, but by that task.
/// </summary>
public static class LaterWord
{
    /// <summary>What may still become of an attempt; nothing for one of an earlier course, or one that is under way.</summary>
    /// <param name="result">The result.</param>
    /// <param name="attempt">One of its attempts.</param>
    public static IReadOnlyList<ContactOutcome> Of(DiagnosticResult result, ResultContact attempt) =>
        attempt.Decision != result.Approval?.Number || attempt.Outcome == ContactOutcome.Asked
            ? []
            : result.State switch
            {
                ResultState.Notifying => WhileTelling(attempt),
                ResultState.ClinicianCalling => WhileCalling(attempt),
                _ => [],
            };

    // The letter has the approved words: who has it knows, as one who has read the page does.
    private static IReadOnlyList<ContactOutcome> WhileTelling(ResultContact attempt) => attempt switch
    {
        { Kind: ContactKind.Letter or ContactKind.CertifiedLetter, Outcome: ContactOutcome.Sent } => [ContactOutcome.Reached, ContactOutcome.WantsClinician, ContactOutcome.Returned],
        { Kind: ContactKind.Message, Outcome: ContactOutcome.Sent } => [ContactOutcome.WantsClinician],
        { Kind: ContactKind.Call, Outcome: ContactOutcome.NotReached } => [ContactOutcome.WillRead, ContactOutcome.WantsClinician],
        { Kind: ContactKind.Call, Outcome: ContactOutcome.WillRead } => [ContactOutcome.WantsClinician],
        _ => [],
    };

    // The letter only asks for a call: nobody knows before they were told.
    private static IReadOnlyList<ContactOutcome> WhileCalling(ResultContact attempt) => attempt switch
    {
        { Kind: ContactKind.Letter or ContactKind.CertifiedLetter, Outcome: ContactOutcome.Sent } => [ContactOutcome.Returned],
        { Kind: ContactKind.ClinicianCall, Outcome: ContactOutcome.NotReached } => [ContactOutcome.Reached],
        _ => [],
    };
}

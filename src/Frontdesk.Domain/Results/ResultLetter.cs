using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>The letter to a patient who did not read the message or pick up: the approved words, or, when only a voice may tell, a request to call.</summary>
public static class ResultLetter
{
    private const string PleaseCall = "We have tried to reach you. A clinician would like to speak with you about your care. Please call us at the number above during opening hours; it is important that we talk.";

    /// <summary>The letter's id among the documents: an attempt has one letter, however often it is written.</summary>
    /// <param name="result">The result's id.</param>
    /// <param name="attempt">The attempt's key.</param>
    public static DocumentId IdOf(string result, string attempt) => new($"{result}-{attempt.Replace('+', '-').ToLowerInvariant()}");

    /// <summary>Writes the letter.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="place">Where the patient calls.</param>
    /// <param name="patient">To whom; a minor's goes to the parent or guardian of.</param>
    /// <param name="text">The approved words; null when only a voice may tell.</param>
    /// <param name="isCertified">It is posted as certified mail.</param>
    /// <param name="today">The date of the letter.</param>
    public static PrintedDocument Write(Practice practice, Location place, Patient patient, string? text, bool isCertified, LocalDate today)
    {
        var reader = patient.IsMinorOn(today) && !patient.IsConfidentialAdolescent ? $"To the parent or guardian of {patient.Name.Full}" : patient.Name.Full;
        IReadOnlyList<string> address = [reader, .. patient.Address?.OnEnvelope() ?? ["(address not on file)"]];
        return new PrintedDocument(
            "A message from your care team",
            [practice.NeutralName, place.CallBackPhone.ToNational()],
            [
                new PrintedBlock.Paragraph(string.Join('\n', isCertified ? ["Certified mail", .. address] : address)),
                new PrintedBlock.Paragraph(text ?? PleaseCall),
                new PrintedBlock.Paragraph("If you have questions, please call us."),
            ],
            "Confidential. If this letter is not for you, please return it unread.");
    }
}

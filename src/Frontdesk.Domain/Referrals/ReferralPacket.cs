using Frontdesk.Domain.Patients;

namespace Frontdesk.Domain.Referrals;

/// <summary>What has to be in a packet (domain.md §1).</summary>
public enum PacketPart
{
    /// <summary>A clinical note.</summary>
    ClinicalNote = 0,

    /// <summary>Relevant results.</summary>
    Results = 1,

    /// <summary>Name, date of birth, and a phone or address.</summary>
    Demographics = 2,

    /// <summary>The coverage, unless the patient pays.</summary>
    Coverage = 3,

    /// <summary>The payer's number, when the payer had to be asked.</summary>
    AuthorizationNumber = 4,

    /// <summary>The reason.</summary>
    Reason = 5,

    /// <summary>The question asked.</summary>
    Question = 6,
}

/// <summary>A result with its values.</summary>
/// <param name="Name">The report's name.</param>
/// <param name="Day">The day it holds for, as text.</param>
/// <param name="Values">Name, value with unit.</param>
public sealed record PacketResult(string Name, string Day, IReadOnlyList<(string Name, string Value)> Values);

/// <summary>What the chart gives for a packet.</summary>
/// <param name="Notes">Title and text of clinical notes, latest first.</param>
/// <param name="Results">Results, latest first.</param>
/// <param name="Coverage">Payer and member id; null when the chart has none.</param>
/// <param name="CoverageHash">A fingerprint of the coverage.</param>
/// <param name="Conditions">Problems.</param>
/// <param name="Allergies">Allergies.</param>
/// <param name="Medications">Prescriptions.</param>
public sealed record PacketChart(
    IReadOnlyList<(string Title, string Text)> Notes,
    IReadOnlyList<PacketResult> Results,
    (string Payer, string Member)? Coverage,
    string? CoverageHash,
    IReadOnlyList<string> Conditions,
    IReadOnlyList<string> Allergies,
    IReadOnlyList<string> Medications);

/// <summary>What a packet holds and what it lacks.</summary>
public static class ReferralPacket
{
    /// <summary>Each part, and whether it is there. A packet leaves only when all are.</summary>
    public static IReadOnlyList<(PacketPart Part, bool IsThere)> Check(Referral referral, Patient patient, PacketChart chart) =>
    [
        (PacketPart.ClinicalNote, referral.Note.Length > 0 || chart.Notes.Count > 0),
        (PacketPart.Results, referral.WithoutResults || chart.Results.Count > 0),
        (PacketPart.Demographics, patient.Name.Given.Length > 0 && (patient.Address is not null || patient.Phones.Any(phone => !phone.IsWrong) || Speakers(patient).Any())),
        (PacketPart.Coverage, referral.IsSelfPay || chart.Coverage is not null),
        (PacketPart.AuthorizationNumber, referral.Authorization.State == AuthorizationState.NotNeeded || referral.Authorization is { State: AuthorizationState.Approved, Number: not null }),
        (PacketPart.Reason, referral.Reason.Length > 0),
        (PacketPart.Question, referral.Question.Length > 0),
    ];

    /// <summary>Who speaks for the patient and can be called: a child is reached through a parent.</summary>
    public static IEnumerable<Proxy> Speakers(Patient patient) => patient.Proxies.Where(proxy => proxy is { IsEstranged: false, Phone.IsWrong: false });

    /// <summary>A part in the office's words.</summary>
    public static string NameOf(PacketPart part) => part switch
    {
        PacketPart.ClinicalNote => "Clinical note",
        PacketPart.AuthorizationNumber => "Authorization number",
        PacketPart.Question => "Question asked",
        _ => part.ToString(),
    };
}

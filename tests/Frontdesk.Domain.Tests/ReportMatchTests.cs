using System.Text;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Referrals;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>Recognising a report, and what a specialist's desk may hand in.</summary>
public sealed class ReportMatchTests
{
    private const string Number = "R-4F09A1C2";

    [Theory]
    [InlineData("Patient: Rosa Diaz  DOB: 05/04/1980", new[] { ReportIdentifier.Name, ReportIdentifier.BirthDate })]
    [InlineData("DIAZ, ROSA, born May 4, 1980", new[] { ReportIdentifier.Name, ReportIdentifier.BirthDate })]
    [InlineData("Ref R-4F09A1C2, 1980-05-04", new[] { ReportIdentifier.BirthDate, ReportIdentifier.ReferralNumber })]
    [InlineData("Rosa Diaz was seen", new[] { ReportIdentifier.Name })]
    [InlineData("MRN 778899, Rosa Diaz", new[] { ReportIdentifier.Name, ReportIdentifier.RecordNumber })]
    [InlineData("MRN 1778899 and Rosario Diazdotter, 1980-05-05", new ReportIdentifier[0])]
    [InlineData("", new ReportIdentifier[0])]
    public void Identifiers_are_found_as_whole_words_and_dates_in_the_usual_spellings(string text, ReportIdentifier[] expected) =>
        Assert.Equal(expected, ReportMatch.Find(text, Rosa(), Number));

    [Fact]
    public void One_identifier_twice_is_one() => Assert.False(ReportMatch.Suffices([ReportIdentifier.Name, ReportIdentifier.Name]));

    [Theory]
    [InlineData("%PDF-1.7 …", "application/pdf")]
    [InlineData("Dear colleague", "text/plain")]
    public void A_file_is_known_by_its_first_bytes(string text, string expected) => Assert.Equal(expected, SpecialistDesk.MediaTypeOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_program_is_not_a_report() => Assert.Null(SpecialistDesk.MediaTypeOf([(byte)'M', (byte)'Z', 0x90, 0x00, 0x03]));

    [Fact]
    public void A_packet_says_what_is_missing()
    {
        var patient = Patient.Register(Given.PracticeId, new PatientId("bare"), new PersonName("Rosa", "Diaz"), new LocalDate(1980, 5, 4), AdministrativeSex.Female, Given.At(1, 5, 9));
        var referral = new Referral(Given.Referral() with { NeedsAuthorization = true }, Given.At(3, 2, 10));
        var missing = ReferralPacket.Check(referral, patient, new PacketChart([], [], null, null, [], [], [])).Where(part => !part.IsThere).Select(part => part.Part);
        Assert.Equal([PacketPart.ClinicalNote, PacketPart.Results, PacketPart.Demographics, PacketPart.Coverage, PacketPart.AuthorizationNumber], missing);
    }

    private static Patient Rosa()
    {
        var patient = Given.Patient();
        patient.AddIdentifier(new ExternalIdentifier("urn:mrn:northside", "778899"));
        return patient;
    }
}

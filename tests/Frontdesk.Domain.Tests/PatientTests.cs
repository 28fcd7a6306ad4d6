using CsCheck;
using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Patients;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class PatientTests
{
    private static readonly Instant Now = Given.At(4, 13, 10);

    [Fact]
    public void Nothing_said_is_no_consent_and_the_latest_word_of_a_person_about_a_channel_counts()
    {
        var patient = Given.Patient();
        Assert.True(patient.HasConsent(patient.Person, Channel.Sms));
        Assert.Null(patient.HasConsent(patient.Person, Channel.Email));
        Assert.Null(patient.HasConsent(Given.Mother, Channel.Sms));
        patient.RevokeConsent(patient.Person, Channel.Sms, "phone call", Now);
        Assert.False(patient.HasConsent(patient.Person, Channel.Sms));
        Assert.Equal(2, patient.Consents.Count);
    }

    [Fact]
    public void A_word_that_was_written_down_late_does_not_outrank_a_later_one()
    {
        var patient = Given.Patient();
        patient.RevokeConsent(patient.Person, Channel.Sms, "text STOP", Now);
        patient.GrantConsent(patient.Person, Channel.Sms, "paper form", Now - Duration.FromDays(1));
        Assert.False(patient.HasConsent(patient.Person, Channel.Sms));
    }

    [Fact]
    public void Of_many_words_in_any_order_the_latest_counts_and_of_two_at_once_the_one_written_last()
    {
        var words = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 5]).Array[0, 12];
        words.Sample(said =>
        {
            var patient = Given.Patient();
            var history = new List<(bool Granted, int At)>();
            foreach (var (granted, mine, sms, at) in said)
            {
                var (person, channel) = (mine ? patient.Person : Given.Mother, sms ? Channel.Sms : Channel.Email);
                if (granted)
                    patient.GrantConsent(person, channel, "test", Now + Duration.FromDays(at));
                else
                    patient.RevokeConsent(person, channel, "test", Now + Duration.FromDays(at));

                if (!mine && sms)
                    history.Add((granted, at));
            }

            bool? expected = history.Count == 0 ? null : history.Last(word => word.At == history.Max(other => other.At)).Granted;
            Assert.Equal(expected, patient.HasConsent(Given.Mother, Channel.Sms));
        });
    }

    [Theory]
    [InlineData(2008, 4, 13, false)]
    [InlineData(2008, 4, 14, true)]
    [InlineData(2030, 1, 1, true)]
    public void A_person_is_of_age_from_the_eighteenth_birthday(int year, int month, int day, bool minor) =>
        Assert.Equal(minor, Given.Patient(born: new LocalDate(year, month, day)).IsMinorOn(new LocalDate(2026, 4, 13)));

    [Fact]
    public void What_is_learned_of_a_phone_on_file_leaves_it_in_its_place_because_the_first_is_the_best()
    {
        var patient = Given.Patient();
        patient.AddPhone(Given.OtherMobile);
        patient.AddPhone(Given.Mobile, LineType.Mobile);
        Assert.Equal([new PhoneContact(Given.Mobile, LineType.Mobile), new PhoneContact(Given.OtherMobile)], patient.Phones);
        patient.LearnLine(Given.OtherMobile, LineType.Landline);
        Assert.Equal([true, false], patient.Phones.Select(phone => phone.ReceivesTexts));
        patient.RemovePhone(Given.Mobile);
        Assert.Equal([Given.OtherMobile], patient.Phones.Select(phone => phone.Number));
    }

    [Fact]
    public void A_wrong_number_is_wrong_for_everyone_on_the_record_who_shares_it_until_it_is_given_again()
    {
        var child = Given.Child();
        child.AddPhone(Given.Mobile);
        child.TakeEvents();
        Assert.Equal([child.Person, Given.Mother], child.PeopleAt(Given.Mobile));

        child.MarkWrongNumber(Given.Mobile, Now);

        Assert.Equal([child.Person, Given.Mother], child.Events.Cast<PatientPhoneFoundWrong>().Select(found => found.Person));
        Assert.False(child.Phones[0].ReceivesTexts);
        Assert.True(child.Proxies[0].Phone!.IsWrong);
        child.AddPhone(Given.Mobile);
        Assert.True(child.Phones[0].ReceivesTexts);
    }

    [Fact]
    public void An_undeliverable_address_is_wrong_until_it_is_given_again()
    {
        var patient = Given.Patient();
        var address = patient.Emails[0].Address;
        patient.AddProxy(new Proxy(Given.Mother, new PersonName("", "Diaz"), ProxyRelation.Parent, Email: new EmailContact(address)));
        patient.MarkWrongEmail(address);
        Assert.True(patient.Emails[0].IsWrong && patient.Proxies[0].Email!.IsWrong);
        patient.AddEmail(address);
        Assert.False(Assert.Single(patient.Emails).IsWrong);
        patient.RemoveEmail(address);
        Assert.Empty(patient.Emails);
    }

    [Fact]
    public void Nobody_is_their_own_proxy_and_a_proxy_is_on_the_record_once()
    {
        var child = Given.Child();
        Assert.Equal("proxy-is-patient", Assert.Throws<DomainRuleException>(() => child.AddProxy(child.Proxies[0] with { Id = child.Person })).Rule);
        child.AddProxy(new Proxy(new PersonId("father"), new PersonName("Juan", "Diaz"), ProxyRelation.Parent));
        child.AddProxy(child.Proxies[0] with { Relation = ProxyRelation.Guardian });
        Assert.Equal([("mother", ProxyRelation.Guardian), ("father", ProxyRelation.Parent)], child.Proxies.Select(proxy => (proxy.Id.Value, proxy.Relation)));
    }

    [Fact]
    public void Death_admission_and_discharge_are_told_once_each()
    {
        var patient = Given.Patient();
        patient.TakeEvents();
        patient.Discharge(Now);
        patient.Admit(Now);
        patient.Admit(Now);
        patient.Discharge(Now);
        patient.RecordDeath(Now);
        patient.RecordDeath(Now);
        Assert.Equal(["PatientAdmitted", "PatientDischarged", "PatientDied"], patient.Events.Select(happened => happened.Name));
        Assert.All(patient.Events, happened => Assert.Equal("pat-1", happened.SubjectId));
        patient.CorrectDeath();
        Assert.False(patient.IsDeceased);
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_refused_and_none_means_the_clinics()
    {
        var patient = Given.Patient();
        patient.LiveIn("America/Chicago");
        Assert.Throws<InvalidValueException>(() => patient.LiveIn("Chicago"));
        Assert.Equal("America/Chicago", patient.ZoneId);
        patient.LiveIn(null);
        Assert.Null(patient.ZoneId);
    }

    [Fact]
    public void An_external_id_is_on_the_record_once()
    {
        var patient = Given.Patient();
        patient.AddIdentifier(new ExternalIdentifier("urn:mrn", "1"));
        patient.AddIdentifier(new ExternalIdentifier("urn:mrn", "1"));
        Assert.Single(patient.Identifiers);
    }

    [Theory, InlineData("", "treatment"), InlineData("ann", " ")]
    public void A_look_at_patient_data_names_who_and_why(string who, string purpose) =>
        Assert.Equal("audit", Assert.Throws<DomainRuleException>(() => new AccessLog(Given.PracticeId, "1", who, purpose, new PatientId("pat-1"), "contacts", Now)).Rule);

    [Theory]
    [InlineData("Rosa", "Diaz", 1980, true)]
    [InlineData("ROSA", "Díaz", 1980, true)]
    [InlineData("Rosita", "Diaz", 1980, false)]
    [InlineData("Rosa", "Dias", 1980, false)]
    [InlineData("Rosa", "Diaz", 1981, false)]
    public void The_same_name_and_birth_date_are_probably_the_same_patient(string given, string family, int year, bool isProbable) =>
        Assert.Equal(isProbable, Given.Patient().IsProbably(new PersonName(given, family), new LocalDate(year, 5, 4)));

    [Fact]
    public void A_preferred_name_does_not_make_another_patient()
    {
        var patient = Given.Patient();
        patient.CorrectDemographics(new PersonName("Rosalinda", "Diaz", "Rosa"), patient.BirthDate, patient.Sex);

        Assert.True(patient.IsProbably(new PersonName("Rosa", "Diaz"), patient.BirthDate));
    }
}

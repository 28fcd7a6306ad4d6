using CsCheck;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class RecipientTests
{
    private static readonly LocalDateTime Start = new(2026, 4, 16, 10, 30);
    private static readonly Instant Booked = Given.At(4, 1, 10);
    private static readonly PersonId Father = new("father");

    [Fact]
    public void An_adult_is_told_first_and_then_those_who_may_be_told()
    {
        var patient = Given.Patient();
        patient.AddProxy(Proxy("son", ProxyRelation.Child));
        patient.AddProxy(Proxy("carer", ProxyRelation.Carer) with { MayReceiveReminders = false });
        Assert.Equal(["pat-1", "son"], People(patient));
    }

    [Fact]
    public void A_minor_is_never_written_to_but_guardians_are()
    {
        var child = Given.Child();
        child.AddPhone(Given.OtherMobile);
        child.AddProxy(Proxy("aunt", ProxyRelation.Carer));
        child.AddProxy(Proxy("guardian", ProxyRelation.Guardian));
        Assert.Equal(["mother", "guardian"], People(child));
    }

    [Fact]
    public void An_estranged_parent_is_never_told()
    {
        var child = Given.Child();
        child.AddProxy(Proxy("father", ProxyRelation.Parent));
        child.MarkEstranged(Father);
        Assert.Equal(["mother"], People(child));
        child.MarkEstranged(Given.Mother);
        Assert.Empty(People(child));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_confidential_visit_of_an_adolescent_is_told_to_the_adolescent_alone_and_not_on_a_phone_that_a_parent_shares(bool markedOnPatient)
    {
        var teenager = Given.Child(bornIn: 2010);
        teenager.AddPhone(Given.Mobile);
        teenager.KeepVisitsConfidential(markedOnPatient);
        var visit = Visit(confidential: !markedOnPatient);
        Assert.Empty(For(teenager, visit));

        teenager.AddPhone(Given.OtherMobile);
        var told = Assert.Single(For(teenager, visit));
        Assert.Equal((teenager.Person, Given.OtherMobile), (told.Person, told.TextNumber!.Value));
    }

    [Fact]
    public void A_confidential_visit_of_an_adult_is_told_to_the_patient_alone()
    {
        var patient = Given.Patient();
        patient.AddProxy(Proxy("son", ProxyRelation.Child));
        Assert.Equal(["pat-1"], For(patient, Visit(confidential: true)).Select(one => one.Person.Value));
    }

    [Fact]
    public void Whoever_comes_of_age_before_the_visit_is_an_adult_at_the_visit()
    {
        var child = Given.Child(bornIn: 2008);
        child.CorrectDemographics(child.Name, new LocalDate(2008, 4, 17), child.Sex);
        child.AddPhone(Given.OtherMobile);
        Assert.Equal(["mother"], People(child));
        child.CorrectDemographics(child.Name, new LocalDate(2008, 4, 16), child.Sex);
        Assert.Equal(["child-1", "mother"], People(child));
    }

    [Fact]
    public void A_proxy_is_written_to_in_their_own_language_and_zone_else_in_the_patients_else_in_the_practices()
    {
        var child = Given.Child();
        child.Speak(LanguageTag.Spanish);
        child.LiveIn("America/Chicago");
        child.AddProxy(Proxy("father", ProxyRelation.Parent) with { Language = LanguageTag.Parse("pt-BR"), ZoneId = "America/Los_Angeles" });
        var told = For(child, Visit());
        Assert.Equal([("mother", "es", "America/Chicago"), ("father", "pt-BR", "America/Los_Angeles")], told.Select(one => (one.Person.Value, one.Language.Value, one.Zone.Id)));

        var stranger = Assert.Single(For(Given.Patient(), Visit()));
        Assert.Equal(("en", "America/New_York"), (stranger.Language.Value, stranger.Zone.Id));
    }

    [Fact]
    public void A_number_says_nothing_about_where_its_owner_lives()
    {
        var patient = Given.Patient();
        patient.RemovePhone(Given.Mobile);
        patient.AddPhone(PhoneNumber.Parse("(415) 555-0123"));
        Assert.Equal("America/New_York", Assert.Single(For(patient, Visit())).Zone.Id);
    }

    [Fact]
    public void Texts_go_to_the_best_number_that_is_no_landline_and_not_wrong_and_calls_to_the_best_that_is_not_wrong()
    {
        var landline = PhoneNumber.Parse("(617) 555-0150");
        var patient = Given.Patient();
        patient.AddPhone(landline, LineType.Landline);
        patient.AddPhone(Given.OtherMobile, LineType.Mobile);
        patient.MarkWrongNumber(Given.Mobile, Booked);
        var told = Assert.Single(For(patient, Visit()));
        Assert.Equal((Given.OtherMobile.Value, landline.Value, "rosa@example.org", null), (told.AddressOn(Channel.Sms), told.AddressOn(Channel.Voice), told.AddressOn(Channel.Email), told.AddressOn(Channel.Letter)));
    }

    [Fact]
    public void Whoever_cannot_be_reached_is_no_recipient()
    {
        var patient = Given.Patient();
        patient.MarkWrongNumber(Given.Mobile, Booked);
        patient.MarkWrongEmail(patient.Emails[0].Address);
        Assert.Empty(People(patient));
    }

    [Fact]
    public void However_a_family_stands_no_one_is_told_who_is_estranged_or_may_not_be_told_and_a_minor_only_through_guardians()
    {
        var proxies = Gen.Select(Gen.Enum<ProxyRelation>(), Gen.Bool, Gen.Bool, Gen.Bool).Array[0, 5];
        Gen.Select(proxies, Gen.Int[2000, 2024], Gen.Bool, Gen.Bool).Sample((family, born, adolescent, confidential) =>
        {
            var patient = Given.Patient(born: new LocalDate(born, 5, 4));
            patient.KeepVisitsConfidential(adolescent);
            for (var i = 0; i < family.Length; i++)
            {
                var (relation, may, estranged, shared) = family[i];
                patient.AddProxy(new Proxy(new PersonId($"p{i}"), new PersonName("", "Diaz"), relation, new PhoneContact(shared ? Given.Mobile : Given.OtherMobile), MayReceiveReminders: may, IsEstranged: estranged));
            }

            var told = For(patient, Visit(confidential: confidential));
            var minor = patient.IsMinorOn(Start.Date);
            foreach (var one in told)
            {
                var proxy = patient.Proxies.SingleOrDefault(other => other.Id == one.Person);
                Assert.True(one.IsReachable);
                Assert.False(proxy is { IsEstranged: true } or { MayReceiveReminders: false });
                Assert.False(confidential && proxy is not null);
                if (minor)
                    Assert.Equal(confidential || adolescent, proxy is null);
                if (minor && proxy is not null)
                    Assert.True(proxy.IsGuardian);
            }
        });
    }

    private static Proxy Proxy(string id, ProxyRelation relation) => new(new PersonId(id), new PersonName("Juan", "Diaz"), relation, new PhoneContact(Given.OtherMobile, LineType.Mobile));

    private static Appointment Visit(bool confidential = false) => Appointment.Book(Given.Request(Start) with { IsConfidential = confidential }, Booked);

    private static IReadOnlyList<Recipient> For(Patient patient, Appointment visit) => Recipient.For(patient, visit, Given.Location(), Given.Practice());

    private static IEnumerable<string> People(Patient patient) => For(patient, Visit()).Select(one => one.Person.Value);
}

using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>How the desk and programs take patients on record, on both databases.</summary>
public sealed class PatientCommandTests(PostgresCluster cluster)
{
    private static readonly RegisterPatient Rosa = new(
        "Díaz", "Rosa", new DateOnly(1990, 7, 14), AdministrativeSex.Female, "(617) 555-0188", "rosa@example.org", "es", TextsAllowed: true, PreferredChannel: Channel.Sms);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_patient_is_kept_once_with_everything_that_was_said(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clinic.Commands.RegisterAsync(Rosa, "order-1", Stop)));
        var refuses = await clinic.Commands.RegisterAsync(Rosa with { GivenName = "Ana", TextsAllowed = false, PreferredChannel = null }, "order-2", Stop);
        var view = (await clinic.Reader.GetPatientAsync(Assert.Single(answers.Select(answer => answer.Result!.Id).Distinct()), Stop))!;
        var other = (await clinic.Reader.GetPatientAsync(refuses.Result!.Id, Stop))!;

        Assert.Equal(("Rosa Díaz", Rosa.BornOn, "+16175550188", "rosa@example.org", "es"), (view.Patient.Name, view.Patient.BornOn, view.Patient.Phone, view.Patient.Email, view.Patient.Language));
        Assert.Equal(("Female", "Sms"), (view.Sex, view.PreferredChannel));
        Assert.Equal(("Text messages", true), (view.Consents.Single().What, view.Consents.Single().IsGiven));
        Assert.Equal(("Text messages", false), (other.Consents.Single().What, other.Consents.Single().IsGiven));
        Assert.Equal(2, (await clinic.Reader.FindPatientsAsync(new PatientQuery(new ListQuery()), Stop)).Total);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_patient_of_the_same_name_and_birth_date_is_refused_until_the_desk_says_that_it_is_another(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        var first = await clinic.Commands.RegisterAsync(Rosa, "k1", Stop);

        var again = await clinic.Commands.RegisterAsync(Rosa with { FamilyName = "DIAZ", Phone = "617 555 0199" }, "k2", Stop);
        var another = await clinic.Commands.RegisterAsync(Rosa with { IsAnother = true }, "k3", Stop);

        Assert.Equal((Refusal.Conflict, "isAnother", first.Result!.Id), (again.Refusal, again.Problems[0].Field, again.Problems[0].Value));
        Assert.NotEqual(first.Result.Id, another.Result!.Id);
    }

    [Fact]
    public async Task What_cannot_be_used_is_named_all_at_once_without_the_values()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);

        async Task<IEnumerable<string>> WrongAsync(RegisterPatient command) =>
            (await clinic.Commands.RegisterAsync(command, Guid.NewGuid().ToString("N"), Stop)) is { Refusal: Refusal.Invalid } refused && refused.Problems.All(problem => problem.Value is null)
                ? refused.Problems.Select(problem => problem.Field)
                : [];

        Assert.Equal(["familyName", "bornOn", "phone", "email", "language"], await WrongAsync(Rosa with { FamilyName = " ", BornOn = new DateOnly(2990, 1, 1), Phone = "12", Email = "rosa", Language = "?" }));
        Assert.Equal(["bornOn"], await WrongAsync(Rosa with { BornOn = new DateOnly(1800, 1, 1) }));
        Assert.Equal(["phone", "preferredChannel"], await WrongAsync(Rosa with { Phone = null }));
        Assert.Equal(["preferredChannel"], await WrongAsync(Rosa with { TextsAllowed = null }));
        Assert.Equal(["preferredChannel"], await WrongAsync(Rosa with { Email = null, PreferredChannel = Channel.Email }));
        Assert.Equal(0, (await clinic.Reader.FindPatientsAsync(new PatientQuery(new ListQuery()), Stop)).Total);
    }
}

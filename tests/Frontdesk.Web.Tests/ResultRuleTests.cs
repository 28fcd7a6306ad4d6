using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.LabResults;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>What results are held against: limits of tests, limits of one patient, standing orders; on both databases.</summary>
public sealed class ResultRuleTests(PostgresCluster cluster)
{
    private const string Potassium = "2823-3";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Limits_of_one_patient_count_for_that_patient_only_until_a_provider_ends_them(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var (rules, limits) = (clinic.Get<ResultRuleCommands>(), new LimitPatient("hw", "mmol/L", 3.5m, 6m, 2.8m, 7m));
        Assert.Equal("Abnormal", await SeverityAsync(clinic, "F-1", "p1"));

        Assert.Equal(Refusal.Conflict, (await rules.LimitAsync("p1", Potassium, limits with { By = "sam" }, "k1", Stop)).Refusal);
        Assert.Equal("by", Assert.Single((await rules.LimitAsync("p1", Potassium, limits with { By = "nobody" }, "k2", Stop)).Problems).Field);
        Assert.Equal("unit", Assert.Single((await rules.LimitAsync("p1", Potassium, limits with { Unit = " " }, "k3", Stop)).Problems).Field);
        Assert.Equal(Refusal.Conflict, (await rules.LimitAsync("p1", Potassium, limits with { Low = 8m }, "k4", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await rules.LimitAsync("p9", Potassium, limits, "k5", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await rules.EndLimitsAsync("p1", Potassium, new TakeBack("hw"), "k6", Stop)).Refusal);

        var set = Assert.Single((await rules.LimitAsync("p1", Potassium, limits, "k7", Stop)).Result!.Limits);
        Assert.Equal(("Potassium", 6m, "hw", null), (set.Test, set.High, set.SetBy, set.EndedAt));
        Assert.Equal("Normal", await SeverityAsync(clinic, "F-2", "p1"));
        Assert.Equal("3.5–6 mmol/L", (await clinic.ResultReading.GetAsync(ResultIntake.IdOf("quest", "F-2").Value, Stop))!.Values[0].Range);
        Assert.Equal("Abnormal", await SeverityAsync(clinic, "F-3", "p2"));

        Assert.NotNull(Assert.Single((await rules.EndLimitsAsync("p1", Potassium, new TakeBack("hw"), "k8", Stop)).Result!.Limits).EndedAt);
        Assert.Equal("Abnormal", await SeverityAsync(clinic, "F-4", "p1"));
        Assert.Equal("3.5–5.1 mmol/L", (await clinic.ResultReading.GetAsync(ResultIntake.IdOf("quest", "F-4").Value, Stop))!.Values[0].Range);
        Assert.Contains(await clinic.ReadAsync(records => records.FindAccessesAsync(new PatientId("p1"), Stop)), look => look.What == "test-limits");
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_standing_order_is_signed_by_its_own_provider_for_a_year_at_most_and_never_for_a_sensitive_test(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var rules = clinic.Get<ResultRuleCommands>();
        var today = DateOnly.FromDateTime(clinic.Now.Date);
        var sign = new SignStandingOrder("hw", today.AddDays(200));

        Assert.Equal("by", Assert.Single((await rules.SignAsync("weiss", Potassium, sign with { By = "sam" }, "k1", Stop)).Problems).Field);
        Assert.Equal("by", Assert.Single((await rules.SignAsync("ortiz", Potassium, sign, "k2", Stop)).Problems).Field);
        Assert.Equal("code", Assert.Single((await rules.SignAsync("weiss", "56888-1", sign, "k3", Stop)).Problems).Field);
        Assert.Equal(Refusal.Conflict, (await rules.SignAsync("weiss", Potassium, sign with { Until = today.AddDays(400) }, "k4", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await rules.SignAsync("weiss", Potassium, sign with { Until = today.AddDays(-2) }, "k5", Stop)).Refusal);

        var signed = (await rules.SignAsync("weiss", Potassium, sign, "k6", Stop)).Result!;
        Assert.Equal(("Potassium", "hw", true), (signed.Test, signed.SignedBy, signed.IsInForce));
        Assert.Equal("by", Assert.Single((await rules.RevokeAsync("weiss", Potassium, new TakeBack("sam"), "k7", Stop)).Problems).Field);
        Assert.False((await rules.RevokeAsync("weiss", Potassium, new TakeBack("dir"), "k8", Stop)).Result!.IsInForce);
        Assert.Null((await rules.SignAsync("weiss", Potassium, sign, "k9", Stop)).Result!.RevokedAt);
        Assert.Single(await clinic.Get<ResultRuleReading>().GetStandingOrdersAsync(Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task The_practices_own_limits_stand_beside_those_that_ship_and_a_result_is_found_by_the_name_of_its_test(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var (rules, reading) = (clinic.Get<ResultRuleCommands>(), clinic.Get<ResultRuleReading>());
        Assert.Equal(DefaultTests.Codes.Count(), (await reading.GetRulesAsync(Stop)).Count(rule => !rule.IsOwn));

        var own = (await rules.SetRuleAsync("9999-9", new SetTestRule("Urine dip", ExpectedTexts: ["negative"]), "k1", Stop)).Result!;
        Assert.Equal((true, "negative"), (own.IsOwn, Assert.Single(own.ExpectedTexts)));
        Assert.True((await rules.SetRuleAsync(Potassium, new SetTestRule("Kalium", "mmol/L", 3.5m, 5m), "k2", Stop)).Result!.IsOwn);
        Assert.Equal("Kalium", Assert.Single(await reading.GetRulesAsync(Stop), rule => rule.Code == Potassium).Name);

        await SeverityAsync(clinic, "F-1", "p1");
        await SeverityAsync(clinic, "F-2", "p2", "718-7");
        Assert.Equal("Kalium", Assert.Single((await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery("kal")), Stop)).Items).Test);
        Assert.Equal("Hemoglobin", Assert.Single((await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery("hemoglobin angstrom")), Stop)).Items).Test);
        Assert.Empty((await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery("hemoglobin munoz")), Stop)).Items);
    }

    private static async Task<string> SeverityAsync(Clinic clinic, string filler, string patient, string code = Potassium)
    {
        var received = (await clinic.Results.ReceiveAsync(
            new PostReport("quest", filler, code, "F", clinic.Now.AddDays(-1).ToOffset(TimeSpan.Zero), [new PostedValue(code, "F", Value: 5.6m, Unit: "mmol/L")], PractitionerId: "weiss"),
            $"report {filler}",
            Stop)).Result!;
        return (await clinic.Results.MatchAsync(received.Row.Id, new MatchToPatient(patient, "hw", [PatientIdentifier.FullName, PatientIdentifier.RecordNumber]), $"match {filler}", Stop)).Result!.Row.Severity;
    }

    private async Task<Clinic> OpenAsync(DatabaseKind kind)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, _) =>
        {
            records.Add(new StaffMember(Clinic.Id, new StaffId("hw"), new PersonName("Hannah", "Weiß"), [StaffRole.Provider], new PractitionerId("weiss")));
            records.Add(new StaffMember(Clinic.Id, new StaffId("dir"), new PersonName("Ada", "Diaz"), [StaffRole.MedicalDirector]));
            records.Add(new StaffMember(Clinic.Id, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
        });
        return clinic;
    }
}

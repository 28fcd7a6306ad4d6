using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Hosting;
using NodaTime;
using static Frontdesk.Web.Commanding.Fields;

namespace Frontdesk.Web.LabResults;

/// <summary>Sets what results are held against. Only providers set limits for a patient or sign; a change counts from the next report on.</summary>
internal sealed class ResultRuleCommands(CommandRun run, ResultRuleReading reading, PracticeSettings settings)
{
    /// <summary>Sets what the practice holds of a test.</summary>
    public Task<Outcome<TestRuleView>> SetRuleAsync(string code, SetTestRule command, string key, CancellationToken stop) => run.RunAsync(
        key,
        ["set-test-rule", code, command],
        async (burst, records, cancel) =>
        {
            var rule = await records.FindTestRuleAsync(code, cancel);
            if (rule is null || rule.RowVersion == 0)
            {
                rule = new TestRule(new PracticeId(burst.PracticeId), code, command.Name);
                records.Add(rule);
            }

            rule.Rename(command.Name);
            rule.Limit(Limits(command.Unit, command.Low, command.High, command.CriticalLow, command.CriticalHigh));
            rule.Expect([.. command.ExpectedTexts ?? []]);
            rule.Protect(command.IsSensitive);
            return code;
        },
        one => reading.GetRuleAsync(one, CancellationToken.None),
        stop);

    /// <summary>A provider signs, for their own results, that normal ones of a test may be released with the standard words.</summary>
    public Task<Outcome<StandingOrderView>> SignAsync(string practitionerId, string code, SignStandingOrder command, string key, CancellationToken stop) => run.RunAsync(
        key,
        ["sign-standing-order", practitionerId, code, command],
        async (burst, records, cancel) =>
        {
            var member = await MemberAsync(records, command.By, cancel);
            var practitioner = Value("practitionerId", practitionerId, text => new PractitionerId(text));
            if (member.Practitioner != practitioner)
                throw Invalid("by", command.By, "A provider signs for their own results only.", "Send the account of that provider.");
            if ((await records.FindTestRuleAsync(code, cancel))?.IsSensitive == true)
                throw Invalid("code", code, "Only a clinician's voice tells of this test, so nothing of it is released unseen.", "Choose another test.");

            var now = Now(burst);
            var expiresAt = PracticeTime.At(LocalDate.FromDateOnly(command.Until).PlusDays(1).AtMidnight(), Zones.Named(settings.Zone.Id)).Instant;
            if (await records.FindStandingOrderAsync(practitioner, code, cancel) is { } known)
            {
                known.Sign(now, expiresAt, member.Id);
                return known.Key;
            }

            var order = new StandingOrder(new PracticeId(burst.PracticeId), practitioner, code, now, expiresAt, member.Id);
            records.Add(order);
            return order.Key;
        },
        one => reading.GetStandingOrderAsync(one, CancellationToken.None),
        stop);

    /// <summary>The provider, or a medical director, takes a standing order back.</summary>
    public Task<Outcome<StandingOrderView>> RevokeAsync(string practitionerId, string code, TakeBack command, string key, CancellationToken stop) => run.RunAsync(
        key,
        ["revoke-standing-order", practitionerId, code, command],
        async (burst, records, cancel) =>
        {
            var member = await MemberAsync(records, command.By, cancel);
            var practitioner = Value("practitionerId", practitionerId, text => new PractitionerId(text));
            if (member.Practitioner != practitioner && !member.Roles.Contains(StaffRole.MedicalDirector))
                throw Invalid("by", command.By, "Only the provider or a medical director takes a standing order back.", "Send the account of one of them.");

            var order = await records.FindStandingOrderAsync(practitioner, code, cancel)
                ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("code", code, "There is no such standing order.", "Take provider and test from the list."));
            order.Revoke(Now(burst));
            return order.Key;
        },
        one => reading.GetStandingOrderAsync(one, CancellationToken.None),
        stop);

    /// <summary>A provider sets limits of a test for one patient.</summary>
    public Task<Outcome<PatientLimits>> LimitAsync(string patientId, string code, LimitPatient command, string key, CancellationToken stop) => ChangeAsync(
        "limit-patient",
        patientId,
        code,
        command,
        command.By,
        key,
        (burst, records, patient, known, by) =>
        {
            var limits = Limits(command.Unit, command.Low, command.High, command.CriticalLow, command.CriticalHigh)
                ?? throw Invalid("unit", command.Unit, "Limits need a unit.", "Send the UCUM unit in which the laboratory reports.");
            if (limits is { Low: null, High: null, CriticalLow: null, CriticalHigh: null })
                throw Invalid("low", null, "There is no limit.", "Send at least one.");

            if (known is null)
                records.Add(new PatientTestRule(new PracticeId(burst.PracticeId), patient, code, limits, by));
            else
                known.Limit(limits, by);
        },
        stop);

    /// <summary>A provider ends the limits of one patient: the practice's count again.</summary>
    public Task<Outcome<PatientLimits>> EndLimitsAsync(string patientId, string code, TakeBack command, string key, CancellationToken stop) => ChangeAsync(
        "end-patient-limits",
        patientId,
        code,
        command,
        command.By,
        key,
        (burst, _, _, known, by) =>
            (known ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("code", code, "This patient has no limits of their own for the test.", "Take the code from the patient's limits."))).End(by, Now(burst)),
        stop);

    private Task<Outcome<PatientLimits>> ChangeAsync(string verb, string patientId, string code, object command, string by, string key, Action<BurstTransaction, IPracticeRecords, PatientId, PatientTestRule?, string> change, CancellationToken stop) => run.RunAsync(
        key,
        [verb, patientId, code, command],
        async (burst, records, cancel) =>
        {
            if (string.IsNullOrWhiteSpace(code) || code.Length > 64)
                throw Invalid("code", code, "This is no code of a test.", "Send the LOINC code, at most 64 characters.");

            var member = await MemberAsync(records, by, cancel);
            await new ResultDesk(records).RequireProviderAsync(member.Id, cancel);
            var patient = Value("patientId", patientId, text => new PatientId(text));
            if (await records.FindPatientAsync(patient, cancel) is null)
                throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("patientId", patientId, "There is no such patient.", "Take the id from the list of patients."));

            change(burst, records, patient, await records.FindPatientTestRuleAsync(patient, code, cancel), member.Id.Value);
            return patient.Value;
        },
        one => reading.GetLimitsAsync(one, CancellationToken.None),
        stop);

    private static TestThresholds? Limits(string? unit, decimal? low, decimal? high, decimal? criticalLow, decimal? criticalHigh) =>
        string.IsNullOrWhiteSpace(unit) ? null : new TestThresholds(unit.Trim(), low, high, criticalLow, criticalHigh);

    private static async ValueTask<StaffMember> MemberAsync(IPracticeRecords records, string by, CancellationToken cancel) =>
        await records.FindStaffAsync(Value("by", by, text => new StaffId(text)), cancel) is { IsActive: true } member
            ? member
            : throw Invalid("by", by, "There is no such account.", "Send the account of a provider.");

    private static Instant Now(BurstTransaction burst) => Instant.FromDateTimeOffset(burst.Now);
}

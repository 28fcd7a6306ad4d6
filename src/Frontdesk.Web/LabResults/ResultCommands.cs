using Frontdesk.Activities.Results;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using NodaTime;
using static Frontdesk.Web.Commanding.Fields;

namespace Frontdesk.Web.LabResults;

/// <summary>What laboratories, providers and staff do with results over the API and on the pages.</summary>
public sealed class ResultCommands
{
    private readonly CommandRun run;
    private readonly ResultReading reading;
    private readonly PracticeReader reader;
    private readonly WorkflowDefinitions definitions;

    internal ResultCommands(CommandRun run, ResultReading reading, PracticeReader reader, WorkflowDefinitions definitions) =>
        (this.run, this.reading, this.reader, this.definitions) = (run, reading, reader, definitions);

    /// <summary>The longest time that a result may be kept back, as the manager set it in the workflow.</summary>
    public async Task<Duration> LongestHoldAsync(CancellationToken stop) =>
        (await reader.GetPublishedWorkflowAsync("result-notification", stop))?.VariableNumber("LongestHoldDays") is { } days ? Duration.FromDays(days) : ResultDesk.UsualLongestHold;

    /// <summary>Takes a report in. Handing the same one in again changes nothing.</summary>
    public Task<Outcome<ResultView>> ReceiveAsync(PostReport report, string key, CancellationToken stop) => run.RunAsync<ResultView>(
        key,
        ["receive-result", report],
        async (burst, records, cancel) =>
        {
            var answer = await new ResultIntake(records).ReceiveAsync(new PracticeId(burst.PracticeId), Read(report), definitions.ResultsNewWithin(burst), Now(burst), cancel);
            return answer.Result.Id.Value;
        },
        id => reading.GetAsync(id, CancellationToken.None),
        stop);

    /// <summary>Records a provider's direction.</summary>
    public async Task<Outcome<ResultView>> DecideAsync(string id, DecideResult command, string key, CancellationToken stop)
    {
        var longestHold = await LongestHoldAsync(stop);
        return await ChangeAsync(id, "decide-result", command, key, stop, (burst, records, result, cancel) =>
            new ValueTask(new ResultDesk(records).DecideAsync(
                result.Id,
                new Direction(command.Outcome, command.Version, command.ContentHash, Staff(command.By))
                {
                    Text = command.Text,
                    HoldReason = command.HoldReason,
                    HoldUntil = command.HoldUntil is { } until ? Instant.FromDateTimeOffset(until) : null,
                },
                longestHold,
                Now(burst),
                cancel)));
    }

    /// <summary>Ties an unmatched result to a patient.</summary>
    public Task<Outcome<ResultView>> MatchAsync(string id, MatchToPatient command, string key, CancellationToken stop) => ChangeAsync(id, "match-result", command, key, stop, (burst, records, result, cancel) =>
        new ValueTask(new ResultIntake(records).MatchByHandAsync(result.Id, new PatientMatch(Value("patientId", command.PatientId, text => new PatientId(text)), command.Identifiers ?? [], Staff(command.By)), Now(burst), cancel)));

    /// <summary>Takes a result from a patient whose it is not.</summary>
    public Task<Outcome<ResultView>> DetachAsync(string id, TakeFromPatient command, string key, CancellationToken stop) => ChangeAsync(id, "detach-result", command, key, stop, (burst, records, result, cancel) =>
        new ValueTask(new ResultDesk(records).DetachAsync(result.Id, Staff(command.By), Now(burst), cancel)));

    /// <summary>A provider says how much a result asks for.</summary>
    public Task<Outcome<ResultView>> ClassifyAsync(string id, ClassifyResult command, string key, CancellationToken stop) => ChangeAsync(id, "classify-result", command, key, stop, async (burst, records, result, cancel) =>
    {
        await new ResultDesk(records).RequireProviderAsync(Staff(command.By), cancel);
        result.ClassifyByHand(command.Severity, command.Version, Now(burst));
    });

    /// <summary>Records what staff heard of an attempt later.</summary>
    public Task<Outcome<ResultView>> RecordAsync(string id, RecordAttempt command, string key, CancellationToken stop) => ChangeAsync(id, "record-attempt", command, key, stop, (burst, records, result, cancel) =>
        new ValueTask(new ResultDesk(records).HearAsync(result.Id, command.Contact, command.Outcome, Staff(command.By), Now(burst), cancel)));

    /// <summary>A provider knows of a critical value.</summary>
    public Task<Outcome<ResultView>> KnowAsync(string id, KnowOfCritical command, string key, CancellationToken stop) => ChangeAsync(id, "know-critical", command, key, stop, async (burst, records, result, cancel) =>
    {
        await new ResultDesk(records).RequireProviderAsync(Staff(command.By), cancel);
        result.KnowCritical(Staff(command.By), Now(burst));
    });

    /// <summary>Orders a test.</summary>
    public Task<Outcome<TestOrderView>> OrderAsync(PlaceTestOrder command, string key, CancellationToken stop) => run.RunAsync<TestOrderView>(
        key,
        ["place-test-order", command],
        async (burst, records, cancel) =>
        {
            var patient = Value("patientId", command.PatientId, text => new PatientId(text));
            var practitioner = Value("practitionerId", command.PractitionerId, text => new PractitionerId(text));
            if (await records.FindPatientAsync(patient, cancel) is null || await records.FindPractitionerAsync(practitioner, cancel) is null)
                throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("patientId", command.PatientId, "There is no such patient or practitioner.", "Take the ids from the lists."));

            var order = TestOrder.Place(new PracticeId(burst.PracticeId), new TestOrderId(burst.NewId()), patient, practitioner, command.Code, Now(burst), command.IsStat, [.. (command.CopyTo ?? []).Select(copy => Value("copyTo", copy, text => new PractitionerId(text)))]);
            records.Add(order);
            return order.Id.Value;
        },
        id => reading.GetOrderAsync(id, CancellationToken.None),
        stop);

    /// <summary>Says that a specimen was taken, or that a test is called off.</summary>
    public Task<Outcome<TestOrderView>> MarkOrderAsync(string id, MarkTestOrder command, string key, CancellationToken stop) => run.RunAsync<TestOrderView>(
        key,
        ["mark-test-order", id, command],
        async (burst, records, cancel) =>
        {
            var order = await records.FindTestOrderAsync(Value("id", id, text => new TestOrderId(text)), cancel)
                ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("id", id, "There is no such order.", "Take the id from the answer that made it."));
            switch (command.Mark)
            {
                case "collected":
                    order.Collect(Now(burst));
                    break;
                case "cancelled":
                    await new ResultDesk(records).RequireProviderAsync(Staff(command.By), cancel);
                    order.Cancel(Now(burst));
                    break;
                default:
                    throw new CommandRefusedException(Refusal.Invalid, new FieldProblem("mark", command.Mark, "There is no such mark.", "Send collected or cancelled."));
            }

            return id;
        },
        one => reading.GetOrderAsync(one, CancellationToken.None),
        stop);

    private Task<Outcome<ResultView>> ChangeAsync(string id, string name, object command, string key, CancellationToken stop, Func<BurstTransaction, IPracticeRecords, DiagnosticResult, CancellationToken, ValueTask> change) => run.RunAsync<ResultView>(
        key,
        [name, id, command],
        async (burst, records, cancel) =>
        {
            var result = ResultReading.IdOf(id) is { } known ? await records.FindResultAsync(known, cancel) : null;
            if (result is null)
                throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("id", id, "There is no such result.", "Take the id from the list."));

            await change(burst, records, result, cancel);
            return id;
        },
        one => reading.GetAsync(one, CancellationToken.None),
        stop);

    private static IncomingReport Read(PostReport report)
    {
        var name = report.PatientFamily is { Length: > 0 } family ? Value("patientFamily", family, text => new PersonName(report.PatientGiven ?? string.Empty, text)) : null;
        return new IncomingReport(
            report.Sender,
            report.FillerOrder,
            report.Code,
            Status("status", report.Status),
            Instant.FromDateTimeOffset(report.ReportedAt),
            [.. report.Values.Select((one, index) => Read(one, index, report.ReportedAt))],
            new NamedPatient(
                [.. (report.PatientIdentifiers ?? []).Select(one => Value("patientIdentifiers", one, ExternalIdentifier.Restore))],
                name,
                report.PatientBirthDate is { } born ? LocalDate.FromDateOnly(born) : null))
        {
            Order = report.OrderId is { } order ? Value("orderId", order, text => new TestOrderId(text)) : null,
            ParentFillerOrder = report.ParentFillerOrder,
            Practitioner = report.PractitionerId is { } practitioner ? Value("practitionerId", practitioner, text => new PractitionerId(text)) : null,
            CopyTo = [.. (report.CopyTo ?? []).Select(copy => Value("copyTo", copy, text => new PractitionerId(text)))],
            TakenAt = report.TakenAt is { } taken ? Instant.FromDateTimeOffset(taken) : null,
            Source = "api",
        };
    }

    private static Observation Read(PostedValue one, int index, DateTimeOffset reportedAt) =>
        new(one.Code, one.SubId ?? string.Empty, Status($"values[{index}].status", one.Status), Instant.FromDateTimeOffset(one.At ?? reportedAt))
        {
            Name = one.Name ?? string.Empty,
            Value = one.Value,
            Comparator = one.Comparator ?? string.Empty,
            Unit = one.Unit ?? string.Empty,
            Text = one.Text ?? string.Empty,
            Low = one.Low,
            High = one.High,
            Flag = AbnormalFlags.Read(one.Flag),
        };

    private static ObservationStatus Status(string field, string code) => ObservationStatusCodes.Read(code)
        ?? throw new CommandRefusedException(Refusal.Invalid, new FieldProblem(field, code, "There is no such status.", "Send registered, partial, preliminary, final, amended, corrected, cancelled or entered-in-error, or a code of HL7's table 0085."));

    private static StaffId Staff(string by) => Value("by", by, text => new StaffId(text));

    private static Instant Now(BurstTransaction burst) => Instant.FromDateTimeOffset(burst.Now);
}

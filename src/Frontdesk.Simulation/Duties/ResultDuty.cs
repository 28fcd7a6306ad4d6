using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Activities.Results;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Tasks;
using Frontdesk.Simulation.Actors;
using Frontdesk.Simulation.Figures;
using Frontdesk.Simulation.Population;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Simulation.Duties;

#pragma warning disable CA1812 // Found by SimulatedDuty.
/// <summary>
/// Tests that are ordered, laboratories that report, correct and repeat themselves, providers who decide, and staff who call
/// and post; what patients do of themselves is with <see cref="ResultPatients"/>.
/// </summary>
internal sealed class ResultDuty : SimulatedDuty
{
    private static readonly (string Code, string Unit, decimal Normal, decimal Off, decimal Critical)[] Tests =
    [
        ("2823-3", "mmol/L", 4.2m, 5.6m, 6.8m),
        ("2951-2", "mmol/L", 140m, 148m, 118m),
        ("718-7", "g/dL", 14m, 10.5m, 6.4m),
        ("2160-0", "mg/dL", 0.9m, 2.1m, 8.2m),
        ("4548-4", "%", 5.2m, 7.4m, 7.4m),
        ("3016-3", "m[IU]/L", 2.1m, 7.8m, 7.8m),
    ];

    private Chance? _chance;
    private int _orders;
    private ResultPatients? _people;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds { get; } = ["result", "test-order"];

    private Chance Luck => _chance ??= new Chance(Plan.Seed, "results");

    private ResultPatients People => _people ??= new ResultPatients(Practice, Agenda, Plan, Luck);

    /// <inheritdoc/>
    public override Task OpenAsync() => Practice.DoAsync((records, _) =>
    {
        foreach (var practitioner in Registration.Practitioners.Take(2))
            records.Add(new StandingOrder(Practice.Id, practitioner, "2951-2", Practice.Now, Practice.Now + StandingOrder.Longest));

        return ValueTask.FromResult(true);
    });

    /// <inheritdoc/>
    public override void PlanDay(LocalDate day, bool isBusinessDay)
    {
        if (!isBusinessDay || Patients.Count == 0)
            return;

        // About one test a month for each ten patients, and on some days a whole round.
        var expected = (Patients.Count / 40.0) + 0.4;
        var orders = (int)expected + (Luck.Is(expected - (int)expected) ? 1 : 0);
        for (var i = 0; i < orders; i++)
        {
            var patient = Luck.OneOf(Patients);
            var practitioner = Luck.OneOf(Registration.Practitioners);
            var test = Luck.OneOf(Tests);
            Agenda.At(At(day, Luck.Between(9 * 60, 16 * 60)), () => OrderAsync(patient, practitioner, test));
        }
    }

    /// <inheritdoc/>
    public override Task<TaskAnswer?> AnswerAsync(SimulatedTask task) => Task.FromResult(task.Title switch
    {
        // Some things wait until the next round.
        _ when !task.Title.StartsWith("Critical", StringComparison.Ordinal) && Luck.Is(0.25) => null,
        "Decide about a result" => Decide(task),
        "Find whose a result is" => Answer(task, "Nobody here"),
        "Post a letter" or "Post a letter again" => Posted(task, isCertified: false),
        "Post a certified letter" => Posted(task, isCertified: true),
        "Call a patient: a message waits" => Answer(task, Luck.Weighted(("Will read", 0.35), ("Wants clinician", 0.15), ("Not reached", 0.47), ("Wrong number", 0.03))),
        "Tell a patient a result by voice" => Answer(task, Luck.Weighted(("Patient told", 0.6), ("Not reached", 0.38), ("Wrong number", 0.02))),
        "Call a patient about a critical result now" => Answer(task, "Patient told"),
        "Decide about a patient who cannot be reached" => Answer(task, Luck.Is(0.5) ? "Close" : "Decide anew"),
        "Ask a patient about a test that was not done" => Answer(task, Luck.Weighted(("Will go", 0.45), ("Done already", 0.2), ("Declined", 0.1), ("Not reached", 0.25))),
        "Ask a laboratory about a report" => Answer(task, Luck.Weighted(("On its way", 0.6), ("Specimen lost", 0.2), ("Not reached", 0.2))),
        "Decide about a test that was not done" => Answer(task, Luck.Weighted(("Wait on", 0.2), ("Collect again", 0.2), ("Call off", 0.6))),
        _ => Answer(task, task.Outcomes[0]),
    });

    /// <inheritdoc/>
    public override Task DeliveredAsync(OutboxMessage message)
    {
        People.Receive(message);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> FiguresAsync()
    {
        await using var context = await Practice.OpenRecordsAsync();
        var results = await context.Set<DiagnosticResult>().AsNoTracking().ToListAsync();
        var orders = await context.Set<TestOrder>().AsNoTracking().ToListAsync();
        var decisions = await context.Set<ResultDecision>().AsNoTracking().ToListAsync();
        var live = results.Where(result => result.State != ResultState.Filed).ToList();
        var critical = live.Where(result => result.CriticalSince is not null).ToList();
        var known = live.Where(result => result.AcknowledgedAt is not null).ToList();
        return
        [
            new("Tests ordered", Number(orders.Count), string.Empty),
            new("Results received", Number(live.Count), string.Empty),
            new("Results corrected", Number(live.Count(result => result.IsCorrected)), string.Empty),
            new("Results informed within 7 or 14 days", Share(known.Count(result => result.AcknowledgedAt - result.VersionAt <= Duration.FromDays(result.NeedsAction ? 7 : 14)), known.Count), "no patient uninformed"),
            new("Critical results known within 60 minutes", Share(critical.Count(result => result.CriticalKnownAt - result.CriticalSince <= Duration.FromMinutes(60)), critical.Count), "100 %"),
            new("Results under a standing order", Number(decisions.Count(decision => decision.StandingOrder is not null)), string.Empty),
            new("Patients not reached about a result", Number(live.Count(result => result.Closing == ResultClosing.Unreachable)), "0"),
            new("Results open now", Number(live.Count(result => !ResultStateTable.IsOver(result.State))), string.Empty),
        ];
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) =>
        whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part} of {whole})");

    private static TaskAnswer Answer(SimulatedTask task, string outcome, JsonNode? form = null)
    {
        var (user, roles) = Who(task);
        return new TaskAnswer(user, roles, outcome, form);
    }

    private static (string User, IReadOnlyList<string> Roles) Who(SimulatedTask task) =>
        task.Users.Count > 0 ? (task.Users[0], [StaffRole.Provider])
        : task.Roles.Contains(StaffRole.Clinician) ? ("kim", [StaffRole.Clinician])
        : task.Roles.Contains(StaffRole.MedicalDirector) ? ("lee", [StaffRole.MedicalDirector, StaffRole.Provider])
        : task.Roles.Contains(StaffRole.OfficeManager) && !task.Roles.Contains(StaffRole.FrontDesk) ? ("pat", [StaffRole.OfficeManager])
        : ("sam", [StaffRole.FrontDesk]);

    private TaskAnswer Posted(SimulatedTask task, bool isCertified)
    {
        People.Post(new ResultId(task.SubjectId), isCertified);
        return Answer(task, "Posted");
    }

    private TaskAnswer Decide(SimulatedTask task)
    {
        var outcome = Luck.Weighted((DecisionOutcome.ApproveTemplate, 0.66), (DecisionOutcome.ClinicianCalls, 0.16), (DecisionOutcome.Repeat, 0.06), (DecisionOutcome.Visit, 0.07), (DecisionOutcome.Hold, 0.05));
        return Answer(task, DecisionWords.Of(outcome), outcome == DecisionOutcome.Hold ? new JsonObject { ["reason"] = DecisionWords.Of(HoldReason.PatientAsked), ["days"] = "3" } : null);
    }

    private Instant At(LocalDate day, int minutes) => PracticeTime.At(day.At(LocalTime.Midnight).PlusMinutes(minutes), Practice.Zone).Instant;

    private async Task OrderAsync(PatientId patient, PractitionerId practitioner, (string Code, string Unit, decimal Normal, decimal Off, decimal Critical) test)
    {
        var id = new TestOrderId(string.Create(CultureInfo.InvariantCulture, $"order-{++_orders:00000}"));
        await Practice.DoAsync((records, _) =>
        {
            records.Add(TestOrder.Place(Practice.Id, id, patient, practitioner, test.Code, Practice.Now));
            return ValueTask.FromResult(true);
        });

        // One in twelve never goes; one specimen in forty is never heard of again.
        if (Luck.Is(0.08))
            return;

        var taken = DeskHours.From(Practice.Now + Duration.FromHours(Luck.Between(1, 30)), Practice.Zone);
        Agenda.At(taken, () => ChangeAsync(id, order =>
        {
            if (!order.IsOver)
                order.Collect(Practice.Now);
        }));
        if (Luck.Is(0.025))
            return;

        var value = Luck.Weighted((test.Normal, 0.72), (test.Off, 0.24), (test.Critical, 0.04));
        var unit = Luck.Is(0.03) ? "wrong" : test.Unit;
        var (isRepeated, isCorrected, isMissent) = (Luck.Is(0.05), Luck.Is(0.03), Luck.Is(0.01));
        var first = taken + Duration.FromHours(Luck.Between(8, 50));
        Agenda.At(first, () => ReportAsync(id, patient, practitioner, test.Code, value, unit, ObservationStatus.Final, isMissent));
        if (isRepeated)
            Agenda.At(first + Duration.FromMinutes(Luck.Between(5, 500)), () => ReportAsync(id, patient, practitioner, test.Code, value, unit, ObservationStatus.Final, isMissent, first));
        if (isCorrected)
            Agenda.At(first + Duration.FromHours(Luck.Between(3, 90)), () => ReportAsync(id, patient, practitioner, test.Code, test.Off, test.Unit, ObservationStatus.Corrected, isMissent));
    }

    private Task<bool> ChangeAsync(TestOrderId id, Action<TestOrder> change) => Practice.DoAsync(async (records, _) =>
    {
        change((await records.FindTestOrderAsync(id))!);
        return true;
    });

    private async Task ReportAsync(TestOrderId order, PatientId patient, PractitionerId practitioner, string code, decimal value, string unit, ObservationStatus status, bool isMissent, Instant? said = null)
    {
        var when = said ?? Practice.Now;
        var answer = await Practice.DoAsync(async (records, burst) =>
        {
            var person = (await records.FindPatientAsync(patient))!;
            var about = isMissent ? new NamedPatient([], new PersonName("Nobody", "Here"), new LocalDate(1900, 1, 1)) : new NamedPatient([], person.Name, person.BirthDate);
            var report = new IncomingReport("laboratory", $"filler-{order}", code, status, when, [new Observation(code, string.Empty, status, when) { Value = value, Unit = unit, Name = DefaultTests.NameOf(code) ?? code }], about)
            {
                Order = isMissent ? null : order,
                Practitioner = practitioner,
                TakenAt = when,
            };
            return await new ResultIntake(records).ReceiveAsync(Practice.Id, report, Practice.Engine.Definitions.ResultsNewWithin(burst), Practice.Now);
        });
        if (answer.Result is { CriticalSince: not null, CriticalKnownAt: null })
            Agenda.At(Practice.Now + Duration.FromMinutes(Luck.Between(3, 40)), () => AnswerCriticalAsync(answer.Result.Id));
    }

    // Providers carry a phone for this: they answer whatever the hour.
    private async Task AnswerCriticalAsync(ResultId id)
    {
        var open = Open(id);
        if (open is null)
            return;

        var (user, roles) = Who(open);
        await Practice.DoAsync((_, burst) =>
        {
            UserTasks.Complete(burst, open.Id, user, roles, "Known", null);
            return ValueTask.FromResult(true);
        });
    }

    private SimulatedTask? Open(ResultId id)
    {
        using var connection = Practice.Engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, title, details FROM user_task WHERE practice_id = '{Practice.Id.Value}' AND state IN ('ready', 'claimed') AND title LIKE 'Critical result:%' ORDER BY created_at, id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var details = JsonNode.Parse(reader.GetString(2))!;
            if ((string?)details["subject"] == ResultDesk.SubjectOf(id))
                return new SimulatedTask(reader.GetString(0), reader.GetString(1), ResultDesk.SubjectOf(id), Texts(details["roles"]), Texts(details["users"]), Texts(details["outcomes"]));
        }

        return null;
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(one => (string)one!)] : [];
}

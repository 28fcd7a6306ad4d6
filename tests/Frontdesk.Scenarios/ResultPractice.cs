using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Tasks;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>A practice with providers, a laboratory that reports about Rosa Diaz, and what people do about results.</summary>
internal static class ResultPractice
{
    public const string Potassium = "2823-3";
    public const string Sodium = "2951-2";
    public const string Hiv = "56888-1";

    public static readonly PractitionerId Lee = new("dr-lee");

    private static readonly Dictionary<string, string[]> Roles = new(StringComparer.Ordinal)
    {
        ["lee"] = [StaffRole.Provider],
        ["okafor"] = [StaffRole.Provider],
        ["marsh"] = [StaffRole.MedicalDirector, StaffRole.Provider],
        ["nina"] = [StaffRole.Clinician],
        ["sam"] = [StaffRole.FrontDesk],
        ["olga"] = [StaffRole.OfficeManager],
    };

    /// <summary>Opens the practice with its staff: Lee is covered by Okafor, and Marsh is the medical director.</summary>
    public static async Task<TestPractice> OpenWithStaffAsync(LocalDateTime start, string? postgres = null, Action<Patient>? patient = null, LocalDate? born = null)
    {
        var practice = await OpenAsync(start, postgres);
        await practice.DoAsync(records =>
        {
            foreach (var (id, roles) in Roles)
                records.Add(new StaffMember(Id, new StaffId(id), new PersonName("Ann", id), roles, id == "lee" ? Lee : null));

            return ValueTask.CompletedTask;
        });
        await practice.StaffAsync("lee", lee => lee.BeCoveredBy(new StaffId("okafor")));
        await practice.PatientAsync(also: patient, born: born);
        return practice;
    }

    public static Task StaffAsync(this TestPractice practice, string id, Action<StaffMember> change) =>
        practice.DoAsync(async records => change((await records.FindStaffAsync(new StaffId(id)))!));

    public static Observation Value(this TestPractice practice, decimal value, string code = Potassium, ObservationStatus status = ObservationStatus.Final, Duration? ago = null, string unit = "mmol/L", string subId = "") =>
        new(code, subId, status, practice.Now - (ago ?? Duration.Zero)) { Value = value, Unit = unit, Name = "Potassium" };

    public static IncomingReport Report(this TestPractice practice, params Observation[] values) => new(
        "quest",
        "F-1",
        values[0].Code,
        values.Max(one => one.Status),
        values.Max(one => one.At),
        values,
        new NamedPatient([], new PersonName("Rosa", "Diaz"), new LocalDate(1980, 5, 4)))
    {
        Practitioner = Lee,
        TakenAt = practice.Now,
    };

    /// <summary>A report arrives, and whatever follows from it happens.</summary>
    public static async Task<(IntakeOutcome Outcome, ResultId Id)> ReceiveAsync(this TestPractice practice, IncomingReport report)
    {
        IntakeAnswer? answer = null;
        await practice.DoAsync(async records => answer = await new ResultIntake(records).ReceiveAsync(Id, report, ResultIntake.UsualNewWithin, practice.Now));
        return (answer!.Outcome, answer.Result.Id);
    }

    public static async Task<DiagnosticResult> ResultAsync(this TestPractice practice, ResultId id) => (await practice.ReadAsync(records => records.FindResultAsync(id).AsTask()))!;

    /// <summary>Who may take the only task of a title.</summary>
    public static IReadOnlyList<string> AskedFor(this TestPractice practice, string title)
    {
        var details = JsonNode.Parse(Assert.Single(practice.Column($"SELECT details FROM user_task WHERE title = '{title}' AND state IN ('ready', 'claimed')")))!;
        return [.. details["users"]!.AsArray().Concat(details["roles"]!.AsArray()).Select(one => (string)one!)];
    }

    /// <summary>Someone completes the only open task of a title.</summary>
    public static async Task DoneAsync(this TestPractice practice, string title, string outcome, string user, JsonObject? form = null)
    {
        var task = Assert.Single(await practice.TasksAsync(), one => one.Title == title);
        var done = practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, task.Id, user, Roles[user], outcome, form);
            return ValueTask.FromResult(true);
        });
        await practice.SettleAsync();
        await done;
    }

    public static Task DecideAsync(this TestPractice practice, string outcome, string user = "lee", JsonObject? form = null) => practice.DoneAsync("Decide about a result", DecisionWords.Of(Enum.Parse<DecisionOutcome>(outcome)), user, form);

    /// <summary>The part of the address in the latest message that names the link.</summary>
    public static string TokenOf(Left message) =>
        message.Text[(message.Text.IndexOf("/p/", StringComparison.Ordinal) + 3)..].Split(' ', '<', '"')[0];

    public static async Task<ResultPageView> OpenPageAsync(this TestPractice practice, string token)
    {
        ResultPageView? view = null;
        await practice.DoAsync(async records => view = await new ResultPage(records, Links).OpenAsync(token, practice.Now));
        return view!;
    }

    public static async Task<ResultPageView> AnswerPageAsync(this TestPractice practice, string token, LocalDate? born = null)
    {
        ResultPageView? view = null;
        await practice.DoAsync(async records => view = await new ResultPage(records, Links).AnswerAsync(token, born ?? new LocalDate(1980, 5, 4), Guid.NewGuid().ToString("N"), practice.Now));
        return view!;
    }

    public static void AssertNothingRuns(this TestPractice practice)
    {
        practice.AssertHealthy();
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
    }
}

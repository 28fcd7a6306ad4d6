using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Web.Reading;

namespace Frontdesk.Browser;

/// <summary>A practice with invented people, held in lists, so that the pages can be looked at without a database.</summary>
internal sealed class PracticeOnPaper : PracticeReader
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 42, 0, TimeSpan.FromHours(-5));

    private static readonly string[] Names = ["Maria Alvarez", "James Okafor", "Linh Tran", "Robert Kowalski", "Aisha Rahman", "Emily Chen", "Daniel Brooks", "Sofia Petrova"];
    private static readonly string[] Practitioners = ["Dr. Hannah Weiss", "Dr. Samuel Ortiz", "Nina Patel, NP"];
    private static readonly string[] Visits = ["Annual physical", "Follow-up", "New patient visit", "Blood pressure check"];
    private static readonly string[] States = ["booked", "booked", "fulfilled", "noshow", "cancelled"];

    private readonly List<PatientRow> _patients = [.. Enumerable.Range(0, 62).Select(i => new PatientRow(
        $"p{i}", Names[i % Names.Length] + (i < Names.Length ? "" : $" {i}"), new DateOnly(1950 + i, 1 + (i % 12), 1 + (i % 28)), $"+1617555{1000 + i}", i % 3 == 0 ? null : $"patient{i}@example.org", i % 4 == 0 ? "es-US" : "en-US", i % 2 == 0 ? Now.AddDays(i).AddMinutes(18) : null))];

    private readonly List<AppointmentRow> _appointments;
    private readonly List<MessageView> _messages;
    private readonly List<InstanceRow> _instances;

    public PracticeOnPaper()
    {
        _appointments = [.. Enumerable.Range(0, 40).Select(i => new AppointmentRow(
            $"a{i}", 1, $"p{i % 8}", Names[i % 8], Practitioners[i % 3], Visits[i % 4], "Elm Street office", Now.AddHours(i * 5).AddMinutes(-12), 30, States[i < 5 ? i : i % 2], i % 2 == 1, i == 4 ? "PractitionerAway" : null))];
        _messages = [.. Enumerable.Range(0, 34).Select(Message)];
        _instances = [.. Enumerable.Range(0, 30).Select(i => new InstanceRow(
            $"i{i}", "appointment-reminders", "Appointment reminders", 3, (InstanceState)(i == 3 ? 4 : i % 3 == 0 ? 2 : 1), $"{Visits[i % 4]}, {Names[i % 8]}", i % 3 == 0 ? null : "Reminder three days ahead", Now.AddDays(-i).AddHours(-3), Now.AddHours(-i * 2)))];
    }

    /// <summary>Makes every list empty.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Makes every read fail.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Grows by one with <see cref="Arrive"/>.</summary>
    private long _changes = 1;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A new message is written, as a burst would.</summary>
    public void Arrive(string body)
    {
        _messages.Insert(0, Message(0) with { Id = $"new{_changes}", Body = body });
        _changes++;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public override Task<PracticeOverview> GetOverviewAsync(CancellationToken cancellationToken) => Read(() => new PracticeOverview(
        "Elm Street Family Practice", "America/New_York", Now, IsEmpty ? 0 : 18, IsEmpty ? 0 : 11, IsEmpty ? 0 : 27, IsEmpty ? 0 : 4, IsEmpty ? 0 : 1, IsEmpty ? 0 : 1, true,
        Some<RunningWorkflow>([new("appointment-reminders", "Appointment reminders", 42, 9, 1), new("missed-visit", "Missed visit follow-up", 3, 1, 0)]),
        Some([.. Enumerable.Range(0, 6).Select(i => new NextStep(Now.AddMinutes(18 + (i * 240)), i % 2 == 0 ? "Text: reminder, one day ahead" : "E-mail: how to prepare", $"{Names[i]}, {Visits[i % 4].ToLowerInvariant()}", $"i{i}"))]),
        Some([.. _messages.Take(6)])));

    public override Task<PracticeChoices> GetChoicesAsync(CancellationToken cancellationToken) =>
        Read(() => new PracticeChoices("Elm Street Family Practice", "America/New_York", Some<Choice>([new("d1", Practitioners[0])]), Some<LocationChoice>([new("l1", "Elm Street office", "America/New_York")]), Some<VisitTypeChoice>([new("v1", Visits[0], 30)])));

    public override Task<Page<AppointmentRow>> FindAppointmentsAsync(AppointmentQuery query, CancellationToken cancellationToken) =>
        Find(query.List, _appointments.Where(row => query.State is null || row.State == query.State), row => $"{row.PatientName} {row.VisitType} {row.Practitioner}");

    public override Task<AppointmentView?> GetAppointmentAsync(string id, CancellationToken cancellationToken) =>
        Read(() => _appointments.Find(row => row.Id == id) is { } row ? new AppointmentView(row, [.. _messages.Take(2)], [.. _instances.Take(1)]) : null);

    public override Task<DaySlots?> FindSlotsAsync(string appointmentId, DateOnly day, CancellationToken cancellationToken) => Read<DaySlots?>(() => day.DayOfWeek == DayOfWeek.Sunday
        ? new DaySlots(day, [], ["Elm Street office is closed on that day."])
        : new DaySlots(day, [.. Enumerable.Range(0, 12).Select(i => new DateTimeOffset(day, new TimeOnly(9, 0), Now.Offset).AddMinutes(i * 15))], ["Dr. Hannah Weiss has another visit then."]));

    public override async Task<DaySlots?> FindSlotsAsync(SlotQuery query, CancellationToken cancellationToken)
    {
        var day = await FindSlotsAsync("a1", query.Day, cancellationToken);
        var wanted = query.Time is { } time ? new DateTimeOffset(query.Day, time, Now.Offset) : (DateTimeOffset?)null;
        var taken = new DateTimeOffset(query.Day, new TimeOnly(14, 0), Now.Offset);
        return day! with
        {
            Taken = [new TakenTime(taken, taken.AddMinutes(30))],
            Wanted = wanted,
            WhyNotWanted = wanted is { } start && !day.Free.Contains(start) ? day.Refusals : [],
        };
    }

    public override Task<Page<PatientRow>> FindPatientsAsync(PatientQuery query, CancellationToken cancellationToken) =>
        Find(query.List, _patients, row => $"{row.Name} {row.Phone} {row.Email}");

    public override Task<PatientView?> GetPatientAsync(string id, CancellationToken cancellationToken) =>
        Read(() => _patients.Find(row => row.Id == id) is { } row
            ? new PatientView(
                row,
                [new("Mobile", row.Phone!, "Shared with a sibling"), new("E-mail", row.Email ?? "none@example.org", null)],
                [new("Appointment texts", true, Now.AddDays(-400)), new("E-mail", false, Now.AddDays(-30))],
                [.. _appointments.Take(4)],
                [.. _messages.Take(3)])
            : null);

    public override Task<Page<MessageView>> FindMessagesAsync(OutboxQuery query, CancellationToken cancellationToken) =>
        Find(query.List, _messages.Where(row => (query.Channel is null || row.Channel == query.Channel) && (query.State is null || row.State == query.State)), row => $"{row.ToName} {row.To} {row.Body}");

    public override Task<Page<InstanceRow>> FindInstancesAsync(InstanceQuery query, CancellationToken cancellationToken) =>
        Find(query.List, _instances.Where(row => query.State is null || row.State == query.State), row => $"{row.About} {row.Workflow} {row.Id}");

    public override Task<InstanceView?> GetInstanceAsync(string id, CancellationToken cancellationToken) =>
        Read(() => _instances.Find(row => row.Id == id) is { } row
            ? new InstanceView(
                row,
                "appointment:a3",
                [new("Timer", "Reminder three days ahead", Now.AddDays(2)), new("Event", "The visit is cancelled or moved", null)],
                [new("reminderDaysAhead", "[3,1]"), new("quietHours", "{\"from\":\"19:00\",\"to\":\"09:00\"}"), new("appointmentId", "\"a3\"")],
                [
                    new(Now.AddDays(-1), "Visit was booked", "Elsa.Event", "Completed", null),
                    new(Now.AddDays(-1), "Tell the patient", "Frontdesk.SendMessage", "Completed", "Text written to the outbox"),
                    new(Now.AddDays(-1), "Wait until three days ahead", "Elsa.Delay", "Suspended", "until Wed, Mar 4, 9:00 AM"),
                    new(Now, "Read the reply", "Elsa.RunJavaScript", "Faulted", "The script ran longer than it may"),
                ],
                [Incident(1)])
            : null);

    public override Task<Page<WorkflowRow>> FindWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken) =>
        Find(query.List, [Workflow, new("missed-visit", "Missed visit follow-up", "Calls patients who did not come", 2, null, Now.AddDays(-2), 3, 1)], row => row.Name);

    public override Task<WorkflowView?> GetWorkflowAsync(string definitionId, CancellationToken cancellationToken) =>
        Read(() => definitionId == Workflow.DefinitionId
            ? new WorkflowView(Workflow, [new(4, false, Now.AddHours(-1), 0), new(3, true, Now.AddDays(-7), 42), new(2, false, Now.AddDays(-40), 0)], [new("$.root.activities[4].inputs.timeout", "Wait for the reply", "The wait has no end.", "Give it a deadline.")])
            : null);

    public override Task<string?> GetDefinitionJsonAsync(string definitionId, int? version, CancellationToken cancellationToken) =>
        Read(() => definitionId == Workflow.DefinitionId
            ? """{"definitionId":"appointment-reminders","root":{"type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.WriteLine"},{"id":"b","type":"Elsa.WriteLine","metadata":{"designer":{"position":{"x":300,"y":0}}}}],"connections":[{"source":{"activity":"a"},"target":{"activity":"b"}}]}}"""
            : null);

    public override Task<WorkflowDefinition?> GetPublishedWorkflowAsync(string definitionId, CancellationToken cancellationToken) =>
        Read<WorkflowDefinition?>(() => null);

    public override Task<IReadOnlyList<RefusedWorkflowFile>> GetRefusedWorkflowFilesAsync(CancellationToken cancellationToken) =>
        Read(() => Some<RefusedWorkflowFile>([new("late-visits.json", [new("$.root", null, "There is no start.", "Add a trigger.")])]));

    public override Task<IncidentRow?> GetIncidentAsync(string id, CancellationToken cancellationToken) => Read<IncidentRow?>(() => Incident(1) is var one && one.Id == id ? one : null);

    public override async Task<TaskRow?> GetTaskAsync(string id, CancellationToken cancellationToken) =>
        (await FindTasksAsync(new TaskQuery(new ListQuery()), cancellationToken)).Items.FirstOrDefault(row => row.Id == id);

    public override Task<Page<IncidentRow>> FindIncidentsAsync(IncidentQuery query, CancellationToken cancellationToken) =>
        Find(query.List, [Incident(1), .. query.IncludeResolved ? [Incident(2) with { IsResolved = true }] : Array.Empty<IncidentRow>()], row => row.Message);

    public override Task<Page<TaskRow>> FindTasksAsync(TaskQuery query, CancellationToken cancellationToken) =>
        Find<TaskRow>(
            query.List,
            [
                new("t1", "Call the patient: did they mean the visit?", "Maria Alvarez replied CANCEL to a reminder", ["Front desk"], null, 100, Now.AddHours(-1), ["Cancel the visit", "Keep it"], "i1", false) { PatientId = "p0", Description = "Ask whether they meant to cancel." },
                new("t2", "Check the phone number", "Texts to James Okafor do not arrive", ["Front desk"], "Rosa", 500, Now.AddHours(5), ["Corrected", "Unreachable"], "i2", false) { Reasons = ["Waits for 2 days"], Form = [new("number", "The right number", "text", true, [], ["Corrected"]), new("how", "How they told us", "choice", false, ["Phone", "In person"], [])], Comments = [new("Rosa", Now.AddHours(-2), "Nobody picked up.")] },
            ],
            row => $"{row.Title} {row.About}");

    public override Task<IReadOnlyList<StaffRow>> GetStaffAsync(CancellationToken cancellationToken) => Read<IReadOnlyList<StaffRow>>(() => IsEmpty
        ? []
        : [new("lee", "Ann Lee", ["provider"], Now.AddDays(2), "okafor"), new("okafor", "Chidi Okafor", ["provider"]), new("rosa", "Rosa Marin", ["front-desk"])]);

    public override async ValueTask<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        var changed = _changed.Task;
        if (_changes <= seen)
            await changed.WaitAsync(cancellationToken);
        return _changes;
    }

    private static WorkflowRow Workflow => new("appointment-reminders", "Appointment reminders", "Tells, reminds and listens to patients before a visit", 4, 3, Now.AddHours(-1), 42, 1);

    private static MessageView Message(int i) => i % 3 == 1
        ? new($"m{i}", "email", "Elm Street Family Practice <desk@elmstreet.example>", $"patient{i}@example.org", Names[i % 8], "Your visit on Monday, March 9", "Hello,\n\nwe expect you on Monday, March 9 at 10:00 AM at our Elm Street office.\nPlease bring your insurance card.\n\nQuestions? Call (617) 555-0100.", (OutboxState)(i % 8), null, Now.AddMinutes(-i * 37), $"i{i % 30}")
        : new($"m{i}", "sms", "Elm Street Family Practice", $"+1617555{1000 + i}", Names[i % 8], null, "Elm Street Family Practice: you have a visit on Tue, Mar 3 at 9:30 AM. Reply YES to confirm, or call (617) 555-0100.", i % 5 == 0 ? OutboxState.Captured : (OutboxState)(i % 8), i % 8 == 5 ? "bad-number" : null, Now.AddMinutes(-i * 37), $"i{i % 30}");

    private static IncidentRow Incident(int i) =>
        new($"n{i}", Now.AddMinutes(-30 * i), "i3", "Appointment reminders", "Read the reply", "The script ran longer than it may.", "Shorten the script, publish, and move the instance to the new version.", false, MayBeTriedAgain: true);

    private IReadOnlyList<TRow> Some<TRow>(IReadOnlyList<TRow> rows) => IsEmpty ? [] : rows;

    private Task<TView> Read<TView>(Func<TView> view) =>
        IsBroken ? Task.FromException<TView>(new IOException("The disk is gone")) : Task.FromResult(view());

    private Task<Page<TRow>> Find<TRow>(ListQuery list, IEnumerable<TRow> rows, Func<TRow, string> text) => Read(() =>
    {
        var words = (list.Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = Some([.. rows]).Where(row => words.All(word => text(row).Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        return new Page<TRow>([.. found.Skip(list.Skip).Take(list.Size)], found.Count, list.Number, list.Size);
    });
}

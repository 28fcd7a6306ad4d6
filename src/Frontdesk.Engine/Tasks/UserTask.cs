using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Tasks;

/// <summary>
/// Asks a person to decide or to do something, and leaves by the outcome they choose. A task that is not done in time
/// gains priority and goes to the escalation role; with <see cref="LeaveWhenOverdue"/> it ends by <c>Overdue</c> instead.
/// </summary>
[Waits(WaitEnd.Itself)]
[Activity("Frontdesk", "Tasks", "Asks a person to decide or to do something, and goes the way that the person chose.", DisplayName = "Ask a person")]
[FlowNode("Done", "Overdue")]
public sealed class UserTask : Activity
{
    /// <summary>What is to do, in a few words.</summary>
    [Input(DisplayName = "Title", Description = "What is to do, in a few words; no patient data.", Required = true)]
    public Input<string> Title { get; set; } = new();

    /// <summary>What the person needs to know.</summary>
    [Input(DisplayName = "Description", Description = "What the person needs to know.", UIHint = InputHint.MultiLine)]
    public Input<string> Description { get; set; } = new();

    /// <summary>The roles that may take it.</summary>
    [Input(DisplayName = "Roles", Description = "The roles that may take it; when neither roles nor people are chosen, anybody may.", TypeName = "List<String>", UIHint = InputHint.CheckList, Source = OptionSource.Roles)]
    public Input<object> CandidateRoles { get; set; } = new();

    /// <summary>The people who may take it.</summary>
    [Input(DisplayName = "People", Description = "The people who may take it, besides the roles.", TypeName = "List<String>", UIHint = InputHint.CheckList, Source = OptionSource.People)]
    public Input<object> CandidateUsers { get; set; } = new();

    /// <summary>A person who may not complete it, because they did the step before (four eyes).</summary>
    [Input(DisplayName = "Not this person", Description = "Who may not complete it because they did the step before; usually the variable that says who that was.")]
    public Input<string> ExcludedUser { get; set; } = new();

    /// <summary>What may come out; each is a port.</summary>
    [Input(DisplayName = "Answers", Description = "What the person may choose; each becomes a way out of the step.", TypeName = "List<String>", UIHint = InputHint.DynamicOutcomes, FixedOutcomes = ["Overdue"], IsWritten = true)]
    public Input<object> Outcomes { get; set; } = new(new JsonArray("Done"));

    /// <summary>Lower comes first.</summary>
    [Input(DisplayName = "Priority", Description = "Lower comes first; 100 is urgent, 500 is normal.")]
    public Input<int> Priority { get; set; } = new(500);

    /// <summary>What harm a delay can do; whoever works the list sees the highest first.</summary>
    [Input(DisplayName = "Harm of a delay", Description = "What harm a delay can do; the highest comes first in the list.")]
    public Input<TaskSafety> Safety { get; set; } = new(TaskSafety.None);

    /// <summary>The patient is here or on the phone while the task waits.</summary>
    [Input(DisplayName = "Patient waits", Description = "Whether the patient is here or on the phone while the task waits.")]
    public Input<bool> PatientPresent { get; set; } = new(false);

    /// <summary>How long the person has.</summary>
    [Input(DisplayName = "Time to do it", Description = "Days.hours:minutes:seconds, for example 1.00:00:00 for one day or 00:30:00 for half an hour.")]
    public Input<TimeSpan> DueIn { get; set; } = new(TimeSpan.FromDays(1));

    /// <summary>Whether the time the person has runs only while the place of work is open.</summary>
    [Input(DisplayName = "Count only opening hours", Description = "Nights, weekends and holidays do not make it overdue; a working day is then about 8 hours.")]
    public Input<bool> CountOnlyOpenHours { get; set; } = new(false);

    /// <summary>The role that gets it when it is overdue.</summary>
    [Input(DisplayName = "When overdue, give it to", Description = "The role that gets it when it is overdue.", Source = OptionSource.Roles)]
    public Input<string> EscalateTo { get; set; } = new("office-manager");

    /// <summary>Whether an overdue task ends by the port Overdue.</summary>
    [Input(DisplayName = "End when overdue", Description = "Whether an overdue task ends and the workflow goes on by 'Overdue'.")]
    public Input<bool> LeaveWhenOverdue { get; set; } = new(false);

    /// <summary>The fields to fill in, as JSON.</summary>
    [Input(DisplayName = "Fields to fill in", Description = "A list of fields in JSON, each with name, label and type.", UIHint = InputHint.JsonEditor)]
    public Input<object> Form { get; set; } = new();

    /// <summary>What it is about: kind and id, e.g. appointment/123. No patient data.</summary>
    [Input(DisplayName = "What it is about", Description = "Kind and id, for example appointment/ and the visit's id; usually a script.")]
    public Input<string> Subject { get; set; } = new();

    /// <summary>The outcome chosen.</summary>
    [Output(DisplayName = "Answer", Description = "The outcome chosen.")]
    public Output<string>? Outcome { get; set; }

    /// <summary>What was filled in.</summary>
    [Output(DisplayName = "Filled in", Description = "What was filled in.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <summary>Who completed it.</summary>
    [Output(DisplayName = "Who answered", Description = "Who completed it.")]
    public Output<string>? CompletedBy { get; set; }

    internal override IReadOnlyList<string> LeavesBy
    {
        get
        {
            var names = Outcomes.IsConstant ? Values.ToItems(Outcomes.Constant).Select(Values.ToText).DefaultIfEmpty("Done") : [];
            return LeaveWhenOverdue is { IsConstant: true, Constant: false } ? [.. names] : [.. names, "Overdue"];
        }
    }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var workflow = context.WorkflowExecutionContext;
        var taskId = workflow.Environment.NewId();
        var due = await DueAsync(context);
        var bookmark = context.CreateBookmark(new CreateBookmarkArgs { Stimulus = taskId, TaskId = taskId, Callback = OnCompletedAsync });
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Frontdesk.UserTask.Due", Stimulus = taskId, DueAt = due, Callback = OnDueAsync });
        context.SetProperty("Task", taskId);
        var details = new JsonObject
        {
            ["kind"] = "user",
            ["description"] = context.Get(Description),
            ["roles"] = Texts(context.Get(CandidateRoles)),
            ["users"] = Texts(context.Get(CandidateUsers)),
            ["excluded"] = context.Get(ExcludedUser),
            ["outcomes"] = OutcomeNames(context),
            ["form"] = Values.ToJson(context.Get(Form))?.DeepClone(),
            ["subject"] = context.Get(Subject),
            ["safety"] = context.Get(Safety).ToString(),
            ["present"] = context.Get(PatientPresent),
            ["comments"] = new JsonArray(),
        };
        context.GetRequiredService<BurstTransaction>().OpenTask(new UserTaskDraft(taskId, workflow.Id, bookmark.Id, Id, context.Get(Title) ?? string.Empty, context.Get(Priority), due, details.ToJsonString()));
    }

    private ValueTask<DateTimeOffset> DueAsync(ActivityExecutionContext context)
    {
        var (now, time) = (context.WorkflowExecutionContext.Now, context.Get(DueIn));
        return time > TimeSpan.Zero && context.Get(CountOnlyOpenHours) && context.GetService<IBusinessCalendar>() is { } calendar
            ? calendar.DueAfterAsync(now, time)
            : ValueTask.FromResult(now + time);
    }

    private static JsonArray Texts(object? value) => [.. Values.ToItems(value).Select(v => (JsonNode)Values.ToText(v))];

    private JsonArray OutcomeNames(ActivityExecutionContext context)
    {
        var names = Texts(context.Get(Outcomes));
        if (names.Count == 0)
            names.Add("Done");
        return names;
    }

    private ValueTask OnCompletedAsync(ActivityExecutionContext context)
    {
        var outcome = context.ResumeInput.GetValueOrDefault("Outcome") as string ?? "Done";
        context.Set(Outcome, outcome, nameof(Outcome));
        context.Set(Result, context.ResumeInput.GetValueOrDefault("Result"));
        context.Set(CompletedBy, context.ResumeInput.GetValueOrDefault("By") as string, nameof(CompletedBy));
        return context.CompleteActivityWithOutcomesAsync(outcome);
    }

    private ValueTask OnDueAsync(ActivityExecutionContext context)
    {
        var burst = context.GetRequiredService<BurstTransaction>();
        var taskId = context.GetProperty<string>("Task")!;

        // Someone has completed it and the outcome is on its way: it counts, although it comes at the last moment.
        if (!UserTasks.IsOpen(burst, taskId))
            return default;
        if (context.Get(LeaveWhenOverdue))
        {
            UserTasks.LeaveOverdue(burst, taskId);
            context.Set(Outcome, "Overdue", nameof(Outcome));
            return context.CompleteActivityWithOutcomesAsync("Overdue");
        }

        UserTasks.Escalate(burst, taskId, context.Get(EscalateTo) ?? "office-manager");
        return default;
    }
}

using Frontdesk.Activities.Cases;
using Frontdesk.Activities.Safety;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Tasks;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>The hub of a result's process: waits until something happened to the result or its next deadline has passed.</summary>
[Clears(Clearance.Approval, "Message due", "Call due", "Letter due", "Certified letter due")]
[Activity("Frontdesk", "Results", "Waits until something is to be done about the result: a report, an answer, or a deadline that passed.", DisplayName = "Wait for the result")]
[FlowNode(
    "Critical", "Find the patient", "Ready for review", "Review", "Hold over", "Message due", "Call due", "Clinician call due", "Letter due", "Certified letter due", "Letter returned",
    "Unreachable", "Patient knows", "Done", "Copy due", "Inform target missed", "Outer limit missed", "Over")]
public sealed class WaitForResult : WaitForCase
{
    /// <summary>Business days within which the patient is informed when somebody has to act.</summary>
    [Input(DisplayName = "Days to inform, action needed", Description = "Business days within which the patient is informed when somebody has to act.")]
    public Input<int> InformActionDays { get; set; } = new(ResultRules.Default.InformActionDays);

    /// <summary>Business days within which the patient is informed otherwise.</summary>
    [Input(DisplayName = "Days to inform", Description = "Business days within which the patient is informed otherwise.")]
    public Input<int> InformDays { get; set; } = new(ResultRules.Default.InformDays);

    /// <summary>Calendar days after which an uninformed patient is an incident when somebody has to act.</summary>
    [Input(DisplayName = "Limit, action needed", Description = "Calendar days after which an uninformed patient is an incident when somebody has to act.")]
    public Input<int> LimitActionDays { get; set; } = new(ResultRules.Default.LimitActionDays);

    /// <summary>Calendar days after which an uninformed patient is an incident otherwise.</summary>
    [Input(DisplayName = "Limit", Description = "Calendar days after which an uninformed patient is an incident otherwise.")]
    public Input<int> LimitDays { get; set; } = new(ResultRules.Default.LimitDays);

    /// <summary>Business days that the rest of a panel is waited for.</summary>
    [Input(DisplayName = "Wait for the rest", Description = "Business days that the rest of a panel is waited for before the provider sees what is there.")]
    public Input<int> PartialWaitDays { get; set; } = new(ResultRules.Default.PartialWaitDays);

    /// <summary>How many messages say that a message waits.</summary>
    [Input(DisplayName = "Messages", Description = "How many texts or e-mails say that a message waits.")]
    public Input<int> Messages { get; set; } = new(ResultRules.Default.Messages);

    /// <summary>Days between two messages.</summary>
    [Input(DisplayName = "Days between messages", Description = "Days between two messages.")]
    public Input<int> MessageGapDays { get; set; } = new(ResultRules.Default.MessageGapDays);

    /// <summary>The day on which the first call is due.</summary>
    [Input(DisplayName = "Day of the first call", Description = "Days from the first message to the first call; a clinician's first call is due at once.")]
    public Input<int> FirstCallDay { get; set; } = new(ResultRules.Default.FirstCallDay);

    /// <summary>How many calls are made.</summary>
    [Input(DisplayName = "Calls", Description = "How many calls are made.")]
    public Input<int> Calls { get; set; } = new(ResultRules.Default.Calls);

    /// <summary>Days between two calls.</summary>
    [Input(DisplayName = "Days between calls", Description = "Days between two calls.")]
    public Input<int> CallGapDays { get; set; } = new(ResultRules.Default.CallGapDays);

    /// <summary>The day on which a letter goes.</summary>
    [Input(DisplayName = "Day of the letter", Description = "The day on which a letter goes.")]
    public Input<int> LetterDay { get; set; } = new(ResultRules.Default.LetterDay);

    /// <summary>The day on which a certified letter goes.</summary>
    [Input(DisplayName = "Day of the certified letter", Description = "The day on which a certified letter goes.")]
    public Input<int> CertifiedDay { get; set; } = new(ResultRules.Default.CertifiedDay);

    /// <summary>The day on which the provider decides about a patient who did not answer.</summary>
    [Input(DisplayName = "Day to give up", Description = "The day on which the provider decides about a patient who did not answer.")]
    public Input<int> UnreachableDay { get; set; } = new(ResultRules.Default.UnreachableDay);

    /// <summary>The priority of tasks about a critical result.</summary>
    [Input(DisplayName = "Priority, critical", Description = "The priority of tasks about a critical result; lower comes first.", Category = "Priorities")]
    public Input<int> PriorityCritical { get; set; } = new(10);

    /// <summary>The priority of tasks about an abnormal result.</summary>
    [Input(DisplayName = "Priority, abnormal", Description = "The priority of tasks about an abnormal result.", Category = "Priorities")]
    public Input<int> PriorityAbnormal { get; set; } = new(150);

    /// <summary>The priority of tasks about a result that a person has to classify.</summary>
    [Input(DisplayName = "Priority, unclear", Description = "The priority of tasks about a result that a person has to classify.", Category = "Priorities")]
    public Input<int> PriorityUnclear { get; set; } = new(200);

    /// <summary>The priority of tasks about a normal result.</summary>
    [Input(DisplayName = "Priority, normal", Description = "The priority of tasks about a normal result.", Category = "Priorities")]
    public Input<int> PriorityNormal { get; set; } = new(400);

    /// <summary>Names what is asked for; the steps that answer it give it back.</summary>
    [Output(DisplayName = "What is asked for", Description = "Names what is asked for; the steps that answer it give it back.")]
    public Output<string>? Key { get; set; }

    /// <summary>The patient's id.</summary>
    [Output(Description = "The patient's id.")]
    public Output<string>? Patient { get; set; }

    /// <summary>Who ordered it, or who gets the copy.</summary>
    [Output(Description = "The id of the practitioner who ordered it, or who gets the copy.")]
    public Output<string>? Practitioner { get; set; }

    /// <summary>The version that counts.</summary>
    [Output(DisplayName = "Version", Description = "The version that counts.")]
    public Output<int>? ResultVersion { get; set; }

    /// <summary>The priority of tasks about it.</summary>
    [Output(Description = "The priority of tasks about it.")]
    public Output<int>? Priority { get; set; }

    /// <summary>What harm a delay of tasks about it can do.</summary>
    [Output(DisplayName = "Harm of a delay", Description = "What harm a delay of tasks about it can do: None, Clinical, Urgent or Critical.")]
    public Output<string>? Safety { get; set; }

    /// <inheritdoc/>
    protected override string WakeEvent => nameof(ResultChanged);

    /// <inheritdoc/>
    protected override async ValueTask<CaseStep> NextAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        var now = context.Now();
        var course = new ResultCourse(Rules(context), await context.PlaceAsync());
        var died = result.Patient is { } patient && await context.Records().FindPatientAsync(patient) is { IsDeceased: true };
        var step = course.Next(result, died, now);
        if (step.At is { } at)
            return new CaseStep(PortOf(step.Kind), at);

        var key = Take(result, course, step, now);
        context.Set(Key, key, nameof(Key));
        context.Set(Patient, result.Patient?.Value, nameof(Patient));
        context.Set(Practitioner, step.Detail ?? result.Practitioner?.Value, nameof(Practitioner));
        context.Set(ResultVersion, result.Version, nameof(ResultVersion));
        context.Set(Priority, PriorityOf(context, result.Severity), nameof(Priority));
        context.Set(Safety, SafetyOf(result).ToString(), nameof(Safety));
        return new CaseStep(PortOf(step.Kind));
    }

    // What the process is going to ask for is noted on the result in the same burst, so it is asked for once.
    private static string Take(DiagnosticResult result, ResultCourse course, ResultStep step, Instant now)
    {
        var key = step.Kind switch
        {
            ResultStepKind.Critical => ResultCourse.CriticalKey(result),
            ResultStepKind.FindPatient => ResultCourse.PatientKey(result),
            ResultStepKind.Review => ResultCourse.ReviewKey(result),
            ResultStepKind.Copy => ResultCourse.CopyKey(result, new PractitionerId(step.Detail!)),
            ResultStepKind.InformLate => ResultCourse.LateKey(result, step.Kind),
            ResultStepKind.LimitMissed => course.LimitKey(result, now),
            ResultStepKind.FollowUp => ResultCourse.FollowUpKey(result),
            ResultStepKind.LetterReturned => ResultCourse.ReturnedKey(result.Course.First(letter => letter.Outcome == ContactOutcome.Returned && !result.IsAsked(ResultCourse.ReturnedKey(letter)))),
            ResultStepKind.Message => result.Begin(ContactKind.Message, now).Key,
            ResultStepKind.Call => result.Begin(ContactKind.Call, now).Key,
            ResultStepKind.ClinicianCall => result.Begin(ContactKind.ClinicianCall, now).Key,
            ResultStepKind.Letter => result.Begin(ContactKind.Letter, now).Key,
            ResultStepKind.CertifiedLetter => result.Begin(ContactKind.CertifiedLetter, now).Key,
            ResultStepKind.Unreachable => result.Begin(ContactKind.Unreachable, now).Key,
            _ => string.Empty,
        };
        if (key.Length > 0)
            result.Ask(key);

        return key;
    }

    private static string PortOf(ResultStepKind kind) => kind switch
    {
        ResultStepKind.Critical => "Critical",
        ResultStepKind.FindPatient => "Find the patient",
        ResultStepKind.ReadyForReview => "Ready for review",
        ResultStepKind.Review => "Review",
        ResultStepKind.HoldOver => "Hold over",
        ResultStepKind.Message => "Message due",
        ResultStepKind.Call => "Call due",
        ResultStepKind.ClinicianCall => "Clinician call due",
        ResultStepKind.Letter => "Letter due",
        ResultStepKind.CertifiedLetter => "Certified letter due",
        ResultStepKind.LetterReturned => "Letter returned",
        ResultStepKind.Unreachable => "Unreachable",
        ResultStepKind.FollowUp => "Patient knows",
        ResultStepKind.Done => "Done",
        ResultStepKind.Copy => "Copy due",
        ResultStepKind.InformLate => "Inform target missed",
        ResultStepKind.LimitMissed => "Outer limit missed",
        _ => "Over",
    };

    // Harm within the hour ends when the patient knows; what is to be done about a critical result stays urgent.
    private static TaskSafety SafetyOf(DiagnosticResult result) => result.Severity switch
    {
        ResultSeverity.Critical => result.AcknowledgedAt is null ? TaskSafety.Critical : TaskSafety.Urgent,
        ResultSeverity.Abnormal or ResultSeverity.Unclear => TaskSafety.Clinical,
        _ => TaskSafety.None,
    };

    private int PriorityOf(ActivityExecutionContext context, ResultSeverity severity) => context.Get(severity switch
    {
        ResultSeverity.Critical => PriorityCritical,
        ResultSeverity.Abnormal => PriorityAbnormal,
        ResultSeverity.Unclear => PriorityUnclear,
        _ => PriorityNormal,
    });

    private ResultRules Rules(ActivityExecutionContext context) => new()
    {
        InformActionDays = context.Get(InformActionDays),
        InformDays = context.Get(InformDays),
        LimitActionDays = context.Get(LimitActionDays),
        LimitDays = context.Get(LimitDays),
        PartialWaitDays = context.Get(PartialWaitDays),
        Messages = context.Get(Messages),
        MessageGapDays = context.Get(MessageGapDays),
        FirstCallDay = context.Get(FirstCallDay),
        Calls = context.Get(Calls),
        CallGapDays = context.Get(CallGapDays),
        LetterDay = context.Get(LetterDay),
        CertifiedDay = context.Get(CertifiedDay),
        UnreachableDay = context.Get(UnreachableDay),
    };
}

using System.Globalization;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Analysis.Rules;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Expressions;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Activities.Safety;

/// <summary>
/// No message leaves without consent, sending hours and caps (domain.md §0 rule 2, §2): a step sees to them by itself or is
/// reached only from a port that says so, no setting switches them off, and no web request goes around them.
/// </summary>
public sealed class MessagesHavePermission : StepsAreCleared
{
    /// <summary>The rule's code.</summary>
    public const string Code = "message-without-permission";

    // Companies that send texts, calls and e-mails for others, by a part of their addresses.
    private static readonly string[] Carriers =
        ["twilio", "vonage", "nexmo", "plivo", "sinch", "messagebird", "telnyx", "bandwidth", "clicksend", "textmagic", "infobip", "ringcentral", "sendgrid", "mailgun", "postmark", "sparkpost", "mailchimp", "mandrill", "brevo", "whatsapp"];

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <inheritdoc/>
    protected override string Clearance => Safety.Clearance.Permission;

    /// <inheritdoc/>
    public override void Check(WorkflowReview review)
    {
        base.Check(review);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var activity in review.Workflow.Activities)
        {
            if (activity is HttpRequestActivity request)
                CheckAddress(review, request);
            foreach (var (name, value) in SettingsOf(review, activity))
            {
                if (WhyNot(name, value, activity) is not { } why)
                    continue;
                told.Add(name);
                review.Error(Code, activity, why.Message, why.Remedy);
            }
        }

        // What is handed on through scripts and to other workflows keeps its name.
        foreach (var variable in review.Workflow.Root.DeclaredVariables)
        {
            if (!told.Contains(variable.Name) && WhyNot(variable.Name, variable.Default, review.Workflow.Root) is { } why)
                review.Error(Code, review.Workflow.Root, why.Message, why.Remedy);
        }
    }

    /// <inheritdoc/>
    protected override bool Needs(WorkflowReview review, Activity step) =>
        WorkflowReview.Of<SendsAttribute>(step).Any(sends => sends is { Audience: Audience.Person, MindsPermission: false });

    /// <inheritdoc/>
    protected override void Report(WorkflowReview review, Activity step, string path) => review.Error(
        Code,
        step,
        $"A message would leave although nobody saw whether the person agreed to it and whether it is time: the path {path} has nothing that sees to it.",
        "Use 'Tell the patient', which sees to it by itself, or go on from a port that says the message may leave.");

    // What a step is given, and what it gives to a workflow that it starts.
    private static IEnumerable<(string Name, object? Value)> SettingsOf(WorkflowReview review, Activity activity)
    {
        foreach (var input in DataFlow.InputsOf(activity))
        {
            if (review.Data.TryGetConstant(input, out var value))
                yield return (input.Name, value);
        }

        foreach (var given in activity is ChildWorkflow child ? review.Data.ConstantsIn(child.Input) : [])
            yield return given;
    }

    private static void CheckAddress(WorkflowReview review, HttpRequestActivity request)
    {
        var isKnown = review.Data.TryGetConstant(request.Url, out var url);
        var text = isKnown ? Values.ToText(url) : request.Url.Source;
        if (Carriers.FirstOrDefault(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)) is { } carrier)
            review.Error(Code, request, $"This web request goes to a company that sends messages ({carrier}), past consent, opt-outs, sending hours and caps.", "Use 'Tell the patient' or the reminders instead.");
        else if (!isKnown)
            review.Warning(Code, request, "The address of this web request is computed, so nothing shows that it is no way around consent and sending hours.", "Write the address out, with only its end computed by the program that answers.");
    }

    // What the settings are called says what they mean, whichever step has them.
    private static (string Message, string Remedy)? WhyNot(string name, object? value, Activity activity) => name switch
    {
        "SendFrom" or "SendUntil" when value is not null && !IsAllowed(Values.ToText(value)) =>
            ($"'{name}' is '{Values.ToText(value)}': the law allows messages from 8:00 to 21:00 on the recipient's clock.", "Write a time of day between 8:00 and 21:00, such as 9:00 or 19:00."),
        "CapPerDay" when IsZero(value) =>
            ("'CapPerDay' is 0, so a person may get any number of messages in a day.", "Choose 1, or the number that your practice wants."),
        "CapPerWeek" when IsZero(value) && activity is Appointments.RuleInputs =>
            ("'CapPerWeek' is 0: reminders have a limit in seven days.", "Choose 3, or the number that your practice wants."),
        "TextsNeedConsent" when value is false =>
            ("'TextsNeedConsent' is off, so people get texts who never agreed to them.", "Switch it on."),
        _ => null,
    };

    private static bool IsAllowed(string text) => Clock.Parse(text) is { Success: true, Value: var time } && time >= ReminderRules.LegalStart && time <= ReminderRules.LegalEnd;

    private static bool IsZero(object? value) => value is not null && double.TryParse(Values.ToText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number <= 0;
}

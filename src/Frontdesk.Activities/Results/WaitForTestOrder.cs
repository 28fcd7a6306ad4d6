using System.ComponentModel;
using Frontdesk.Activities.Cases;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>Waits until a test that was ordered is reported, or until somebody has to ask after it.</summary>
[Activity("Frontdesk", "Results", "Waits until a test that was ordered is reported, or until somebody has to ask after it.", DisplayName = "Wait for the test")]
[FlowNode("Not collected", "Not reported", "Provider decides", "Over")]
public sealed class WaitForTestOrder : WaitForCase
{
    /// <summary>Days after which a test that was not collected is asked after.</summary>
    [Input(DisplayName = "Days to collect", Description = "Days after which a test that was not collected is asked after.")]
    public Input<int> CollectDays { get; set; } = new(14);

    /// <summary>Days after which a test that was collected and not reported is asked after.</summary>
    [Input(DisplayName = "Days to report", Description = "Days after which a test that was collected and not reported is asked after.")]
    public Input<int> ReportDays { get; set; } = new(7);

    /// <summary>The same for a test that is wanted at once, in hours.</summary>
    [Input(DisplayName = "Hours, wanted at once", Description = "Hours after which a test that is wanted at once is asked after.")]
    public Input<int> StatHours { get; set; } = new(4);

    /// <summary>After how many questions the provider decides.</summary>
    [Input(DisplayName = "Questions in vain", Description = "After so many questions in vain the provider decides.")]
    public Input<int> MostChases { get; set; } = new(2);

    /// <summary>The patient's id.</summary>
    [Output(Description = "The patient's id.")]
    public Output<string>? Patient { get; set; }

    /// <summary>Who ordered it.</summary>
    [Output(Description = "The id of the practitioner who ordered it.")]
    public Output<string>? Practitioner { get; set; }

    /// <inheritdoc/>
    protected override string WakeEvent => nameof(TestOrderChanged);

    /// <inheritdoc/>
    protected override async ValueTask<CaseStep> NextAsync(ActivityExecutionContext context)
    {
        if (await context.Records().FindTestOrderAsync(new TestOrderId(context.CaseId())) is not { IsOver: false } order)
            return new CaseStep("Over");

        context.Set(Patient, order.Patient.Value, nameof(Patient));
        context.Set(Practitioner, order.Practitioner.Value, nameof(Practitioner));
        var isCollected = order.Status != TestOrderStatus.Ordered;
        var wait = order.IsStat ? Duration.FromHours(context.Get(StatHours)) : Duration.FromDays(context.Get(isCollected ? ReportDays : CollectDays));
        var due = order.NeedsProvider ? context.Now() : order.WatchFrom + wait;
        var port = order.NeedsProvider || order.Chases >= context.Get(MostChases) ? "Provider decides" : isCollected ? "Not reported" : "Not collected";
        return due <= context.Now() ? new CaseStep(port) : new CaseStep(port, due);
    }
}

/// <summary>What came of asking after a test.</summary>
public enum OrderAnswer
{
    /// <summary>It is on its way: the patient will go, or the laboratory is at work.</summary>
    OnItsWay = 0,

    /// <summary>The specimen was taken already.</summary>
    Collected = 1,

    /// <summary>The specimen was lost or spoiled: it is taken again.</summary>
    SpecimenLost = 2,

    /// <summary>Nobody could be reached.</summary>
    NotReached = 3,

    /// <summary>It is not wanted any more; only a provider says so.</summary>
    CalledOff = 4,

    /// <summary>The patient does not want it; the provider decides.</summary>
    [Description("The patient does not want it")]
    Declined = 5,

    /// <summary>The provider wants to wait on.</summary>
    KeepWaiting = 6,
}

/// <summary>Writes down what came of asking after a test.</summary>
[Activity("Frontdesk", "Results", "Writes down what came of asking after a test.", DisplayName = "Record the answer")]
public sealed class RecordOrderAnswer : CodeActivity
{
    /// <summary>What came of it.</summary>
    [Input(DisplayName = "Answer", Description = "What came of asking.")]
    public Input<OrderAnswer> Answer { get; set; } = new(OrderAnswer.OnItsWay);

    /// <summary>Who answered.</summary>
    [Input(DisplayName = "Who answered", Description = "The person who answered; only a provider calls a test off.")]
    public Input<string> By { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        if (await records.FindTestOrderAsync(new TestOrderId(context.CaseId())) is not { IsOver: false } order)
            return;

        var now = context.Now();
        switch (context.Get(Answer))
        {
            case OrderAnswer.Collected when order.Status == TestOrderStatus.Ordered:
                order.Collect(now);
                break;
            case OrderAnswer.SpecimenLost:
                order.CollectAgain(now);
                break;
            case OrderAnswer.CalledOff when await IsProviderAsync(context):
                order.Cancel(now);
                break;
            case OrderAnswer.Declined:
                order.Decline(now);
                break;
            case OrderAnswer.KeepWaiting:
                order.KeepWaiting(now);
                break;
            default:
                order.Chase(now);
                break;
        }
    }

    private async ValueTask<bool> IsProviderAsync(ActivityExecutionContext context)
    {
        try
        {
            await new ResultDesk(context.Records()).RequireProviderAsync(ResultContext.Who(context.Get(By)) ?? new Domain.Staff.StaffId("nobody"));
            return true;
        }
        catch (DomainRuleException)
        {
            return false;
        }
    }
}

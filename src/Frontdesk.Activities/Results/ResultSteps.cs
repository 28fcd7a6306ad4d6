using Frontdesk.Activities.Safety;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>Records that a provider knows of the critical value.</summary>
[Activity("Frontdesk", "Results", "Records that a provider knows of the critical value; nobody else's word counts.", DisplayName = "Record that a provider knows")]
[FlowNode("Recorded", "Not allowed")]
public sealed class KnowCritical : CodeActivity
{
    /// <summary>Who said so.</summary>
    [Input(DisplayName = "Who knows", Description = "The provider who said so, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <summary>The patient was told as well.</summary>
    [Input(DisplayName = "Patient told", Description = "Whether a clinician told the patient as well.")]
    public Input<bool> PatientTold { get; set; } = new(false);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        var isTold = context.Get(PatientTold);
        if (ResultContext.Who(context.Get(By)) is not { } by
            || await context.Records().FindStaffAsync(by) is not { IsActive: true } member
            || !member.Roles.Any((isTold ? StaffRole.Clinical : StaffRole.Deciding).Contains))
        {
            await context.CompleteActivityWithOutcomesAsync("Not allowed");
            return;
        }

        if (isTold)
            result.TellCritical(by, context.Now());
        else
            result.KnowCritical(by, context.Now());

        await context.CompleteActivityWithOutcomesAsync("Recorded");
    }
}

/// <summary>Ends a hold whose time is over: the provider is asked again.</summary>
[Loses(Clearance.Approval, "Done")]
[Activity("Frontdesk", "Results", "Ends a hold whose time is over: the provider is asked again.", DisplayName = "End the hold")]
public sealed class EndResultHold : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (await context.ResultAsync() is { State: ResultState.OnHold } result)
            result.EndHold(context.Now());
    }
}

/// <summary>Lets the provider decide anew about a patient who did not answer.</summary>
[Loses(Clearance.Approval, "Done")]
[Activity("Frontdesk", "Results", "Lets the provider decide anew about a patient who did not answer.", DisplayName = "Let the provider decide anew")]
public sealed class AskProviderAgain : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (await context.ResultAsync() is { State: ResultState.Notifying or ResultState.ClinicianCalling } result)
            result.AskAgain(context.Now());
    }
}

/// <summary>Sees what is to follow now that the patient knows.</summary>
[Activity("Frontdesk", "Results", "Sees what is to follow now that the patient knows.", DisplayName = "What follows?")]
[FlowNode("Nothing", "Repeat", "Visit")]
public sealed class TrackResultFollowUp : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        if (result.State == ResultState.Acknowledged)
            result.TrackFollowUp(context.Now());

        await context.CompleteActivityWithOutcomesAsync(result.FollowUp == FollowUpKind.None ? "Nothing" : result.FollowUp.ToString());
    }
}

/// <summary>Records that what was to follow is seen to.</summary>
[Activity("Frontdesk", "Results", "Records that the repeat or the visit is seen to.", DisplayName = "Record the follow-up")]
public sealed class FinishResultFollowUp : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) => (await context.ResultAsync()).FinishFollowUp(context.Now());
}

/// <summary>Closes the result. Giving up on a patient who cannot be reached is a provider's to say.</summary>
[Activity("Frontdesk", "Results", "Closes the result. Giving up on a patient who cannot be reached is a provider's to say.", DisplayName = "Close the result")]
[FlowNode("Closed", "Not allowed")]
public sealed class CloseResult : CodeActivity
{
    /// <summary>Why.</summary>
    [Input(DisplayName = "Reason", Description = "Why the result is closed.")]
    public Input<ResultClosing> Closing { get; set; } = new(ResultClosing.Informed);

    /// <summary>Who says so.</summary>
    [Input(DisplayName = "Who says so", Description = "The person who says so; a provider for a patient who cannot be reached.")]
    public Input<string> By { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        var closing = context.Get(Closing);
        if (closing != ResultClosing.Informed)
        {
            try
            {
                await new ResultDesk(context.Records()).RequireProviderAsync(ResultContext.Who(context.Get(By)) ?? new StaffId("nobody"));
            }
            catch (Domain.DomainRuleException)
            {
                // Somebody took the task who may not end it: it is asked again.
                await context.CompleteActivityWithOutcomesAsync("Not allowed");
                return;
            }
        }

        if (ResultStateTable.After(result.State, ResultVerb.Close) is not null)
            result.Close(closing, context.Now());

        await context.CompleteActivityWithOutcomesAsync("Closed");
    }
}

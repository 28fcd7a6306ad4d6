using Frontdesk.Activities.Safety;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>Makes the link to the secure page for the approval in force; earlier links stop opening.</summary>
[Clears(Clearance.Approval, "Open")]
[Activity("Frontdesk", "Results", "Makes the link to the secure page for the approval in force; earlier links stop opening.", DisplayName = "Open the page")]
[FlowNode("Open", "Not approved")]
public sealed class OpenResultPage : CodeActivity
{
    /// <summary>How long the link opens.</summary>
    [Input(DisplayName = "Days that the link opens", Description = "How many days the link opens.")]
    public Input<int> LinkDays { get; set; } = new(14);

    /// <summary>How many wrong dates of birth lock it.</summary>
    [Input(DisplayName = "Wrong dates allowed", Description = "How many wrong dates of birth lock the page.")]
    public Input<int> Attempts { get; set; } = new(5);

    /// <summary>The link's id.</summary>
    [Output(Description = "The link's id.")]
    public Output<string>? Link { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        if (result.WhyNotTell(context.Now()) is not null)
        {
            await context.CompleteActivityWithOutcomesAsync("Not approved");
            return;
        }

        var link = await new ResultDesk(context.Records()).OpenPageAsync(result.Id, Duration.FromDays(context.Get(LinkDays)), context.Get(Attempts), context.Now());
        context.Set(Link, link.Id.Value, nameof(Link));
        await context.CompleteActivityWithOutcomesAsync("Open");
    }
}

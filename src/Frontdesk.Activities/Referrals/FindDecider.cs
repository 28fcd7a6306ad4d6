using System.Text.Json.Nodes;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Activities.Referrals;

/// <summary>Finds who decides about the referral now: the ordering provider, else who acts for them, else the medical directors.</summary>
[Activity("Frontdesk", "Referrals", "Finds who decides now: the ordering provider, else who acts for them.", DisplayName = "Find who decides")]
public sealed class FindDecider : CodeActivity
{
    /// <summary>The provider is asked.</summary>
    [Input(DisplayName = "For the provider", Description = "The ordering provider, or who acts for them, is asked.")]
    public Input<bool> ForProvider { get; set; } = new(false);

    /// <summary>The role that is asked otherwise.</summary>
    [Input(DisplayName = "Role", Description = "The role that is asked otherwise.", Source = OptionSource.Roles)]
    public Input<string> Role { get; set; } = new("front-desk");

    /// <summary>The people who may answer.</summary>
    [Output(DisplayName = "People", Description = "The people who may answer.")]
    public Output<object>? Users { get; set; }

    /// <summary>The roles that may answer.</summary>
    [Output(Description = "The roles that may answer.")]
    public Output<object>? Roles { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (!context.Get(ForProvider))
        {
            context.Set(Users, new JsonArray(), nameof(Users));
            context.Set(Roles, new JsonArray(context.Get(Role) ?? StaffRole.FrontDesk), nameof(Roles));
            return;
        }

        var decider = await new ReferralDesk(context.Records()).DeciderAsync(await context.ReferralAsync(), context.Now());
        context.Set(Users, decider is null ? new JsonArray() : new JsonArray(decider.Id.Value), nameof(Users));
        context.Set(Roles, new JsonArray(StaffRole.MedicalDirector), nameof(Roles));
    }
}

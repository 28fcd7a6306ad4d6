using System.ComponentModel;
using System.Text.Json.Nodes;
using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>Whom to ask.</summary>
public enum DecisionRung
{
    /// <summary>Who ordered it, or whoever acts for them now: on leave, left, replaced by a locum.</summary>
    [Description("Whoever acts for the practitioner")]
    Ordering = 0,

    /// <summary>Also whoever covers for them.</summary>
    [Description("Also whoever covers")]
    Covering = 1,

    /// <summary>Also the medical director.</summary>
    [Description("Also the medical director")]
    MedicalDirector = 2,
}

/// <summary>
/// Finds who decides about a result at this moment: the provider who ordered it, else whoever stands in, else the medical
/// director. Each higher rung adds people and takes nobody away. When nobody is here, everyone with the role is asked.
/// </summary>
[Activity("Frontdesk", "Results", "Finds who decides about the result now: the provider who ordered it, whoever stands in, or the medical director.", DisplayName = "Who decides?")]
public sealed class FindWhoDecides : CodeActivity
{
    /// <summary>The practitioner who ordered it.</summary>
    [Input(DisplayName = "Practitioner", Description = "The practitioner who ordered it; empty when nobody here did.", Source = PracticeSource.Practitioners)]
    public Input<string> Practitioner { get; set; } = new();

    /// <summary>How far to go.</summary>
    [Input(DisplayName = "How far to go", Description = "Whom to ask when the practitioner is not here.")]
    public Input<DecisionRung> Rung { get; set; } = new(DecisionRung.Ordering);

    /// <summary>The people to ask.</summary>
    [Output(DisplayName = "People", Description = "The people to ask.")]
    public Output<object>? Users { get; set; }

    /// <summary>The roles to ask when there is nobody by name.</summary>
    [Output(Description = "The roles to ask when there is nobody by name.")]
    public Output<object>? Roles { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var directory = new StaffDirectory(records);
        var now = context.Now();
        var rung = context.Get(Rung);
        SortedSet<string> users = new(StringComparer.Ordinal);
        if (context.Get(Practitioner) is { Length: > 0 } id && await records.FindPractitionerAsync(new PractitionerId(id)) is { } practitioner)
        {
            if (await directory.WhoActsForAsync(practitioner.Id, now) is { } acting)
                users.Add(acting.Id.Value);

            if (rung >= DecisionRung.Covering && await records.FindStaffAsync(practitioner.Id) is { } ordering)
            {
                // Nobody answered for half an hour: whoever covers is asked although the provider may be here.
                foreach (var cover in (StaffId?[])[ordering.CoveredBy, ordering.StandInAt(now)])
                {
                    if (cover is { } named && await directory.WhoActsForAsync(named, now) is { } here)
                        users.Add(here.Id.Value);
                }
            }
        }

        if (rung == DecisionRung.MedicalDirector || users.Count == 0)
            users.UnionWith((await directory.PresentAsync(StaffRole.MedicalDirector, now)).Select(member => member.Id.Value));

        context.Set(Users, new JsonArray([.. users.Select(user => (JsonNode)user)]), nameof(Users));
        context.Set(Roles, users.Count > 0 ? new JsonArray() : new JsonArray((JsonNode)StaffRole.MedicalDirector, (JsonNode)StaffRole.Provider), nameof(Roles));
    }
}

using System.ComponentModel;
using System.Text.Json.Nodes;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Activities.Referrals;

/// <summary>When a question about a referral is void by itself.</summary>
public enum QuestionEnd
{
    /// <summary>When the referral is over.</summary>
    [Description("When the referral is over")]
    Over = 0,

    /// <summary>As soon as the referral stands otherwise than when it was asked.</summary>
    [Description("When the referral moves on")]
    MovedOn = 1,

    /// <summary>Never: somebody has to answer.</summary>
    [Description("Only when somebody answers")]
    Never = 2,
}

/// <summary>Asks staff something about the referral, and goes on; the workflow "Ask about a referral" waits for the answer and writes it down.</summary>
[Activity("Frontdesk", "Referrals", "Asks staff something about the referral and goes on; 'Ask about a referral' waits for the answer.", DisplayName = "Ask staff")]
public sealed class AskAboutReferral : CodeActivity
{
    /// <summary>A short name for the question.</summary>
    [Input(DisplayName = "Short name", Description = "A short name for the question; it stands in the referral's history.", Required = true)]
    public Input<string> Question { get; set; } = new();

    /// <summary>What the task is called.</summary>
    [Input(DisplayName = "Title", Description = "What the task is called; no patient data.", Required = true)]
    public Input<string> Title { get; set; } = new();

    /// <summary>What the person needs to know.</summary>
    [Input(DisplayName = "Description", Description = "What the person needs to know; no patient data.", UIHint = InputHint.MultiLine)]
    public Input<string> Description { get; set; } = new();

    /// <summary>What may come out.</summary>
    [Input(DisplayName = "Answers", Description = "What the person may choose from.", TypeName = "List<String>", UIHint = InputHint.MultiText)]
    public Input<object> Outcomes { get; set; } = new();

    /// <summary>Only the ordering provider, or who acts for them, is asked.</summary>
    [Input(DisplayName = "For the provider", Description = "Only the ordering provider, or who acts for them, is asked.")]
    public Input<bool> ForProvider { get; set; } = new(false);

    /// <summary>Who is asked otherwise.</summary>
    [Input(DisplayName = "Role", Description = "The role that is asked otherwise.", Source = OptionSource.Roles)]
    public Input<string> Role { get; set; } = new("front-desk");

    /// <summary>How many opening hours they have.</summary>
    [Input(DisplayName = "Hours to answer", Description = "How many opening hours they have; a working day has about 8.")]
    public Input<double> DueHours { get; set; } = new(8);

    /// <summary>Lower comes first.</summary>
    [Input(DisplayName = "Priority", Description = "Lower comes first; 100 is urgent, 500 is normal. Urgent referrals come before all others.")]
    public Input<int> Priority { get; set; } = new(400);

    /// <summary>When the question is void by itself.</summary>
    [Input(DisplayName = "Ends", Description = "When the question ends by itself.")]
    public Input<QuestionEnd> Ends { get; set; } = new(QuestionEnd.Over);

    /// <summary>What the question is about, e.g. a document's id.</summary>
    [Input(DisplayName = "Reference", Description = "What the question is about, for example a document's id.")]
    public Input<string> Reference { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        var (sooner, safety) = referral.Urgency switch
        {
            ReferralUrgency.Stat => (4, TaskSafety.Urgent),
            ReferralUrgency.Urgent => (2, TaskSafety.Clinical),
            _ => (1, TaskSafety.None),
        };
        JsonArray outcomes = [.. Values.ToItems(context.Get(Outcomes)).Select(one => (JsonNode)Values.ToText(one))];
        context.Burst().StartWorkflow(new StartRequest("referral-question")
        {
            CorrelationId = context.CaseId(),
            Name = context.Get(Title),
            ParentInstanceId = context.WorkflowExecutionContext.Id,
            Input = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Question"] = context.Get(Question),
                ["Title"] = context.Get(Title),
                ["Description"] = context.Get(Description),
                ["Outcomes"] = outcomes,
                ["ForProvider"] = context.Get(ForProvider),
                ["Role"] = context.Get(Role),
                ["DueMinutes"] = (int)(context.Get(DueHours) * 60 / (sooner > 1 ? 2 : 1)),
                ["Priority"] = context.Get(Priority) / sooner,
                ["Safety"] = safety.ToString(),
                ["Reference"] = context.Get(Reference),
                ["EndsBy"] = context.Get(Ends) switch
                {
                    QuestionEnd.MovedOn => nameof(ReferralMovedOn),
                    QuestionEnd.Never => "ReferralQuestionNeverEnds",
                    _ => nameof(ReferralOver),
                },
            },
        });
    }
}

using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Referrals;

/// <summary>Writes down what staff answered. An answer that a rule forbids changes nothing; the port says so, and the reason is told.</summary>
[Activity("Frontdesk", "Referrals", "Writes down what staff answered about the referral.", DisplayName = "Write the answer down")]
[FlowNode("Taken", "Refused")]
public sealed class RecordReferralAnswer : CodeActivity
{
    /// <summary>The question.</summary>
    [Input(DisplayName = "Question", Description = "The short name of the question, usually a variable.", Required = true)]
    public Input<string> Question { get; set; } = new();

    /// <summary>What was chosen.</summary>
    [Input(DisplayName = "Answer", Description = "What was chosen, usually a variable.", Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>Who chose it.</summary>
    [Input(DisplayName = "Who answered", Description = "The person who answered, usually a variable.")]
    public Input<string> By { get; set; } = new();

    /// <summary>What was filled in.</summary>
    [Input(DisplayName = "Filled in", Description = "What the person filled in, usually a variable.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>What the question was about.</summary>
    [Input(DisplayName = "Reference", Description = "What the question was about, for example a document's id.")]
    public Input<string> Reference { get; set; } = new();

    /// <summary>It was taken.</summary>
    [Output(Description = "Whether it was taken.")]
    public Output<bool>? Taken { get; set; }

    /// <summary>Why it was refused.</summary>
    [Output(Description = "Why it was refused.")]
    public Output<string>? Problem { get; set; }

    /// <summary>It was refused because only the provider may end the referral: the question is theirs from now on.</summary>
    [Output(Description = "It was refused because only the provider may end the referral: the question is theirs from now on.")]
    public Output<bool>? OnlyProvider { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var answer = Answer(context);
        try
        {
            await new ReferralAnswers(context.Records()).TakeAsync(await context.ReferralAsync(), answer, new ReferralId(context.Burst().NewId()), context.Now());
        }
        catch (DomainRuleException refused)
        {
            context.Set(Taken, false);
            context.Set(Problem, refused.Message, nameof(Problem));
            if (refused.Rule == Referral.ProviderCloses)
                context.Set(OnlyProvider, true);

            await context.CompleteActivityWithOutcomesAsync("Refused");
            return;
        }

        context.Set(Taken, true);
        await context.CompleteActivityWithOutcomesAsync("Taken");
    }

    private StaffAnswer Answer(ActivityExecutionContext context)
    {
        var form = Values.ToJson(context.Get(Form)) as JsonObject;
        return new StaffAnswer(context.Get(Question) ?? string.Empty, context.Get(Outcome) ?? string.Empty, context.Get(By) ?? string.Empty)
        {
            Note = Text(form, "note"),
            Number = Text(form, "number"),
            ValidUntil = Text(form, "validUntil"),
            Visits = int.TryParse(Text(form, "visits"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var visits) ? visits : null,
            When = Text(form, "when"),
            Specialist = Text(form, "specialist"),
            Identifiers = [.. (form?["identifiers"] as JsonArray ?? []).Select(one => Enum.TryParse<ReportIdentifier>(one?.ToString(), ignoreCase: true, out var identifier) ? identifier : (ReportIdentifier?)null).OfType<ReportIdentifier>()],
            Reference = context.Get(Reference),
        };
    }

    private static string? Text(JsonObject? form, string name) => form?[name]?.ToString() is { Length: > 0 } text ? text : null;
}

using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;

namespace Frontdesk.Engine.Analysis.Rules;

/// <summary>
/// An effect is done once for each name. A step that comes round again has to name it anew, or nothing happens the second
/// time and nobody sees why; two steps side by side must not share a name.
/// </summary>
public sealed class EffectsAreNamedAnew : IDefinitionRule
{
    /// <summary>The rule's code.</summary>
    public const string Code = "effect-repeated";

    /// <inheritdoc/>
    public void Check(WorkflowReview review)
    {
        var circles = Circles.Of(review.Flow, _ => true);
        var named = new List<(Activity Activity, string Key)>();
        foreach (var activity in review.Workflow.Activities)
        {
            var sends = WorkflowReview.Of<SendsAttribute>(activity);
            var keys = WorkflowReview.InputsWith<EffectKeyAttribute>(activity).ToList();
            if (keys.Count == 0 && !sends.Any(one => one.RepeatsEachRun))
                continue;
            if (keys.Count > 0 && KeyOf(review, keys) is { } key)
                named.Add((activity, $"{activity.Type}+{key}"));
            CheckRounds(review, activity, keys, circles);
        }

        foreach (var (one, other) in SameNames(named).Where(pair => AreSideBySide(review, pair.One, pair.Other)))
            review.Error(Code, other, $"This step and '{one.DisplayName}' may run side by side and name what they do alike, so only the first of them does it.", $"Give '{Label(other)}' another value in one of them.");
    }

    private static void CheckRounds(WorkflowReview review, Activity activity, List<Input> keys, IReadOnlyList<IReadOnlySet<FlowPoint>> circles)
    {
        if (RoundOf(review, activity, circles) is not { } round)
            return;
        if (keys.Count > 0)
        {
            if (!keys.Exists(key => review.Data.Changes(activity, key, round)))
                review.Error(Code, activity, $"Control comes round to this step again, and '{Label(activity)}' is the same each time, so it does nothing from the second round on.", $"Let '{Label(activity)}' hold something that each round changes, e.g. a counter or the key that the step before gave.");
            return;
        }

        var isReading = activity is HttpRequestActivity { Method: var method } && review.Data.TryGetConstant(method, out var verb) && verb is "GET" or "HEAD";
        if (!isReading && !DataFlow.InputsOf(activity).Any(input => review.Data.Changes(activity, input, round)))
            review.Warning(Code, activity, "Control comes round to this step again, and it sends the very same each time.", "Send something that each round changes, or lead the way round past it.");
    }

    // Everything that runs between two runs of the activity; null when it runs once.
    private static HashSet<Activity>? RoundOf(WorkflowReview review, Activity activity, IReadOnlyList<IReadOnlySet<FlowPoint>> circles)
    {
        var enter = review.Flow.EnterOf(activity);
        var round = circles.Where(circle => circle.Contains(enter)).SelectMany(circle => circle).Select(point => point.Activity).ToHashSet();
        for (var around = activity.Parent; around is not null; around = around.Parent)
        {
            if (around is ParallelForEach)
                round.Add(around);
        }

        return round.Count == 0 ? null : round;
    }

    private static string? KeyOf(WorkflowReview review, List<Input> keys)
    {
        var parts = new List<string>();
        foreach (var key in keys)
        {
            if (review.Data.TryGetConstant(key, out var value))
                parts.Add(Expressions.Values.ToText(value));
            else if (review.Data.Reads(key) is var reads && reads.All(read => read.Kind is DataKind.Input or DataKind.Variable or DataKind.Property) && TextOf(key) is { } text)
                parts.Add(text);
            else
                return null;
        }

        return string.Join('+', parts);
    }

    private static string? TextOf(Input key) => key.Expression switch
    {
        Expressions.JavaScriptExpression script => script.Code,
        Expressions.LiquidExpression template => template.Code,
        Expressions.VariableExpression variable => variable.Reference.Id,
        Expressions.WorkflowInputExpression input => input.Name,
        _ => null,
    };

    private static IEnumerable<(Activity One, Activity Other)> SameNames(List<(Activity Activity, string Key)> named) =>
        named.GroupBy(one => one.Key, StringComparer.Ordinal).SelectMany(group => group.SelectMany((one, i) => group.Skip(i + 1).Select(other => (one.Activity, other.Activity))));

    private static bool AreSideBySide(WorkflowReview review, Activity one, Activity other)
    {
        var (first, second) = (review.Flow.EnterOf(one), review.Flow.EnterOf(other));
        foreach (var fork in review.Flow.Points.Where(point => point.StartsAll))
        {
            var reach = fork.Next.Select(branch => (Branch: branch, Passage: new Passage([branch], point => point == fork))).ToList();
            if (reach.Exists(a => a.Passage.Reaches(first) && !a.Passage.Reaches(second) && reach.Exists(b => b.Branch != a.Branch && b.Passage.Reaches(second) && !b.Passage.Reaches(first))))
                return true;
        }

        return false;
    }

    private static string Label(Activity activity) => WorkflowReview.InputsWith<EffectKeyAttribute>(activity).First().Name;
}

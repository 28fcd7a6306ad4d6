using System.ComponentModel;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Whether a switch takes the first case that fits or all of them.</summary>
public enum SwitchMode
{
    /// <summary>The first that fits.</summary>
    [Description("Only the first that fits")]
    MatchFirst,

    /// <summary>Every one that fits.</summary>
    [Description("Every one that fits")]
    MatchAny,
}

/// <summary>One case of a switch.</summary>
/// <param name="Label">Its name, and in a flowchart its port.</param>
/// <param name="Condition">Whether it fits.</param>
/// <param name="Activity">What it runs (not in a flowchart).</param>
internal sealed record SwitchCase(string Label, Input<bool> Condition, Activity? Activity)
{
    internal static List<SwitchCase> ReadAll(ActivityBuilder builder)
    {
        var list = new List<SwitchCase>();
        var cases = builder.Json["cases"] as JsonArray ?? (builder.Json["cases"] as JsonObject)?["expression"]?["value"] as JsonArray ?? [];
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases[i] is JsonObject json)
                list.Add(new SwitchCase(json["label"]?.ToString() ?? string.Empty, builder.ReadExpression<bool>(json["condition"], $"cases[{i}].condition"), builder.ReadActivity(json["activity"], $"cases[{i}].activity")));
        }

        return list;
    }

    internal static List<SwitchCase> Matching(IEnumerable<SwitchCase> cases, SwitchMode mode, ActivityExecutionContext context)
    {
        var found = new List<SwitchCase>();
        foreach (var candidate in cases)
        {
            if (!context.Evaluate(candidate.Condition))
                continue;
            found.Add(candidate);
            if (mode == SwitchMode.MatchFirst)
                break;
        }

        return found;
    }
}

using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Appointments;

/// <summary>The steps that a workflow has put on its ladder, kept in one variable until they are planned.</summary>
internal static class ReminderLadder
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "Steps";

    /// <summary>Adds a step.</summary>
    public static void Add(ActivityExecutionContext context, ReminderStep step)
    {
        JsonArray steps = [.. Values.ToItems(context.GetVariableValue(Variable)).Select(one => Values.ToJson(one)?.DeepClone())];
        steps.Add(new JsonObject
        {
            ["rule"] = step.Rule,
            ["channel"] = step.Channel.ToString(),
            ["template"] = step.TemplateKey,
            ["days"] = step.DaysBefore,
            ["hours"] = step.HoursBefore,
            ["scope"] = step.Scope.ToString(),
            ["atBooking"] = step.AtBooking,
        });
        context.SetVariableValue(Variable, steps);
    }

    /// <summary>Takes the steps off the variable.</summary>
    public static IReadOnlyList<ReminderStep> Take(ActivityExecutionContext context)
    {
        var steps = Values.ToItems(context.GetVariableValue(Variable)).Select(one => Read(Values.ToJson(one)!.AsObject())).ToList();
        context.SetVariableValue(Variable, null);
        return steps;
    }

    private static ReminderStep Read(JsonObject json) => new(
        (string)json["rule"]!,
        Enum.Parse<Channel>((string)json["channel"]!),
        (string)json["template"]!,
        (int)json["days"]!,
        (int)json["hours"]!,
        Enum.Parse<ReminderScope>((string)json["scope"]!),
        AtBooking: (bool)json["atBooking"]!);
}

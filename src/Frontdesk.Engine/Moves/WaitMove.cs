using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Tasks;

namespace Frontdesk.Engine.Moves;

/// <summary>
/// Carries the waits of one step over to another version of it. A wait keeps its id and its time; a named event follows its
/// name; a task that a person was asked stays as it was asked, or the move is refused.
/// </summary>
internal static class WaitMove
{
    internal static IEnumerable<Bookmark> Carry(ActivityExecutionContext before, ActivityExecutionContext after, IReadOnlyList<Bookmark> waits, Action<string> refuse, Action<string> note)
    {
        var name = after.Activity.DisplayName;
        var differs = Differs(before.Activity, after.Activity);
        if (differs && waits.Any(wait => wait.TaskId is not null) && !KeepsTask(before.Activity, after.Activity))
        {
            refuse($"The open task '{name}' offers other outcomes or asks for other things in that version. Let it be completed first.");
            return [];
        }

        var named = differs ? Named(after, refuse) : null;
        var renamed = named is null || waits.Select(wait => wait.Stimulus).ToHashSet(StringComparer.Ordinal).SetEquals(named) ? null : named;
        if (renamed is not null && (after.Activity is not Event || renamed is not [_] || waits.Count != 1))
        {
            refuse($"'{name}' waits at another address in that version, and somebody may have been given the one where it waits now.");
            return [];
        }

        if (renamed is [var stimulus])
            note($"'{name}' will wait for '{Which(stimulus)}' instead of '{Which(waits[0].Stimulus)}'.");
        else if (differs)
            note(waits.Any(wait => wait.TaskId is not null) ? $"The open task '{name}' stays as it was asked." : $"'{name}' was changed; what it waits for, and until when, stays as it is.");
        return waits.Select(wait => new Bookmark
        {
            Id = wait.Id,
            Context = after,
            Stimulus = renamed is null ? wait.Stimulus : renamed[0],
            DueAt = wait.DueAt,
            Callback = wait.Callback,
            AutoBurn = wait.AutoBurn,
            TaskId = wait.TaskId,
            Metadata = wait.Metadata,
            CreatedAt = wait.CreatedAt,
        });
    }

    private static IReadOnlyList<string>? Named(ActivityExecutionContext after, Action<string> refuse)
    {
        try
        {
            return after.Activity.NamedStimuli(after);
        }
        catch (Exception e) when (e is FaultException or ScriptException or ValueConversionException)
        {
            refuse($"What '{after.Activity.DisplayName}' waits for in that version cannot be computed here.");
            return null;
        }
    }

    private static string Which(string stimulus) => stimulus[(stimulus.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static bool KeepsTask(Activity before, Activity after) =>
        before is not UserTask || (SameProperty(before, after, "outcomes") && SameProperty(before, after, "form"));

    private static bool Differs(Activity before, Activity after) =>
        before.Json.Select(p => p.Key).Union(after.Json.Select(p => p.Key), StringComparer.Ordinal)
            .Any(property => !DefinitionParts.IsStructure(property) && property != "name" && !SameProperty(before, after, property));

    private static bool SameProperty(Activity before, Activity after, string property) =>
        PartValues.Same(DefinitionParts.WithoutSteps(before.Json[property]), DefinitionParts.WithoutSteps(after.Json[property]));
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Definitions;

/// <summary>How a part of a definition differs between two versions.</summary>
public enum DifferenceKind
{
    /// <summary>It is new.</summary>
    Added = 0,

    /// <summary>It is gone.</summary>
    Removed = 1,

    /// <summary>It does something else, or says something else.</summary>
    Changed = 2,

    /// <summary>It only stands elsewhere on the canvas; nothing that it does has changed.</summary>
    Placed = 3,
}

/// <summary>What part of a definition differs.</summary>
public enum DifferencePart
{
    /// <summary>The workflow as a whole: its name, description, options.</summary>
    Workflow = 0,

    /// <summary>A step.</summary>
    Step = 1,

    /// <summary>A way from one step to the next.</summary>
    Connection = 2,

    /// <summary>A variable.</summary>
    Variable = 3,

    /// <summary>What the workflow is started with.</summary>
    Input = 4,

    /// <summary>What the workflow hands out.</summary>
    Output = 5,
}

/// <summary>One value of a part, before and after.</summary>
/// <param name="Name">What it is, as the designer calls it.</param>
/// <param name="Old">The value of the older version; null when it had none.</param>
/// <param name="New">The value of the newer version; null when it has none.</param>
public sealed record ValueChange(string Name, string? Old, string? New);

/// <summary>One part that differs.</summary>
/// <param name="Kind">How.</param>
/// <param name="Part">What kind of part.</param>
/// <param name="Key">What tells it from the other parts of its kind: a step's id, a variable's id with the step that holds it.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Sentence">The difference in a sentence.</param>
/// <param name="Values">Its values that differ; all of them when it was added or removed.</param>
public sealed record DefinitionChange(DifferenceKind Kind, DifferencePart Part, string Key, string Name, string Sentence, IReadOnlyList<ValueChange> Values);

/// <summary>What is different between two versions of a definition, in the words of the designer. Steps are the same when their ids are.</summary>
public sealed class DefinitionDifference
{
    private readonly DefinitionParts _old;
    private readonly DefinitionParts _new;
    private readonly ActivityRegistry _registry;
    private readonly List<DefinitionChange> _changes = [];

    private DefinitionDifference(WorkflowDefinition older, WorkflowDefinition newer, ActivityRegistry registry) =>
        (_old, _new, _registry) = (new DefinitionParts(older), new DefinitionParts(newer), registry);

    /// <summary>Everything that differs: the workflow, then steps, connections, variables, inputs and outputs.</summary>
    public IReadOnlyList<DefinitionChange> Changes => _changes;

    /// <summary>Compares two versions. The other way round gives the same with added and removed, old and new exchanged.</summary>
    /// <param name="older">What was.</param>
    /// <param name="newer">What is.</param>
    /// <param name="registry">The activity types, for their names.</param>
    public static DefinitionDifference Between(WorkflowDefinition older, WorkflowDefinition newer, ActivityRegistry registry)
    {
        var difference = new DefinitionDifference(older, newer, registry);
        difference.CompareWorkflow();
        difference.CompareSteps();
        difference.CompareConnections();
        difference.CompareVariables();
        difference.CompareDeclared("inputs", DifferencePart.Input, "input");
        difference.CompareDeclared("outputs", DifferencePart.Output, "output");
        return difference;
    }

    private void CompareWorkflow()
    {
        var values = Changed(PartValues.OfWorkflow(_old.Json), PartValues.OfWorkflow(_new.Json));
        if (values.Count > 0)
            _changes.Add(new DefinitionChange(DifferenceKind.Changed, DifferencePart.Workflow, string.Empty, _new.Json["name"]?.ToString() ?? string.Empty, $"The workflow's {Names(values)} changed.", values));
    }

    private void CompareSteps()
    {
        foreach (var (key, step) in _new.Steps)
        {
            if (!_old.Steps.TryGetValue(key, out var before))
                _changes.Add(new DefinitionChange(DifferenceKind.Added, DifferencePart.Step, key, step.Name, $"'{step.Name}' is new{Where(step)}.", Changed([], PartValues.OfStep(step, _registry))));
            else
                Compare(before, step);
        }

        foreach (var (key, step) in _old.Steps.Where(one => !_new.Steps.ContainsKey(one.Key)))
            _changes.Add(new DefinitionChange(DifferenceKind.Removed, DifferencePart.Step, key, step.Name, $"'{step.Name}' is gone.", Changed(PartValues.OfStep(step, _registry), [])));
    }

    private void Compare(StepPart before, StepPart after)
    {
        var values = Changed(PartValues.OfStep(before, _registry), PartValues.OfStep(after, _registry));
        if (before.Holder?.Key != after.Holder?.Key || before.Slot != after.Slot)
            values.Add(new ValueChange("Place", Place(before), Place(after)));
        var isPlaced = !PartValues.Same(PartValues.Placing(before.Json), PartValues.Placing(after.Json));
        foreach (var slot in _new.Steps.Values.Where(step => step.Holder?.Key == after.Key).Select(step => step.Slot).Distinct(StringComparer.Ordinal))
        {
            var (was, now) = (_old.Held(before.Key, slot), _new.Held(after.Key, slot));
            var common = was.Select(step => step.Key).Intersect(now.Select(step => step.Key), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            was.RemoveAll(step => !common.Contains(step.Key));
            now.RemoveAll(step => !common.Contains(step.Key));
            if (was.Select(step => step.Key).SequenceEqual(now.Select(step => step.Key), StringComparer.Ordinal))
                continue;

            // On a canvas the connections say what comes after what; the order in the file is the designer's affair.
            if (after.Type == "Elsa.Flowchart" && slot == "activities")
                isPlaced = true;
            else
                values.Add(new ValueChange("Order", string.Join(", ", was.Select(step => step.Name)), string.Join(", ", now.Select(step => step.Name))));
        }

        if (values.Count > 0)
            _changes.Add(new DefinitionChange(DifferenceKind.Changed, DifferencePart.Step, after.Key, after.Name, $"'{after.Name}' changed: {Names(values)}.", values));
        if (isPlaced)
            _changes.Add(new DefinitionChange(DifferenceKind.Placed, DifferencePart.Step, after.Key, after.Name, $"'{after.Name}' was moved on the canvas.", []));
    }

    private void CompareConnections()
    {
        foreach (var key in _new.Steps.Keys.Union(_old.Steps.Keys, StringComparer.Ordinal))
        {
            var (was, now) = (ConnectionPart.Of(_old, key), ConnectionPart.Of(_new, key));
            foreach (var one in was.ToList())
            {
                // The same way in both: only how it is drawn, and what this program does not know of it, may differ.
                if (now.Find(other => other.Ends == one.Ends) is not { } other)
                    continue;
                was.Remove(one);
                now.Remove(other);
                var values = Changed(one.Other, other.Other);
                if (values.Count > 0)
                    _changes.Add(new DefinitionChange(DifferenceKind.Changed, DifferencePart.Connection, one.Key, one.Name, $"{one.Name} to '{one.Target}' changed: {Names(values)}.", values));
                if (!PartValues.Same(one.Drawing, other.Drawing))
                    _changes.Add(new DefinitionChange(DifferenceKind.Placed, DifferencePart.Connection, one.Key, one.Name, $"{one.Name} to '{one.Target}' is drawn another way.", []));
            }

            foreach (var ways in was.Concat(now).GroupBy(one => one.Key).ToList())
                CompareWays(ways.Key, was.FindAll(one => one.Key == ways.Key), now.FindAll(one => one.Key == ways.Key));
        }
    }

    private void CompareWays(string key, List<ConnectionPart> was, List<ConnectionPart> now)
    {
        if (was is [var before] && now is [var after])
        {
            _changes.Add(new DefinitionChange(DifferenceKind.Changed, DifferencePart.Connection, key, after.Name, $"{after.Name} now leads to '{after.Target}' instead of '{before.Target}'.", [new ValueChange("Leads to", before.Target, after.Target)]));
            return;
        }

        foreach (var one in now)
            _changes.Add(new DefinitionChange(DifferenceKind.Added, DifferencePart.Connection, key, one.Name, $"{one.Name} now leads to '{one.Target}'.", [new ValueChange("Leads to", null, one.Target)]));
        foreach (var one in was)
            _changes.Add(new DefinitionChange(DifferenceKind.Removed, DifferencePart.Connection, key, one.Name, $"{one.Name} no longer leads to '{one.Target}'.", [new ValueChange("Leads to", one.Target, null)]));
    }

    private void CompareVariables()
    {
        foreach (var key in _new.Variables.Keys.Union(_old.Variables.Keys, StringComparer.Ordinal))
        {
            var (was, now) = (_old.Variables.GetValueOrDefault(key), _new.Variables.GetValueOrDefault(key));
            var name = (now ?? was)!.Name;
            var of = (now ?? was)!.Holder is { } holder ? $" of '{holder.Name}'" : string.Empty;
            AddPart(DifferencePart.Variable, key, name, $"The variable '{name}'{of}", PartValues.OfDeclaration(was?.Json), PartValues.OfDeclaration(now?.Json), was is null, now is null);
        }
    }

    private void CompareDeclared(string list, DifferencePart part, string word)
    {
        var (was, now) = (Declared(_old.Json, list), Declared(_new.Json, list));
        foreach (var name in now.Keys.Union(was.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (was.GetValueOrDefault(name), now.GetValueOrDefault(name));
            AddPart(part, name, name, $"The {word} '{name}'", PartValues.OfDeclaration(before), PartValues.OfDeclaration(after), before is null, after is null);
        }
    }

    private void AddPart(DifferencePart part, string key, string name, string what, Dictionary<string, PartValue> was, Dictionary<string, PartValue> now, bool isNew, bool isGone)
    {
        var values = Changed(was, now);
        if (isNew)
            _changes.Add(new DefinitionChange(DifferenceKind.Added, part, key, name, $"{what} is new.", values));
        else if (isGone)
            _changes.Add(new DefinitionChange(DifferenceKind.Removed, part, key, name, $"{what} is gone.", values));
        else if (values.Count > 0)
            _changes.Add(new DefinitionChange(DifferenceKind.Changed, part, key, name, $"{what} changed: {Names(values)}.", values));
    }

    private List<ValueChange> Changed(Dictionary<string, PartValue> was, Dictionary<string, PartValue> now)
    {
        var changes = new List<ValueChange>();
        foreach (var path in now.Keys.Union(was.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (was.GetValueOrDefault(path), now.GetValueOrDefault(path));
            if (PartValues.Same(before?.Value, after?.Value))
                continue;
            var (old, @new) = (before?.Text(_old.VariableNames), after?.Text(_new.VariableNames));
            if (old == @new)
                (old, @new) = (DesignerWords.Json(before?.Value), DesignerWords.Json(after?.Value));
            changes.Add(new ValueChange((after ?? before)!.Name, old, @new));
        }

        return changes;
    }

    private static Dictionary<string, JsonObject> Declared(JsonObject json, string list)
    {
        var declared = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var one in (json[list] as JsonArray ?? []).OfType<JsonObject>())
            declared.TryAdd(one["name"]?.ToString() ?? string.Empty, one);
        return declared;
    }

    private static string Place(StepPart step) => step.Holder is not { } holder ? "the workflow itself" : step.Slot is "activities" or "branches" ? $"in '{holder.Name}'" : $"in '{holder.Name}', {DesignerWords.Name(step.Slot)}";

    private static string Where(StepPart step) => step.Holder is null ? string.Empty : $", {Place(step)}{(step.After is { } before && step.Holder.Type != "Elsa.Flowchart" ? $" after '{before.Name}'" : string.Empty)}";

    private static string Names(IEnumerable<ValueChange> values) => string.Join(", ", values.Select(value => value.Name).Distinct(StringComparer.Ordinal));
}

using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Descriptors;

/// <summary>Steps as Elsa's designer reads them: what it offers in its toolbox and which editors it shows for a step.</summary>
public static class DescriptorJson
{
    /// <summary>What the designer draws that is no step to choose: the workflow itself, and a step whose type is not there.</summary>
    public static IEnumerable<JsonObject> ForDesigner =>
    [
        Drawn("Elsa.Workflow", "Workflow", "The workflow itself.", Port("Root", "Embedded", false)),
        Drawn("Elsa.NotFoundActivity", "Unknown step", "A step that this program does not have."),
    ];

    /// <summary>A type of activity.</summary>
    /// <param name="activity">The type.</param>
    /// <param name="live">The values that the practice's records offer.</param>
    public static JsonObject Of(ActivityDescriptor activity, LiveOptions live)
    {
        var dot = activity.TypeName.LastIndexOf('.');
        return new JsonObject
        {
            ["typeName"] = activity.TypeName,
            ["clrType"] = activity.TypeName,
            ["namespace"] = dot < 0 ? string.Empty : activity.TypeName[..dot],
            ["name"] = activity.TypeName[(dot + 1)..],
            ["version"] = 1,
            ["category"] = activity.Category,
            ["displayName"] = activity.DisplayName,
            ["description"] = activity.Description,
            ["inputs"] = new JsonArray([.. activity.InputsInOrder.Select(input => Input(input, live))]),
            ["outputs"] = new JsonArray([.. activity.Outputs.Select(Output)]),
            ["kind"] = activity.Kind.ToString(),
            ["runAsynchronously"] = false,
            ["ports"] = new JsonArray([.. activity.Ports.Select(port => Port(port.Property.Name, "Embedded", port.IsBrowsable, port.DisplayName)), .. activity.Outcomes.Select(outcome => Port(outcome, "Flow"))]),
            ["customProperties"] = new JsonObject { ["Type"] = activity.TypeName },
            ["constructionProperties"] = FirstValues(activity),
            ["isContainer"] = activity.IsContainer,
            ["isBrowsable"] = activity.IsBrowsable,
            ["isStart"] = activity.IsStart,
            ["isTerminal"] = activity.IsTerminal,
        };
    }

    /// <summary>What the editor of an input has to know: its choices, its language, its fixed ports.</summary>
    public static JsonObject Specifications(ActivityMember input, LiveOptions live)
    {
        var choices = input.Input!.Source is { } source ? live(source) : input.Choices;
        var specifications = new JsonObject();
        switch (input.Hint)
        {
            case InputHint.Dropdown when choices.Count > 0 || input.Input.Source is not null:
                specifications["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = Items(choices, input.IsOptionalChoice) } };
                break;
            case InputHint.CheckList:
                specifications["checklist"] = new JsonObject { ["checkList"] = new JsonObject { ["items"] = Items(choices, false), ["isFlagsEnum"] = false } };
                break;
            case InputHint.CodeEditor or InputHint.JsonEditor:
                specifications["code-editor"] = new JsonObject { ["language"] = input.Input.Language ?? "json" };
                break;
            case InputHint.DynamicOutcomes when input.Input.FixedOutcomes is { Length: > 0 } outcomes:
                specifications["DynamicOutcomesOptions"] = new JsonObject { ["fixedOutcomes"] = new JsonArray([.. outcomes.Select(one => (JsonNode)one)]) };
                break;
        }

        return specifications;
    }

    internal static JsonObject Port(string name, string type, bool isBrowsable = true, string? displayName = null) =>
        new() { ["name"] = name, ["displayName"] = displayName ?? name, ["type"] = type, ["isBrowsable"] = isBrowsable };

    private static JsonObject Drawn(string type, string displayName, string description, params JsonNode[] ports) => new()
    {
        ["typeName"] = type,
        ["clrType"] = type,
        ["namespace"] = "Elsa",
        ["name"] = type["Elsa.".Length..],
        ["version"] = 1,
        ["category"] = "System",
        ["displayName"] = displayName,
        ["description"] = description,
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["kind"] = "Action",
        ["runAsynchronously"] = false,
        ["ports"] = new JsonArray(ports),
        ["customProperties"] = new JsonObject { ["Type"] = type },
        ["constructionProperties"] = new JsonObject(),
        ["isContainer"] = false,
        ["isBrowsable"] = false,
        ["isStart"] = false,
        ["isTerminal"] = false,
    };

    private static JsonArray Items(IReadOnlyList<InputOption> choices, bool withNone)
    {
        var items = choices.Select(choice => (JsonNode)new JsonObject { ["text"] = choice.Text, ["value"] = choice.Value });
        return [.. withNone ? items.Prepend(new JsonObject { ["text"] = string.Empty, ["value"] = string.Empty }) : items];
    }

    private static JsonObject Input(ActivityMember input, LiveOptions live)
    {
        var said = input.Input!;
        var json = new JsonObject { ["isWrapped"] = input.IsWrapped, ["uiHint"] = input.Hint };
        if (Default(input) is { } value)
            json["defaultValue"] = value;
        if (said.DefaultSyntax is { } syntax)
            json["defaultSyntax"] = syntax;
        if (said.Category is { } category)
            json["category"] = category;
        json["isReadOnly"] = said.IsReadOnly;
        json["isSensitive"] = said.IsSensitive;
        json["autoEvaluate"] = said.AutoEvaluate;
        json["uiSpecifications"] = Specifications(input, live);
        Describe(json, input);
        json["order"] = said.Order;
        json["isBrowsable"] = input.IsBrowsable;
        json["isSerializable"] = true;
        json["isSynthetic"] = false;
        return json;
    }

    private static JsonObject Output(ActivityMember output)
    {
        var json = new JsonObject();
        Describe(json, output);
        json["order"] = 0;
        json["isBrowsable"] = output.IsBrowsable;
        json["isSerializable"] = true;
        json["isSynthetic"] = false;
        return json;
    }

    private static void Describe(JsonObject json, ActivityMember member)
    {
        json["name"] = member.Property.Name;
        json["typeName"] = member.TypeName;
        json["displayName"] = member.DisplayName;
        json["description"] = member.Description;
    }

    private static JsonNode? Default(ActivityMember input) => input.Default is Enum name ? name.ToString() : Values.ToJson(input.Default)?.DeepClone();

    // Some editors read the step alone and know nothing of defaults: a new step says such a default itself.
    private static JsonObject FirstValues(ActivityDescriptor activity)
    {
        var values = new JsonObject();
        foreach (var input in activity.Inputs.Where(input => input.Input!.IsWritten))
        {
            values[input.Property.Name] = input.IsWrapped
                ? new JsonObject
                {
                    ["typeName"] = input.TypeName,
                    ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = Default(input)!.ToJsonString() },
                }
                : Default(input);
        }

        return values;
    }
}

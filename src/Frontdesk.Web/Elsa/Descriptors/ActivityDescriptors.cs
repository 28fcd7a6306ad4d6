using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Elsa.Descriptors;

/// <summary>The steps that a designer may choose from.</summary>
internal sealed class ActivityDescriptors(WorkflowDefinitions definitions)
{
    public ActivityRegistry Registry => definitions.Registry;

    public IEnumerable<JsonObject> All() => Registry.All.Select(Describe);

    public JsonObject? Find(string type) => Registry.Find(type) is { } found ? Describe(found) : null;

    public JsonArray? Options(string type, string property) => null;

    private static JsonObject Describe(ActivityDescriptor d) => new()
    {
        ["typeName"] = d.TypeName, ["clrType"] = d.TypeName, ["namespace"] = d.TypeName.Split('.')[0], ["name"] = d.TypeName.Split('.')[^1], ["version"] = 1,
        ["category"] = d.Category, ["displayName"] = d.DisplayName, ["description"] = d.Description,
        ["inputs"] = ElsaJson.List(d.Inputs.Select(i => new JsonObject { ["isWrapped"] = true, ["uiHint"] = "singleline", ["category"] = null, ["order"] = 0, ["isReadOnly"] = false, ["isBrowsable"] = true, ["isSerializable"] = true, ["isSynthetic"] = false, ["name"] = i.Property.Name, ["typeName"] = "String", ["displayName"] = i.Property.Name, ["description"] = i.Input!.Description, ["autoEvaluate"] = true, ["defaultSyntax"] = "Literal", ["uiSpecifications"] = new JsonObject() })),
        ["outputs"] = new JsonArray(), ["kind"] = d.IsTrigger ? "Trigger" : "Action", ["runAsynchronously"] = false,
        ["ports"] = ElsaJson.List(d.Outcomes.Select(o => new JsonObject { ["name"] = o, ["displayName"] = o, ["type"] = "Flow", ["isBrowsable"] = true })),
        ["customProperties"] = new JsonObject(), ["constructionProperties"] = new JsonObject(), ["isContainer"] = d.IsContainer, ["isBrowsable"] = true, ["isStart"] = false, ["isTerminal"] = d.IsTerminal,
    };
}

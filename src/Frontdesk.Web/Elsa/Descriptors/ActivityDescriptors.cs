using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Web.Elsa.Definitions;

namespace Frontdesk.Web.Elsa.Descriptors;

/// <summary>The steps that a designer may choose from: those of the program, and the workflows that others may use.</summary>
internal sealed class ActivityDescriptors(WorkflowDefinitions definitions, DefinitionIndex index, PracticeOptions options)
{
    public ActivityRegistry Registry => definitions.Registry;

    /// <summary>Every step, with what may be chosen at this moment.</summary>
    public IEnumerable<JsonObject> All()
    {
        var live = Once();
        return [.. Registry.All.Select(one => DescriptorJson.Of(one, live)), .. DescriptorJson.ForDesigner, .. Workflows()];
    }

    /// <summary>A step by its type.</summary>
    public JsonObject? Find(string type) =>
        Registry.Find(type) is { } found ? DescriptorJson.Of(found, options.Get) : DescriptorJson.ForDesigner.Concat(Workflows()).LastOrDefault(one => one.Text("typeName") == type);

    /// <summary>What the editor of an input has to know at this moment; null when there is no such input.</summary>
    public JsonObject? Options(string type, string property) =>
        Registry.Find(type)?.Inputs.FirstOrDefault(one => string.Equals(one.Property.Name, property, StringComparison.OrdinalIgnoreCase)) is { } input ? DescriptorJson.Specifications(input, options.Get) : null;

    private IEnumerable<JsonObject> Workflows() => WorkflowStepJson.Of(index.UsableAsSteps());

    // Several inputs choose from the same list: it is read once for one answer.
    private LiveOptions Once()
    {
        var known = new Dictionary<string, IReadOnlyList<InputOption>>(StringComparer.Ordinal);
        return source => known.TryGetValue(source, out var list) ? list : known[source] = options.Get(source);
    }
}

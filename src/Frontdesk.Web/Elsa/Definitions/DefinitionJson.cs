using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Definitions in the JSON of Elsa's API: whole, as a line of a list, and as what a client sent.</summary>
internal static class DefinitionJson
{
    /// <summary>The version of Elsa whose format this is.</summary>
    public const string ToolVersion = "3.8.0.0";

    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";
    private const string NotFound = "Elsa.NotFoundActivity";

    // Clients send custom properties back as they got them; so a save tells which revision its author had seen.
    private const string Revision = "frontdeskRevision";
    private const string Original = "originalActivityJson";

    private static readonly (string Rel, string Path, string Method)[] OneLinks =
    [
        ("self", "/workflow-definitions/{0}", "GET"), ("self", "/workflow-definitions/by-definition-id/{0}", "GET"), ("versions", "/workflow-definitions/{0}/versions", "GET"),
        ("dispatch", "/workflow-definitions/{0}/dispatch", "POST"), ("execute", "/workflow-definitions/{0}/execute", "POST"), ("export", "/workflow-definitions/{0}/export", "GET"),
        ("publish", "/workflow-definitions/{0}/publish", "POST"), ("retract", "/workflow-definitions/{0}/retract", "POST"), ("delete", "/workflow-definitions/{0}", "DELETE"),
        ("update-references", "/workflow-definitions/{0}/update-references", "POST"),
    ];

    private static readonly (string Rel, string Path, string Method)[] ListLinks =
    [
        ("self", "/workflow-definitions", "GET"), ("is-name-unique", "/workflow-definitions/validation/is-name-unique", "GET"), ("count", "/workflow-definitions/query/count", "GET"),
        ("many-by-id", "/workflow-definitions/many-by-id", "GET"), ("bulk-delete-by-definition-id", "/bulk-actions/delete/workflow-definitions/by-definition-id", "POST"),
        ("bulk-delete-by-id", "/bulk-actions/delete/workflow-definitions/by-id", "POST"), ("bulk-publish", "/bulk-actions/publish/workflow-definitions/by-definition-ids", "POST"),
        ("bulk-retract", "/bulk-actions/retract/workflow-definitions/by-definition-ids", "POST"), ("import", "/workflow-definitions/import", "POST"),
        ("import-files", "/workflow-definitions/import-files", "POST"), ("create", "/workflow-definitions", "POST"),
    ];

    /// <summary>A problem in one sentence: which step, what is wrong, what to do.</summary>
    public static string Sentence(DefinitionProblem problem) =>
        $"{(problem.ActivityName is { Length: > 0 } step ? $"'{step}': " : string.Empty)}{problem.Message} {problem.Remedy}";

    /// <summary>What may be done with the list of definitions.</summary>
    public static JsonArray LinksOfList() => Links(ListLinks, string.Empty);

    /// <summary>A definition whole, as a client edits it.</summary>
    public static JsonObject Whole(WorkflowDefinition definition, ActivityRegistry registry)
    {
        var whole = new JsonObject { ["links"] = Links(OneLinks, definition.DefinitionId) };
        Fill(whole, definition);
        ((JsonObject)whole["customProperties"]!)[Revision] = definition.Revision;
        ShowUnknown(whole["root"] as JsonObject, registry);
        return whole;
    }

    /// <summary>A definition as a file, which Elsa and this program take in again.</summary>
    public static JsonObject ForFile(WorkflowDefinition definition)
    {
        var file = new JsonObject { ["$schema"] = Schema };
        Fill(file, definition);
        return file;
    }

    /// <summary>A definition as one line of a list.</summary>
    public static JsonObject Line(WorkflowDefinition definition)
    {
        var line = Summary(definition);
        line.Insert(0, "links", Links(OneLinks, definition.DefinitionId));
        line.Insert(1, "isMaterializerAvailable", true);
        return line;
    }

    /// <summary>What names a version, without its steps.</summary>
    public static JsonObject Summary(WorkflowDefinition definition) => new()
    {
        ["id"] = definition.Id,
        ["definitionId"] = definition.DefinitionId,
        ["name"] = definition.Name,
        ["description"] = definition.Description,
        ["version"] = definition.Version,
        ["toolVersion"] = definition.Json.Text("toolVersion") ?? ToolVersion,
        ["isLatest"] = definition.IsLatest,
        ["isPublished"] = definition.IsPublished,
        ["materializerName"] = "Json",
        ["createdAt"] = Created(definition),
        ["isReadonly"] = definition.Json.Flag("isReadonly") ?? false,
    };

    /// <summary>A version in the form of Elsa's list of versions, which holds the steps as a text.</summary>
    public static JsonObject Stored(WorkflowDefinition definition)
    {
        var whole = new JsonObject();
        Fill(whole, definition);
        var root = whole["root"]?.ToJsonString() ?? "null";
        foreach (var name in (ReadOnlySpan<string>)["root", "isReadonly", "isSystem", "isLatest", "isPublished", "version", "id", "createdAt"])
            whole.Remove(name);
        whole["materializerName"] = "Json";
        whole["stringData"] = root;
        foreach (var variable in ((JsonArray)whole["variables"]!).OfType<JsonObject>().Where(one => one.Flag("isArray") == false))
            variable.Remove("isArray");
        whole["version"] = definition.Version;
        whole["isLatest"] = definition.IsLatest;
        whole["isPublished"] = definition.IsPublished;
        whole["isReadonly"] = definition.Json.Flag("isReadonly") ?? false;
        whole["isSystem"] = definition.Json.Flag("isSystem") ?? false;
        whole["createdAt"] = Created(definition);
        whole["id"] = definition.Id;
        return whole;
    }

    /// <summary>What a client sent, as a definition: what is shown only is left out, and steps of unknown types are as they came.</summary>
    /// <exception cref="ElsaRequestException">A property has a type that cannot be used.</exception>
    public static WorkflowDefinition Read(JsonObject model)
    {
        var read = (JsonObject)model.DeepClone();
        read.Remove("links");
        read.Remove("$schema");
        Check(read);

        // Clients send the first moment of all time for a workflow that they have just made.
        if (new WorkflowDefinition(read).CreatedAt is not { Year: > 1 })
            read.Remove("createdAt");
        read["root"] = (read["root"] as JsonObject ?? EmptyRoot()).DeepClone();
        RestoreUnknown(read["root"] as JsonObject);
        (read["customProperties"] as JsonObject)?.Remove(Revision);
        if ((read.Text("definitionId") ?? string.Empty).Any(one => char.IsControl(one) || one is '/' or '\\' or '?' or '#'))
            throw ElsaRequestException.Bad("'definitionId' holds a character that an address cannot hold. Use letters, digits and hyphens.");
        return new WorkflowDefinition(read);
    }

    /// <summary>The revision that the author of a model had seen; null when the client does not say.</summary>
    public static long? RevisionOf(JsonObject model) =>
        (model["customProperties"] as JsonObject)?[Revision] is JsonValue value && long.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var revision) ? revision : null;

    /// <summary>Whether two definitions say the same, apart from what names and dates a version.</summary>
    public static bool IsSame(WorkflowDefinition one, WorkflowDefinition other)
    {
        return JsonNode.DeepEquals(Content(one), Content(other));

        static JsonObject Content(WorkflowDefinition definition)
        {
            var content = new JsonObject();
            Fill(content, definition);
            foreach (var name in (ReadOnlySpan<string>)["id", "version", "createdAt", "isLatest", "isPublished", "toolVersion"])
                content.Remove(name);
            return content;
        }
    }

    private static void Check(JsonObject model)
    {
        foreach (var name in (ReadOnlySpan<string>)["id", "definitionId", "name", "description", "toolVersion"])
        {
            if (model[name] is { } value && (model.Text(name) is not { } text || text.Length > 10_000))
                throw ElsaRequestException.Bad($"'{name}' has to be a text of at most 10,000 characters, and it is {value.GetValueKind().ToString().ToLowerInvariant()}.");
        }

        foreach (var name in (ReadOnlySpan<string>)["variables", "inputs", "outputs", "outcomes"])
        {
            if (model[name] is not (null or JsonArray))
                throw ElsaRequestException.Bad($"'{name}' has to be a list.");
        }

        foreach (var name in (ReadOnlySpan<string>)["options", "customProperties", "root"])
        {
            if (model[name] is not (null or JsonObject))
                throw ElsaRequestException.Bad($"'{name}' has to be an object.");
        }
    }

    private static JsonObject EmptyRoot() => new() { ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(), ["connections"] = new JsonArray() };

    private static void Fill(JsonObject target, WorkflowDefinition definition)
    {
        target["id"] = definition.Id;
        target["definitionId"] = definition.DefinitionId;
        target["name"] = definition.Name;
        target["description"] = definition.Description;
        target["createdAt"] = Created(definition);
        target["version"] = definition.Version;
        target["toolVersion"] = definition.Json.Text("toolVersion") ?? ToolVersion;
        foreach (var name in (ReadOnlySpan<string>)["variables", "inputs", "outputs", "outcomes"])
            target[name] = definition.Json[name] is JsonArray list ? list.DeepClone() : new JsonArray();
        CompleteArguments(target);
        target["customProperties"] = definition.Json["customProperties"] is JsonObject custom ? custom.DeepClone() : new JsonObject();
        target["isReadonly"] = definition.Json.Flag("isReadonly") ?? false;
        target["isSystem"] = definition.Json.Flag("isSystem") ?? false;
        target["isLatest"] = definition.IsLatest;
        target["isPublished"] = definition.IsPublished;
        target["options"] = definition.Options is { } options ? WithoutNulls((JsonObject)options.DeepClone()) : new JsonObject { ["usableAsActivity"] = false, ["autoUpdateConsumingWorkflows"] = false };
        var root = (JsonObject)(definition.Root ?? EmptyRoot()).DeepClone();
        ActivityTree.Complete(root, ActivityTree.Workflow);
        target["root"] = root;
        foreach (var (name, value) in definition.Json)
        {
            if (!target.ContainsKey(name) && name is not ("$schema" or "links"))
                target[name] = value?.DeepClone();
        }
    }

    // Studio writes out what nobody chose, as null or false. Elsa leaves it out again, and tells only of a variable that it is no list and has no value.
    private static void CompleteArguments(JsonObject target)
    {
        foreach (var argument in ((JsonArray)target["inputs"]!).Concat((JsonArray)target["outputs"]!).OfType<JsonObject>())
        {
            WithoutNulls(argument);
            if (argument.Flag("isArray") == false)
                argument.Remove("isArray");
        }

        foreach (var output in ((JsonArray)target["outputs"]!).OfType<JsonObject>())
        {
            output["description"] ??= string.Empty;
            output["category"] ??= string.Empty;
        }

        foreach (var variable in ((JsonArray)target["variables"]!).OfType<JsonObject>())
        {
            variable["isArray"] ??= false;
            variable["value"] ??= null;
        }
    }

    private static JsonObject WithoutNulls(JsonObject owner)
    {
        foreach (var name in owner.Where(one => one.Value is null).Select(one => one.Key).ToList())
            owner.Remove(name);
        return owner;
    }

    // Elsa shows a step of a type that it does not know as one that says so, and keeps the step's own text in it.
    private static void ShowUnknown(JsonObject? activity, ActivityRegistry registry)
    {
        if (activity is null)
            return;
        foreach (var (_, child) in ActivityTree.ChildrenOf(activity).ToList())
            ShowUnknown(child, registry);
        if (activity.Text("type") is not { } type || registry.Find(type) is not null || activity.Text("workflowDefinitionId") is not null)
            return;
        var original = activity.ToJsonString();
        var (id, nodeId, custom, metadata) = (activity.Text("id"), activity.Text("nodeId"), activity["customProperties"]?.DeepClone(), activity["metadata"] as JsonObject ?? []);
        activity.Clear();
        activity["missingTypeName"] = type;
        activity["missingTypeVersion"] = 0;
        activity[Original] = original;
        activity["id"] = id;
        activity["nodeId"] = nodeId;
        activity["name"] = null;
        activity["type"] = NotFound;
        activity["version"] = 1;
        activity["customProperties"] = custom;
        metadata["displayText"] = $"Unknown step: {type}";
        metadata["description"] = $"This program has no step of the type {type}.";
        activity["metadata"] = metadata;
    }

    private static void RestoreUnknown(JsonObject? activity)
    {
        if (activity is null)
            return;
        foreach (var (_, child) in ActivityTree.ChildrenOf(activity).ToList())
            RestoreUnknown(child);
        if (activity.Text("type") != NotFound || activity.Text(Original) is not { } text)
            return;
        var original = ElsaBody.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        var (id, designer) = (activity.Text("id"), (activity["metadata"] as JsonObject)?["designer"]?.DeepClone());
        activity.Clear();
        foreach (var (name, value) in original)
            activity[name] = value?.DeepClone();
        activity["id"] = id;
        if (designer is null)
            return;
        if (activity["metadata"] is not JsonObject metadata)
            activity["metadata"] = metadata = [];
        metadata["designer"] = designer;
    }

    private static JsonNode? Created(WorkflowDefinition definition) => definition.CreatedAt is { } at ? ElsaJson.Moment(at) : null;

    private static JsonArray Links((string Rel, string Path, string Method)[] links, string id) =>
        new([.. links.Select(one => new JsonObject { ["href"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, one.Path, Uri.EscapeDataString(id)), ["rel"] = one.Rel, ["method"] = one.Method })]);
}

using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa.Descriptors;

/// <summary>The choices that Studio offers for a workflow or a step, under the names that Elsa's definitions store.</summary>
internal static class Strategies
{
    /// <summary>Whether another instance may start while others run.</summary>
    public static IEnumerable<JsonNode> Activation =>
    [
        Described("Always", "Every start makes a new instance.", "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core"),
        Described("One for each subject", "No new instance while one of this workflow runs about the same thing (the same correlation id).", "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime"),
        Described("One for each subject, of any workflow", "No new instance while any workflow runs about the same thing (the same correlation id).", "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime"),
        Described("One at a time", "No new instance while one of this workflow runs.", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime"),
    ];

    /// <summary>What a problem in one step does to the instance.</summary>
    public static IEnumerable<JsonNode> Incidents =>
    [
        Described("Go on where possible", "The step stops and becomes an incident; other paths of the instance go on.", "ContinueWithIncidentsStrategy"),
        Described("Stop", "The whole instance stops and becomes an incident.", "FaultStrategy"),
    ];

    /// <summary>What the journal keeps. Every choice means the same here: the journal never holds values.</summary>
    public static IEnumerable<JsonNode> LogPersistence => ((string[])["Configuration", "Exclude", "Include", "Inherit"])
        .Select(name => Described(name, "The journal says what happened and when, and never holds values: they could be about a patient.", $"Elsa.Workflows.LogPersistence.Strategies.{name}, Elsa.Workflows.Core"));

    /// <summary>When a step's work is stored. Every choice means the same here: all of a burst is stored together.</summary>
    public static IEnumerable<JsonNode> CommitForActivities =>
    [
        Named("CommitAlways", "Before and after"), Named("CommitNever", "Later"), Named("Executing", "Before"), Named("Executed", "After"),
    ];

    /// <summary>When a workflow's work is stored. Every choice means the same here: all of a burst is stored together.</summary>
    public static IEnumerable<JsonNode> CommitForWorkflows =>
    [
        Named("WorkflowExecuting", "Before the workflow goes on"), Named("WorkflowExecuted", "After the workflow went on"), Named("ActivityExecuting", "Before each step"),
        Named("ActivityExecuted", "After each step"), Named("Periodic", "Every 10 seconds"),
    ];

    /// <summary>Where a variable's value is kept. It is always kept with the instance.</summary>
    public static IEnumerable<JsonNode> StorageDrivers =>
    [
        Driver("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "With the instance", 5, false),
        Driver("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "Memory (kept with the instance here)", 0, false),
        Driver("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", "Workflow", -1, true),
    ];

    /// <summary>The kinds of expressions.</summary>
    public static IEnumerable<JsonNode> Expressions =>
    [
        Expression("Literal", "Fixed value", true, false, null), Expression("Object", "Object", true, false, "json"), Expression("Json", "JSON", true, false, "json"), Expression("Delegate", "Code", false, false, null),
        Expression("Variable", "Variable", true, true, null), Expression("Input", "Input of the workflow", true, true, null), Expression("JavaScript", "JavaScript", true, true, "javascript"), Expression("Liquid", "Liquid", true, true, "liquid"),
    ];

    /// <summary>The types of variables.</summary>
    public static IEnumerable<JsonNode> VariableTypes =>
    [
        Type("Object", "Anything", "Primitives", "Any value."), Type("String", "Text", "Primitives", "A text, an id or a name."), Type("Boolean", "Yes or no", "Primitives", "Yes or no."),
        Type("Int32", "Whole number", "Primitives", "A whole number."), Type("Long", "Large whole number", "Primitives", "A whole number that may be larger than two billion."), Type("Single", "Number (single)", "Primitives", "A number with some decimals."),
        Type("Double", "Number", "Primitives", "A number with decimals."), Type("Decimal", "Exact number", "Primitives", "A number with exact decimals, for money."), Type("Guid", "Unique id", "Primitives", "An id of 32 hexadecimal digits."),
        Type("DateTime", "Date and time", "Primitives", "A date with a time of day."), Type("DateTimeOffset", "Moment", "Primitives", "A date and time with its offset from UTC."), Type("TimeSpan", "Duration", "Primitives", "A length of time, such as 2.04:00:00 for two days and four hours."),
        Type("StringDictionary", "Texts by name", "Lookups", "Texts that are found by a name."), Type("ObjectDictionary", "Values by name", "Lookups", "Values that are found by a name."),
        Type("JSON", "JSON", "Dynamic", "A structure whose parts scripts name with dots."), Type("JsonElement", "JSON element", "Dynamic", "A structure to read."), Type("JsonNode", "JSON node", "Dynamic", "A structure to read and change."), Type("JsonObject", "JSON object", "Dynamic", "Named parts to read and change."),
        Type("JsonArray", "List", "Dynamic", "A list of values."), Type("ByteArray", "Bytes", "Data", "The content of a file."),
    ];

    private static JsonObject Described(string displayName, string description, string typeName) =>
        new() { ["displayName"] = displayName, ["description"] = description, ["typeName"] = typeName };

    private static JsonObject Named(string name, string displayName) =>
        new() { ["name"] = name, ["displayName"] = displayName, ["description"] = "Everything that an instance does until it waits is stored together, whatever is chosen here." };

    private static JsonObject Driver(string typeName, string displayName, int priority, bool isDeprecated) =>
        new() { ["typeName"] = typeName, ["displayName"] = displayName, ["priority"] = priority, ["deprecated"] = isDeprecated };

    private static JsonObject Expression(string type, string displayName, bool isSerializable, bool isBrowsable, string? language) =>
        new() { ["type"] = type, ["displayName"] = displayName, ["isSerializable"] = isSerializable, ["isBrowsable"] = isBrowsable, ["properties"] = language is null ? [] : new JsonObject { ["MonacoLanguage"] = language } };

    private static JsonObject Type(string typeName, string displayName, string category, string description) =>
        new() { ["typeName"] = typeName, ["displayName"] = displayName, ["category"] = category, ["description"] = description };
}

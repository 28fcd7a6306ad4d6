using System.Text;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Expressions;

/// <summary>What scripts of a workflow may call, in TypeScript, for editors that complete what a person types.</summary>
public static class ScriptDeclarations
{
    private static readonly Dictionary<string, string> Functions = new(StringComparer.Ordinal)
    {
        ["getVariable"] = "(name: string): any",
        ["setVariable"] = "(name: string, value: any): void",
        ["getInput"] = "(name: string): any",
        ["getOutputFrom"] = "(activityId: string, outputName?: string): any",
        ["getLastResult"] = "(): any",
        ["getWorkflowInstanceId"] = "(): string",
        ["getWorkflowDefinitionId"] = "(): string",
        ["getWorkflowDefinitionVersionId"] = "(): string",
        ["getWorkflowDefinitionVersion"] = "(): number",
        ["getWorkflowInstanceName"] = "(): string",
        ["setWorkflowInstanceName"] = "(value: string): void",
        ["getCorrelationId"] = "(): string",
        ["setCorrelationId"] = "(value: string): void",
        ["newGuid"] = "(): string",
        ["newGuidString"] = "(): string",
        ["getGuidString"] = "(): string",
        ["newShortGuid"] = "(): string",
        ["getShortGuid"] = "(): string",
        ["parseGuid"] = "(value: string): string",
        ["isNullOrWhiteSpace"] = "(value: string): boolean",
        ["isNullOrEmpty"] = "(value: string): boolean",
        ["toJson"] = "(value: any): string",
        ["stringToBase64"] = "(value: string): string",
        ["stringFromBase64"] = "(value: string): string",
        ["bytesToString"] = "(value: number[]): string",
        ["bytesFromString"] = "(value: string): number[]",
        ["bytesToBase64"] = "(value: number[]): string",
        ["bytesFromBase64"] = "(value: string): number[]",
        ["setOutcome"] = "(outcome: string): void",
        ["setOutcomes"] = "(outcomes: string[]): void",
    };

    // Classes of the language and of .NET, which editors know or which need no help.
    private static readonly string[] NotFunctions = ["TimeSpan", "Math"];

    /// <summary>Declares the functions, the variables, the inputs and the outputs that scripts of a workflow may use.</summary>
    public static string Of(WorkflowDefinition definition, ActivityRegistry registry)
    {
        var text = new StringBuilder();
        foreach (var (name, signature) in Functions)
            text.Append("declare function ").Append(name).Append(signature).Append(";\n");
        text.Append("declare class TimeSpan { static FromDays(value: number): TimeSpan; static FromHours(value: number): TimeSpan; static FromMinutes(value: number): TimeSpan; static FromSeconds(value: number): TimeSpan; }\n");
        var compiled = WorkflowCompiler.Check(definition, registry).Compiled;
        foreach (var call in compiled?.AllShorthands ?? [])
            text.Append("declare function ").Append(call.Function).Append(Signature(call, TypeOf(definition, compiled!, call))).Append(";\n");
        text.Append("declare const variables: { ");
        foreach (var variable in Variables(definition, compiled))
            text.Append('"').Append(variable.Name.Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\": ").Append(ScriptType(variable.TypeName)).Append("; ");
        return text.Append("};\n").ToString();
    }

    internal static IEnumerable<string> Known => Functions.Keys.Concat(NotFunctions);

    private static IEnumerable<(string Name, string TypeName)> Variables(WorkflowDefinition definition, CompiledWorkflow? compiled) =>
        (compiled is null
            ? definition.List("variables").Select(one => (Name: (string?)one["name"] ?? string.Empty, TypeName: (string?)one["typeName"] ?? "Object"))
            : compiled.Activities.SelectMany(one => one.Variables).Select(one => (one.Name, one.TypeName)))
        .Where(one => one.Name.Length > 0)
        .DistinctBy(one => one.Name, StringComparer.Ordinal);

    private static string TypeOf(WorkflowDefinition definition, CompiledWorkflow compiled, Shorthand call) => call.Kind switch
    {
        ShorthandKind.GetVariable or ShorthandKind.SetVariable => ScriptType(compiled.Activities.SelectMany(one => one.Variables).FirstOrDefault(one => one.Name == call.Name)?.TypeName),
        ShorthandKind.GetInput => ScriptType((string?)definition.List("inputs").FirstOrDefault(one => (string?)one["name"] == call.Name)?["type"]),
        _ => "any",
    };

    private static string Signature(Shorthand call, string type) => call.Kind == ShorthandKind.SetVariable ? $"(value: {type}): void" : $"(): {type}";

    private static string ScriptType(string? typeName) => typeName switch
    {
        "String" or "Guid" or "DateTime" or "DateTimeOffset" => "string",
        "Boolean" => "boolean",
        "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => "number",
        "TimeSpan" => "TimeSpan",
        _ => "any",
    };
}

using Acornima;
using Acornima.Ast;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Analysis;

/// <summary>Looks into a script for what it reads and changes. A name that is computed, or a function that is passed on, may mean anything.</summary>
internal sealed class ScriptUse : ChangeVisitor
{
    private static readonly HashSet<string> Makers = new(["newGuid", "newGuidString", "getGuidString", "newShortGuid", "getShortGuid", "Date"], StringComparer.Ordinal);
    private static readonly HashSet<string> Doors = new(["eval", "Function", "globalThis", "getVariable", "setVariable", "getInput", "getOutputFrom", "variables"], StringComparer.Ordinal);
    private readonly Dictionary<string, Shorthand> _shorthands;
    private readonly HashSet<DataSource> _reads = [];
    private readonly HashSet<string> _writes = new(StringComparer.Ordinal);

    private ScriptUse(IEnumerable<Shorthand> shorthands) => _shorthands = shorthands.ToDictionary(one => one.Function, StringComparer.Ordinal);

    internal static DataUse Of(JavaScriptExpression script, CompiledWorkflow workflow)
    {
        var use = new ScriptUse(workflow.Shorthands(script.Code));
        use.Visit(script.Script.Program!);
        if (script.MayChangeObjects)
            use._writes.UnionWith(use._reads.Where(read => read.Kind == DataKind.Variable).Select(read => read.Name));
        return new DataUse([.. use._reads], [.. use._writes]);
    }

    /// <summary>The value or the variable that a script is nothing but; null when it is more.</summary>
    internal static (object? Value, string? Variable)? ValueOf(JavaScriptExpression script) =>
        script.Script.Program!.Body is [ExpressionStatement { Expression: var only }] ? ValueOf(only) : null;

    /// <summary>The properties of an object written in a script, where each is nothing but a value or a variable.</summary>
    internal static IEnumerable<(string Name, object? Value, string? Variable)> PropertiesOf(JavaScriptExpression script)
    {
        if (script.Script.Program!.Body is not [ExpressionStatement { Expression: Acornima.Ast.ObjectExpression written }])
            yield break;
        foreach (var property in written.Properties.OfType<Property>())
        {
            var name = property.Key switch
            {
                Identifier identifier when !property.Computed => identifier.Name,
                StringLiteral text => text.Value,
                _ => null,
            };
            if (name is not null && ValueOf(property.Value) is { } value)
                yield return (name, value.Value, value.Variable);
        }
    }

    private static (object? Value, string? Variable)? ValueOf(Node node) => node switch
    {
        Literal literal => (literal.Value, null),
        CallExpression { Callee: Identifier { Name: "getVariable" }, Arguments: [StringLiteral name] } => (null, name.Value),
        MemberExpression { Object: Identifier { Name: "variables" } } member when NameOf(member) is { } name => (null, name),
        _ => null,
    };

    protected override object? VisitCallExpression(CallExpression node)
    {
        if (node.Callee is not Identifier { Name: var function } || !Call(function, node.Arguments))
            return base.VisitCallExpression(node);
        foreach (var argument in node.Arguments)
            Visit(argument);
        return node;
    }

    protected override object? VisitIdentifier(Identifier node)
    {
        if (Makers.Contains(node.Name))
            _reads.Add(new DataSource(DataKind.Fresh, node.Name));
        else if (Doors.Contains(node.Name) || _shorthands.ContainsKey(node.Name))
            Anything();
        return node;
    }

    protected override object? VisitThisExpression(ThisExpression node)
    {
        Anything();
        return node;
    }

    protected override object? VisitMemberExpression(MemberExpression node)
    {
        var name = NameOf(node);
        if (node.Object is Identifier { Name: "variables" })
        {
            if (name is null)
                Anything();
            else
                _reads.Add(new DataSource(DataKind.Variable, name));
        }
        else
        {
            Visit(node.Object);
            if (name is not null)
                _reads.Add(new DataSource(name == "random" ? DataKind.Fresh : DataKind.Property, name));
        }

        if (node.Computed)
            Visit(node.Property);
        return node;
    }

    private static string? NameOf(MemberExpression node) => node.Computed ? (node.Property as StringLiteral)?.Value : (node.Property as Identifier)?.Name;

    private bool Call(string function, in NodeList<Acornima.Ast.Expression> arguments)
    {
        var first = arguments.Count > 0 ? (arguments[0] as StringLiteral)?.Value : null;
        switch (function)
        {
            case "getVariable":
                Read(DataKind.Variable, first);
                return true;
            case "getInput":
                Read(DataKind.Input, first);
                return true;
            case "setVariable":
                Write(first);
                return true;
            case "getLastResult":
                _reads.Add(new DataSource(DataKind.LastResult, function));
                return true;
            case "getOutputFrom" when first is not null && (arguments.Count < 2 || arguments[1] is StringLiteral):
                _reads.Add(new DataSource(DataKind.Output, first, arguments.Count < 2 ? "Result" : ((StringLiteral)arguments[1]).Value));
                return true;
            case var _ when _shorthands.TryGetValue(function, out var shorthand):
                Use(shorthand);
                return true;
            default:
                return false;
        }
    }

    private void Use(Shorthand shorthand)
    {
        switch (shorthand.Kind)
        {
            case ShorthandKind.GetVariable:
                Read(DataKind.Variable, shorthand.Name);
                break;
            case ShorthandKind.SetVariable:
                Write(shorthand.Name);
                break;
            case ShorthandKind.GetInput:
                Read(DataKind.Input, shorthand.Name);
                break;
            default:
                _reads.Add(new DataSource(DataKind.Output, shorthand.Name, shorthand.Output));
                break;
        }
    }

    private void Read(DataKind kind, string? name)
    {
        if (name is null)
            Anything();
        else
            _reads.Add(new DataSource(kind, name));
    }

    private void Write(string? name) => _writes.Add(name ?? DataFlow.AnyVariable);

    private void Anything() => _reads.Add(new DataSource(DataKind.Anything, "anything"));

    protected override void Changes(Node target)
    {
        while (target is MemberExpression { Object: MemberExpression inner })
            target = inner;
        if (target is MemberExpression { Object: Identifier { Name: "variables" } } member)
            Write(NameOf(member));
    }
}

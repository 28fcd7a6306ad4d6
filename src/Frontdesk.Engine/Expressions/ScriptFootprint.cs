using Acornima;
using Acornima.Ast;

namespace Frontdesk.Engine.Expressions;

/// <summary>
/// What a script may leave behind. Elsa gives each script an interpreter of its own; most scripts only compute a value
/// and can share one without noticing, which is far cheaper.
/// </summary>
internal sealed class ScriptFootprint : ChangeVisitor
{
    private static readonly HashSet<string> Roots = new(["Reflect", "Function", "eval", "globalThis", "Symbol"], StringComparer.Ordinal);
    private static readonly HashSet<string> Openers = new(["assign", "defineProperty", "defineProperties", "setPrototypeOf", "__proto__", "__defineGetter__", "__defineSetter__", "prototype", "constructor"], StringComparer.Ordinal);
    private static readonly HashSet<string> Changers = new(["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin", "assign"], StringComparer.Ordinal);
    private int _functions;

    private ScriptFootprint()
    {
    }

    /// <summary>Whether a later script in the same interpreter could see that this one ran.</summary>
    internal bool LeavesTraces { get; private set; }

    /// <summary>Whether the script may change an object that it was given.</summary>
    internal bool MayChangeObjects { get; private set; }

    internal static ScriptFootprint Of(Script script)
    {
        var footprint = new ScriptFootprint();
        footprint.Visit(script);
        return footprint;
    }

    protected override object? VisitVariableDeclaration(VariableDeclaration node)
    {
        LeavesTraces |= _functions == 0;
        return base.VisitVariableDeclaration(node);
    }

    protected override object? VisitClassDeclaration(ClassDeclaration node)
    {
        LeavesTraces |= _functions == 0;
        return base.VisitClassDeclaration(node);
    }

    protected override object? VisitFunctionDeclaration(FunctionDeclaration node)
    {
        LeavesTraces |= _functions == 0;
        return Inside(node, base.VisitFunctionDeclaration);
    }

    protected override object? VisitFunctionExpression(FunctionExpression node) => Inside(node, base.VisitFunctionExpression);

    protected override object? VisitArrowFunctionExpression(ArrowFunctionExpression node) => Inside(node, base.VisitArrowFunctionExpression);

    protected override object? VisitMemberExpression(MemberExpression node)
    {
        var name = node.Property is Identifier { Name: var plain } && !node.Computed ? plain : (node.Property as StringLiteral)?.Value;
        if (name is null)
        {
            // A name that is only known at run time may be any; a number, as in list[0], is none of them.
            LeavesTraces |= node.Property is not NumericLiteral;
        }
        else
        {
            LeavesTraces |= Openers.Contains(name);
            MayChangeObjects |= Changers.Contains(name);
        }

        return base.VisitMemberExpression(node);
    }

    protected override object? VisitIdentifier(Identifier node)
    {
        LeavesTraces |= Roots.Contains(node.Name);
        return base.VisitIdentifier(node);
    }

    protected override object? VisitThisExpression(ThisExpression node)
    {
        LeavesTraces = true;
        return base.VisitThisExpression(node);
    }

    private object? Inside<T>(T node, Func<T, object?> visit)
    {
        _functions++;
        var result = visit(node);
        _functions--;
        return result;
    }

    protected override void Changes(Node target)
    {
        MayChangeObjects = true;
        var root = target;
        while (root is MemberExpression member)
            root = member.Object;
        LeavesTraces |= root is not Identifier { Name: "variables" } || ReferenceEquals(root, target);
    }
}

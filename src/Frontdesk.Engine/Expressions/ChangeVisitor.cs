using Acornima;
using Acornima.Ast;

namespace Frontdesk.Engine.Expressions;

/// <summary>Looks through a script and tells of everything that it assigns, counts up or down, or deletes.</summary>
internal abstract class ChangeVisitor : AstVisitor
{
    protected override object? VisitAssignmentExpression(AssignmentExpression node)
    {
        Changes(node.Left);
        return base.VisitAssignmentExpression(node);
    }

    protected override object? VisitUnaryExpression(UnaryExpression node)
    {
        if (node is UpdateExpression || node.Operator == Operator.Delete)
            Changes(node.Argument);
        return base.VisitUnaryExpression(node);
    }

    /// <summary>Hears of what is changed.</summary>
    protected abstract void Changes(Node target);
}

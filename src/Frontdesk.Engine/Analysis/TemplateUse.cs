using Fluid;
using Fluid.Ast;
using Fluid.Values;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Analysis;

/// <summary>Looks into a Liquid template for what it reads.</summary>
internal sealed class TemplateUse : AstVisitor
{
    private static readonly FluidParser Parser = new();
    private readonly HashSet<DataSource> _reads = [];

    private TemplateUse()
    {
    }

    internal static DataUse Of(LiquidExpression template)
    {
        // The template that runs is rewritten to keep its limits; what it reads is seen in the one its author wrote.
        var use = new TemplateUse();
        use.VisitTemplate(Parser.Parse(template.Code));
        return new DataUse([.. use._reads], []);
    }

    protected override Fluid.Ast.Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var names = memberExpression.Segments.Select(NameOf).ToList();
        var kind = names[0] switch
        {
            "Variables" => DataKind.Variable,
            "Input" => DataKind.Input,
            _ => (DataKind?)null,
        };
        if (kind is { } known)
            _reads.Add(names is [_, { } name, ..] ? new DataSource(known, name) : new DataSource(DataKind.Anything, "anything"));
        foreach (var property in names.Skip(kind is null ? 1 : 2).OfType<string>())
            _reads.Add(new DataSource(DataKind.Property, property));
        return base.VisitMemberExpression(memberExpression);
    }

    private static string? NameOf(MemberSegment segment) => segment switch
    {
        IdentifierSegment identifier => identifier.Identifier,
        IndexerSegment { Expression: LiteralExpression { Value: StringValue text } } => text.ToStringValue(),
        _ => null,
    };
}

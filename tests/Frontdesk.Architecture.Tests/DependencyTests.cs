using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using Mono.Cecil;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Frontdesk.Architecture;

/// <summary>Which project may use which. Few, deep projects, and one direction.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Frontdesk.Domain"] = [],
        ["Frontdesk.Engine"] = [],
        ["Frontdesk.Storage"] = ["Frontdesk.Engine", "Frontdesk.Domain"],
        ["Frontdesk.Activities"] = ["Frontdesk.Engine", "Frontdesk.Domain"],
        ["Frontdesk.Channels"] = ["Frontdesk.Engine", "Frontdesk.Domain"],
        ["Frontdesk.Interop"] = ["Frontdesk.Engine", "Frontdesk.Domain"],
        ["Frontdesk.Simulation"] = ["Frontdesk.Engine", "Frontdesk.Domain", "Frontdesk.Storage", "Frontdesk.Activities", "Frontdesk.Channels", "Frontdesk.Interop"],
        ["frontdesk"] = ["Frontdesk.Engine", "Frontdesk.Domain", "Frontdesk.Storage", "Frontdesk.Activities", "Frontdesk.Channels", "Frontdesk.Interop", "Frontdesk.Simulation"],
    };

    private static readonly Dictionary<string, string[]> NeverUses = new(StringComparer.Ordinal)
    {
        ["Frontdesk.Domain"] = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data.", "Npgsql", "Microsoft.Extensions."],
        ["Frontdesk.Engine"] = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Hl7.", "NodaTime"],
        ["Frontdesk.Activities"] = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data.", "Npgsql"],
    };

    private static readonly ArchUnitNET.Domain.Architecture Code =
        new ArchLoader().LoadAssemblies([.. MayUse.Keys.Select(System.Reflection.Assembly.Load)]).Build();

    public static TheoryData<string> Projects => [.. MayUse.Keys];

    public static TheoryData<string> RestrictedProjects => [.. NeverUses.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_lies_below_it(string project)
    {
        var forbidden = MayUse.Keys.Except([project, .. MayUse[project]], StringComparer.Ordinal).ToArray();
        if (forbidden.Length == 0)
            return;

        var violations = TypesOf(project).Should().NotDependOnAny(TypesOf(forbidden)).WithoutRequiringPositiveResults()
            .Evaluate(Code).Where(result => !result.Passed).Select(result => result.Description);

        Assert.Empty(violations);
        Assert.DoesNotContain(ReferencesOf(project), forbidden.Contains);
    }

    [Theory]
    [MemberData(nameof(RestrictedProjects))]
    public void A_project_keeps_out_of_matters_that_are_not_its_own(string project)
    {
        var found = ReferencesOf(project).Where(name => NeverUses[project].Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    [Fact]
    public void Every_project_under_src_has_a_place_in_the_direction()
    {
        var projects = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file) is var name && name == "Frontdesk.Web" ? "frontdesk" : name);

        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Workflows.sln");

        Assert.All(
            Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)),
            project => Assert.Contains(project.Replace('/', '\\'), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rule_sees_a_dependency_that_exists()
    {
        var results = TypesOf("Frontdesk.Storage").Should().NotDependOnAny(TypesOf("Frontdesk.Domain")).Evaluate(Code);

        Assert.Contains(results, result => !result.Passed);
    }

    private static GivenTypesConjunction TypesOf(params string[] projects) =>
        Types().That().ResideInAssembly(System.Reflection.Assembly.Load(projects[0]), [.. projects.Skip(1).Select(System.Reflection.Assembly.Load)]);

    private static List<string> ReferencesOf(string project)
    {
        using var module = ModuleDefinition.ReadModule(System.Reflection.Assembly.Load(project).Location);
        return [.. module.AssemblyReferences.Select(reference => reference.Name)];
    }
}

using System.Text;
using Frontdesk.Activities.Options;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Architecture;

/// <summary>The page of all steps is printed from the program, and nothing else.</summary>
public sealed class ActivityPageTests
{
    private const string Remedy = "Print it again: FRONTDESK_WRITE_DOCS=1 ./test.sh --only Frontdesk.Architecture.Tests";

    private static readonly ActivityRegistry Registry = new(typeof(PracticeSource).Assembly);

    [Fact]
    public void The_page_of_all_steps_says_what_the_program_has()
    {
        var path = Path.Combine(Repository.Root, "docs", "activities.md");
        var printed = Print();
        if (Environment.GetEnvironmentVariable("FRONTDESK_WRITE_DOCS") == "1")
            File.WriteAllText(path, printed);

        Assert.True(File.Exists(path) && File.ReadAllText(path) == printed, $"docs/activities.md shows older steps. {Remedy}");
    }

    private static string Print()
    {
        var page = new StringBuilder(
            """
            # Steps

            Every step that the designer offers, in the groups in which it offers them. An input shows its default in
            brackets, and a star when a workflow without it is refused. A step without ways out of its own goes on by *Done*.
            This page is printed by a test of `tests/Frontdesk.Architecture.Tests`.

            """);
        foreach (var group in Registry.All.Where(one => one.IsBrowsable).GroupBy(one => one.Category).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(group.Key).Append("\n\n| step | what it does | inputs | gives | ways out |\n|---|---|---|---|---|\n");
            foreach (var step in group.OrderBy(one => one.DisplayName, StringComparer.Ordinal))
            {
                page.Append("| **").Append(step.DisplayName).Append("**<br>`").Append(step.TypeName).Append("` | ").Append(step.Description)
                    .Append(" | ").Append(List(step.InputsInOrder.Where(one => one.IsBrowsable).Select(Input)))
                    .Append(" | ").Append(List(step.Outputs.Select(one => one.DisplayName)))
                    .Append(" | ").Append(List(WaysOut(step))).Append(" |\n");
            }
        }

        return page.ToString();
    }

    private static IEnumerable<string> WaysOut(ActivityDescriptor step)
    {
        var named = step.Inputs.FirstOrDefault(one => one.Hint is "dynamic-outcomes" or "flow-switch-editor");
        return step.Ports.Where(one => one.IsBrowsable).Select(one => $"the step of *{one.DisplayName}*")
            .Concat(named is null ? [] : [$"one for each of *{named.DisplayName}*"])
            .Concat(named?.Input!.FixedOutcomes ?? step.Outcomes);
    }

    private static string Input(ActivityMember input)
    {
        var text = input.Default switch
        {
            null => string.Empty,
            bool yes => yes ? "yes" : "no",
            Enum name => input.Choices.First(one => one.Value == name.ToString()).Text,
            var value => Values.ToText(value),
        };
        return $"{input.DisplayName}{(input.Input!.Required ? "\\*" : string.Empty)}{(text.Length == 0 ? string.Empty : $" ({text})")}";
    }

    private static string List(IEnumerable<string> items) => string.Join(", ", items).Replace("|", "\\|", StringComparison.Ordinal);
}

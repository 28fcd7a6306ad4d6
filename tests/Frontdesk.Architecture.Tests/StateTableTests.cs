using System.Text;
using System.Text.RegularExpressions;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Supplies;

namespace Frontdesk.Architecture;

/// <summary>The pages about the processes print the tables that the domain decides by, and nothing else.</summary>
public sealed partial class StateTableTests
{
    private const string Remedy = "Print the tables again: FRONTDESK_WRITE_DOCS=1 ./test.sh --only Frontdesk.Architecture.Tests";

    public static TheoryData<string, string> Tables => new()
    {
        { "appointment-reminders", "reminder" },
        { "appointment-reminders", "appointment" },
        { "referral-tracking", "referral" },
        { "result-notification", "result" },
        { "supply-reordering", "purchase" },
    };

    [Theory, MemberData(nameof(Tables))]
    public void The_page_of_a_process_prints_every_step_that_is_allowed(string page, string subject)
    {
        var path = Path.Combine(Repository.Root, "docs", "workflows", page + ".md");
        var text = File.ReadAllText(path);
        var (begin, end) = ($"<!-- steps of a {subject} -->\n", $"<!-- end of the steps of a {subject} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var until = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && until > from, $"{page}.md has no place for the steps of a {subject}.");

        var printed = text[..(from + begin.Length)] + Print(StepsOf(subject)) + text[until..];
        if (Environment.GetEnvironmentVariable("FRONTDESK_WRITE_DOCS") == "1")
            File.WriteAllText(path, text = printed);

        Assert.True(text == printed, $"{page}.md shows older steps of a {subject}. {Remedy}");
    }

    [Fact]
    public void Words_are_made_of_names()
    {
        Assert.Equal("ask again", Words("AskAgain"));
        Assert.Equal("| A | go → B; stay |\n| B | – |\n", Print([("A", "Go", "B"), ("A", "Stay", "A")])[Print([]).Length..]);
    }

    private static List<(string From, string Verb, string To)> StepsOf(string subject) => subject switch
    {
        "reminder" => [.. ReminderStateTable.Rows.Select(row => ($"{row.From}", $"{row.Verb}", $"{row.To}"))],
        "appointment" => [.. AppointmentStatusTable.Rows.Select(row => ($"{row.From}", $"{row.Verb}", $"{row.To}"))],
        "referral" => [.. ReferralStatusTable.Rows.Select(row => ($"{row.From}", $"{row.Verb}", $"{row.To}"))],
        "result" => [.. ResultStateTable.Rows.Select(row => ($"{row.From}", $"{row.Verb}", $"{row.To}"))],
        _ => [.. PurchaseStatusTable.Rows.Select(row => ($"{row.From}", $"{row.Verb}", $"{row.To}"))],
    };

    // One line for each state, in the order in which a case first comes to it; what leaves the state as it is has no arrow.
    private static string Print(IReadOnlyList<(string From, string Verb, string To)> steps)
    {
        var text = new StringBuilder("| state | what may happen → state after |\n|---|---|\n");
        foreach (var state in steps.Select(step => step.From).Concat(steps.Select(step => step.To)).Distinct(StringComparer.Ordinal))
        {
            var ways = steps.Where(step => step.From == state).Distinct().Select(step => step.To == state ? Words(step.Verb) : $"{Words(step.Verb)} → {step.To}").ToList();
            text.Append("| ").Append(state).Append(" | ").Append(ways.Count == 0 ? "–" : string.Join("; ", ways)).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Words(string name) => Hump().Replace(name, match => $" {match.Value}").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hump();
}

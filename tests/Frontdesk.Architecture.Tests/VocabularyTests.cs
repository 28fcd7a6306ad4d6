using Frontdesk.Activities.Options;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Architecture;

/// <summary>What an office manager reads about steps in the designer is complete and in plain words.</summary>
public sealed class VocabularyTests
{
    private const int LongestSentence = 160;

    private static readonly string[] Groups =
    [
        "Appointments", "Messages", "Referrals", "Results", "Supplies", "Tasks",
        "Beginning and end", "Decisions", "Repeating", "Waiting", "Values", "Other workflows", "Web",
    ];

    private static readonly string[] Jargon = ["boolean", "string", "enum", "null", "GUID", "timespan", "payload", "correlation", "bookmark", "async", "dispatch", "e.g.", "i.e."];

    private static readonly ActivityRegistry Registry = new(typeof(PracticeSource).Assembly);

    public static TheoryData<string> Steps => [.. Registry.All.Select(one => one.TypeName)];

    [Theory, MemberData(nameof(Steps))]
    public void A_step_has_a_group_a_name_and_a_sentence_of_help(string type)
    {
        var step = Registry.Find(type)!;

        Assert.Contains(step.Category, Groups);
        AssertWords(step.DisplayName, type);
        AssertSentence(step.Description, type);
    }

    [Theory, MemberData(nameof(Steps))]
    public void Every_input_and_output_has_a_name_and_a_sentence_of_help(string type)
    {
        foreach (var member in Registry.Find(type)!.Inputs.Concat(Registry.Find(type)!.Outputs))
        {
            AssertWords(member.DisplayName, $"{type}.{member.Property.Name}");
            AssertSentence(member.Description, $"{type}.{member.Property.Name}");
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public void The_names_of_a_step_are_told_apart(string type)
    {
        var step = Registry.Find(type)!;

        Assert.Equal(step.Inputs.Count, step.Inputs.Select(one => one.DisplayName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(step.Outcomes.Count, step.Outcomes.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory, MemberData(nameof(Steps))]
    public void Every_input_is_edited_by_what_fits_it(string type)
    {
        foreach (var input in Registry.Find(type)!.Inputs)
        {
            var where = $"{type}.{input.Property.Name}";
            Assert.True(InputHint.Known.Contains(input.Hint, StringComparer.Ordinal), $"{where}: the designer has no editor '{input.Hint}'.");
            Assert.True(input.Choices.Count == 0 || input.Hint is InputHint.Dropdown or InputHint.CheckList, $"{where} has choices and no list to choose from.");
            Assert.True(input.Hint is not (InputHint.Dropdown or InputHint.CheckList) || input.Choices.Count > 0 || input.Input!.Source is not null, $"{where} is a list without choices.");
            Assert.All(input.Choices, choice => Assert.False(string.IsNullOrWhiteSpace(choice.Text), where));
            Assert.True(input.Input!.Source is not { } source || PracticeSource.All.Contains(source, StringComparer.Ordinal), $"{where} chooses from '{input.Input.Source}', which nobody fills.");
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public void A_default_is_one_of_the_choices(string type)
    {
        foreach (var input in Registry.Find(type)!.Inputs.Where(one => one.Default is not null))
        {
            var value = input.Default!.ToString()!;
            var allowed = input.Input!.Source == OptionSource.Roles ? StaffRole.All : [.. input.Choices.Select(choice => choice.Value)];
            Assert.True(allowed.Count == 0 || input.Hint != InputHint.Dropdown || allowed.Contains(value, StringComparer.Ordinal), $"{type}.{input.Property.Name} starts with '{value}', which cannot be chosen.");
        }
    }

    [Fact]
    public void Steps_of_one_group_have_names_of_their_own()
    {
        var shown = Registry.All.Where(one => one.IsBrowsable).ToList();

        Assert.Equal([], shown.GroupBy(one => (one.Category, one.DisplayName)).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Words_are_made_of_names_and_names_of_words()
    {
        Assert.Equal("New patient or preparation", Words.Of("NewPatientOrPreparation"));
        Assert.Equal("OK", Words.Of("OK"));
        Assert.Equal("HTTP version not supported", Words.Of("HTTPVersionNotSupported"));
        Assert.Equal("CallAPatient", Words.ToName("Call a patient"));
    }

    private static void AssertWords(string name, string where)
    {
        Assert.False(string.IsNullOrWhiteSpace(name), where);
        Assert.True(char.IsUpper(name[0]), $"{where}: '{name}' does not start with a capital.");
        AssertPlain(name, where);
    }

    private static void AssertSentence(string text, string where)
    {
        Assert.True(text.Length > 0 && char.IsUpper(text[0]) && text[^1] == '.', $"{where}: '{text}' is no sentence.");
        Assert.True(text.Length < LongestSentence, $"{where}: the help has {text.Length} characters.");
        AssertPlain(text, where);
    }

    private static void AssertPlain(string text, string where) =>
        Assert.All(Jargon, word => Assert.False($" {text} ".Contains(word, StringComparison.OrdinalIgnoreCase), $"{where}: '{text}' says '{word}'."));
}

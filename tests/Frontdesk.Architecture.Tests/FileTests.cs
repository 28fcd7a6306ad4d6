using System.Text.RegularExpressions;

namespace Frontdesk.Architecture;

/// <summary>What files are called, how long they are and what they may not hold.</summary>
public sealed partial class FileTests
{
    private const int LongestFile = 700;

    private static readonly string[] TechnicalLayers =
        ["Services", "Helpers", "Models", "Utils", "Utilities", "Interfaces", "Managers", "Contracts", "Common", "Misc", "Dtos"];

    private static readonly string[] TechnicalEndings = ["Helper", "Helpers", "Manager", "Utils", "Utilities", "Service"];

    private static readonly string[] Written = [".cs", ".razor", ".css", ".js", ".sh", ".sql", ".md"];

    // Put together here, so that this file does not hold them.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];

    [Fact]
    public void No_folder_is_named_after_a_technical_layer() =>
        Assert.Empty(from folder in Repository.Folders where folder.Split('/').Any(name => TechnicalLayers.Contains(name, StringComparer.OrdinalIgnoreCase)) select folder);

    [Fact]
    public void No_source_file_is_named_after_a_technical_role() =>
        Assert.Empty(from file in SourceFiles() where TechnicalEndings.Any(ending => Path.GetFileNameWithoutExtension(file).EndsWith(ending, StringComparison.Ordinal)) select file);

    [Fact]
    public void No_file_is_too_long_to_be_read() =>
        Assert.Empty(from file in WrittenFiles() let lines = Repository.Read(file).Count(c => c == '\n') where lines > LongestFile select $"{file}: {lines} lines");

    [Fact]
    public void Nothing_is_left_to_be_done_later() =>
        Assert.Empty(from file in WrittenFiles() let text = Repository.Read(file) where Unfinished.Any(word => text.Contains(word, StringComparison.Ordinal)) select file);

    [Fact]
    public void No_file_names_a_path_of_the_machine_it_was_written_on() =>
        Assert.Empty(from file in WrittenFiles() where MachinePaths().IsMatch(Repository.Read(file)) select file);

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var broken = from file in Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
                     from Match link in Links().Matches(Repository.Read(file))
                     let target = Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, link.Groups["target"].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{file}: {link.Groups["target"].Value}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_decision_says_context_choice_and_what_would_change_it()
    {
        var decisions = Repository.Files.Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToList();

        Assert.Distinct(decisions.Select(file => Path.GetFileName(file)[..4]));
        Assert.All(decisions, file =>
        {
            var text = Repository.Read(file);
            Assert.Matches($@"\A# {Path.GetFileName(file)[..4]}: ", text);
            Assert.Equal(["Context", "Choice", "What would change our mind"], Headings().Matches(text).Select(heading => heading.Groups["heading"].Value));
        });
    }

    private static IEnumerable<string> SourceFiles() =>
        Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal));

    private static IEnumerable<string> WrittenFiles() => Repository.Files.Where(file => Written.Contains(Path.GetExtension(file), StringComparer.Ordinal));

    [GeneratedRegex(@"\]\((?!https?:|mailto:|#)(?<target>[^)#\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Links();

    [GeneratedRegex("^## (?<heading>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Headings();

    [GeneratedRegex("(?<![A-Za-z0-9.}])/(?:work|home|root|Users)/[a-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex MachinePaths();
}

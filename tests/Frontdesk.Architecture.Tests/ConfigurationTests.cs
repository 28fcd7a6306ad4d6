using System.Text.Json;
using System.Text.RegularExpressions;

namespace Frontdesk.Architecture;

/// <summary>The one configuration file and the page that explains it say the same.</summary>
public sealed partial class ConfigurationTests
{
    [Fact]
    public void Every_setting_is_explained_and_every_explained_setting_exists()
    {
        using var file = JsonDocument.Parse(Repository.Read("appsettings.json"));

        Assert.Equal(
            KeysOf(file.RootElement, prefix: string.Empty).Order(StringComparer.Ordinal),
            ExplainedKeys().Matches(Repository.Read("docs/configuration.md")).Select(match => match.Groups["key"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_configuration_file_holds_no_secret()
    {
        using var file = JsonDocument.Parse(Repository.Read("appsettings.json"));

        var filled = from key in KeysOf(file.RootElement, prefix: string.Empty)
                     where SecretNames().IsMatch(key) && ValueOf(file.RootElement, key).GetString() is not ""
                     select key;
        Assert.Empty(filled);
    }

    [Fact]
    public void The_host_gets_the_file_beside_its_program()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

        Assert.Equal(Repository.Read("appsettings.json"), File.ReadAllText(beside));
    }

    private static IEnumerable<string> KeysOf(JsonElement element, string prefix) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => KeysOf(property.Value, prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}"))
            : [prefix];

    private static JsonElement ValueOf(JsonElement root, string key) => key.Split(':').Aggregate(root, (element, name) => element.GetProperty(name));

    // A row of a table whose first cell is the setting's full name.
    [GeneratedRegex(@"^\| `(?<key>[A-Za-z]+(?::[A-Za-z]+)+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExplainedKeys();

    [GeneratedRegex("(?:Password|Secret|Token|ConnectionString)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretNames();
}

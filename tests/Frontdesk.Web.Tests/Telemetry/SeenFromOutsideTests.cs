using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frontdesk.Browser;
using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Telemetry;
using Frontdesk.Tests;

namespace Frontdesk.Web.Tests.Telemetry;

/// <summary>The program itself, seen by Prometheus, by a collector of traces and by whoever asks how it is.</summary>
public sealed partial class SeenFromOutsideTests
{
    private const string Mark = "Zebedee";
    private const string Number = "+16175550199";
    private const string Secret = "secret";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_followed_through_a_power_cut_to_the_answer_of_a_provider_the_figures_are_those_of_the_dashboard_and_no_patient_is_in_either()
    {
        var home = Directory.CreateTempSubdirectory("frontdesk-seen-");
        try
        {
            await using var outside = await WorldOutside.OpenAsync();
            await File.WriteAllTextAsync(Path.Combine(home.CreateSubdirectory("workflows").FullName, "seen.json"), Workflow(outside.Url).ToJsonString(), Stop);
            await using (var first = await RealFrontdesk.ServeAsync(home.FullName, Settings(home, outside)))
            {
                await SendTextAsync(first.Client);
                Assert.Equal(TraceId, TraceOf(await outside.NextCallAsync(Stop)));
                await outside.WaitForSpansAsync(TraceId, ["POST /webhooks/twilio/sms", "burst event", "burst start"], Stop);
                await first.KillAsync();
            }

            outside.Answers = true;
            await using var second = await RealFrontdesk.ServeAsync(home.FullName, Settings(home, outside));
            Assert.Equal(TraceId, TraceOf(await outside.NextCallAsync(Stop)));
            await outside.WaitForSpansAsync(TraceId, ["deliver http", "burst outbox", "burst resume"], Stop);

            Assert.Equal("ready", await AskAsync(second, "/health"));
            Assert.Equal("alive", await AskAsync(second, "/health/live"));
            Assert.Equal("ready", await AskAsync(second, "/health/ready"));
            var figures = await FiguresAfterTheTimerAsync(second);
            AssertIsPrometheusText(figures);
            AssertIsOnTheDashboard(figures);
            Assert.Contains($"{Family(TelemetryNames.Bursts)}_total{{otel_scope_name=\"Frontdesk.Engine\",kind=\"resume\",outcome=\"completed\"}}", figures, StringComparison.Ordinal);
            AssertNobodyIsIn([figures, .. outside.Traces, .. second.Lines]);
            using var passedOn = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "X-Forwarded-For", "203.0.113.9" } } };
            Assert.Equal(HttpStatusCode.Forbidden, (await second.Client.SendAsync(passedOn, Stop)).StatusCode);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_figure_of_ours_is_explained_and_every_explained_one_is_on_the_dashboard()
    {
        var explained = Explained().Matches(File.ReadAllText(Path.Combine(Root, "docs", "observability.md"))).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var drawn = Dashboard().Select(name => HistogramPart().Replace(name, string.Empty)).ToHashSet(StringComparer.Ordinal);

        Assert.All(Instruments(), instrument => Assert.Contains(explained, name => name.StartsWith(Family(instrument), StringComparison.Ordinal)));
        Assert.Equal(explained.Order(StringComparer.Ordinal), drawn.Where(name => name.StartsWith("frontdesk_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static string Root => Path.GetFullPath(Path.Combine(BuiltProgram.Folder, "..", "..", "..", "..", ".."));

    private static async Task SendTextAsync(HttpClient client)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["MessageSid"] = "SM1", ["From"] = Number, ["To"] = "+12125550100", ["Body"] = Mark };
        using var request = new HttpRequestMessage(HttpMethod.Post, TwilioWebhooks.SmsPath) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Compute(Secret, $"https://desk.example{TwilioWebhooks.SmsPath}", form));
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<string> AskAsync(RealFrontdesk frontdesk, string path) => frontdesk.Client.GetStringAsync(new Uri(path, UriKind.Relative), Stop);

    // The timer is the last thing that happens to the text; its line in the log comes after its figures. The first back-up is made
    // meanwhile.
    private static async Task<string> FiguresAfterTheTimerAsync(RealFrontdesk frontdesk)
    {
        string figures;
        do
            figures = await AskAsync(frontdesk, "/metrics");
        while (!figures.Contains(Family(TelemetryNames.TimerLateness), StringComparison.Ordinal) || !figures.Contains(Family(TelemetryNames.BackupAge), StringComparison.Ordinal) || !frontdesk.Lines.Any(line => line.Contains("Burst timer completed in", StringComparison.Ordinal)));
        return figures;
    }

    private static void AssertIsPrometheusText(string figures)
    {
        var typed = figures.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToHashSet(StringComparer.Ordinal);
        Assert.All(Samples(figures), line =>
        {
            Assert.Matches(Sample(), line);
            var name = NameOf(line);
            Assert.True(typed.Contains(name) || typed.Contains(HistogramPart().Replace(name, string.Empty)) || typed.Contains(name.Replace("_total", string.Empty, StringComparison.Ordinal)), line);
        });
    }

    private static void AssertIsOnTheDashboard(string figures)
    {
        var shown = Samples(figures).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Dashboard().Except(shown, StringComparer.Ordinal));
    }

    private static void AssertNobodyIsIn(IEnumerable<string> shown) =>
        Assert.All(shown, text => Assert.False(text.Contains(Mark, StringComparison.OrdinalIgnoreCase) || text.Contains(Number[1..], StringComparison.Ordinal)));

    /// <summary>The names of the figures that the dashboard asks for.</summary>
    private static HashSet<string> Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "docs", "grafana", "frontdesk.json")));
        var questions = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!);
        return [.. questions.SelectMany(question => Figure().Matches(question)).Select(match => match.Value)];
    }

    private static IEnumerable<string> Instruments() => typeof(TelemetryNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)
        .Where(name => name.StartsWith("frontdesk.", StringComparison.Ordinal) && name is not (TelemetryNames.InstanceId or TelemetryNames.DefinitionId or TelemetryNames.MessageId or TelemetryNames.Attempt));

    private static string Family(string instrument) => instrument.Replace('.', '_');

    private static IEnumerable<string> Samples(string figures) => figures.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');

    private static string NameOf(string sample) => sample[..sample.IndexOfAny(['{', ' '])];

    private static string TraceOf(string traceParent) => traceParent.Split('-')[1];

    // What a patient wrote leaves in the call, and nowhere else; after the answer a timer runs.
    private static JsonObject Workflow(string address)
    {
        var begin = Step("Elsa.Event", "text", ("eventName", Literal("TextReceived")), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "Text" } }));
        begin["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return new JsonObject
        {
            ["definitionId"] = "seen",
            ["name"] = "seen",
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "Text", ["name"] = "Text", ["typeName"] = "Object", ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" }),
            ["root"] = new JsonObject
            {
                ["type"] = "Elsa.Sequence",
                ["id"] = "steps",
                ["activities"] = new JsonArray(
                    begin,
                    Step("Elsa.FlowSendHttpRequest", "call", ("url", Literal($"{address}/called/{Mark}")), ("method", Literal("POST")), ("content", Script("getVariable('Text').body")), ("contentType", Literal("text/plain"))),
                    Step("Elsa.Delay", "after", ("timeSpan", Literal("00:00:00.0100000"))),
                    Step("Elsa.WriteLine", "heard", ("text", Script("getVariable('Text').from")))),
            },
        };
    }

    private static JsonObject Step(string type, string id, params (string Name, JsonObject Value)[] inputs)
    {
        var step = new JsonObject { ["type"] = type, ["id"] = id };
        foreach (var (name, value) in inputs)
            step[name] = value;
        return step;
    }

    private static JsonObject Literal(string text) => Value("Literal", text);

    private static JsonObject Script(string text) => Value("JavaScript", text);

    private static JsonObject Value(string type, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static Dictionary<string, string> Settings(DirectoryInfo home, WorldOutside outside) => new(StringComparer.Ordinal)
    {
        ["Frontdesk__Backup__Folder"] = Path.Combine(home.FullName, "backups"),
        ["Frontdesk__WorkflowsDirectory"] = Path.Combine(home.FullName, "workflows"),
        ["Frontdesk__Channels__Twilio__AccountSid"] = "AC00000000000000000000000000000001",
        ["Frontdesk__Channels__Twilio__AuthToken"] = Secret,
        ["Frontdesk__Channels__Twilio__FromNumber"] = "+12125550100",
        ["Frontdesk__Channels__Twilio__PublicUrl"] = "https://desk.example",
        ["Frontdesk__Channels__Dispatch__BatchSize"] = "1",
        ["Frontdesk__Channels__Dispatch__AttemptTimeout"] = "00:00:04",
        ["Frontdesk__Channels__Dispatch__Lease"] = "00:00:05",
        ["Logging__LogLevel__Default"] = "Debug",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = outside.Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    [GeneratedRegex(@"\b(?:frontdesk|http_server|dotnet)_[a-z_]+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figure();

    [GeneratedRegex("_(?:bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"^[a-z_]+(?:\{(?:[a-z_]+=""(?:[^""\\]|\\.)*"",?)*\})? (?:[-+0-9.eE]+|\+Inf|NaN)(?: [0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    // A row of a table whose first cell is the figure's name.
    [GeneratedRegex(@"^\| `(?<name>frontdesk_[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Explained();
}

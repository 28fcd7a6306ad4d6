using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The demo practice that everybody sees first, in the program itself: all processes have something to show, on pages that everybody can use.</summary>
public sealed partial class DemoPracticeTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private static readonly Dictionary<string, string> Demo = new() { ["Frontdesk__Practice__Demo"] = "true" };
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder ? Directory.CreateDirectory(folder).FullName : null;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-demo-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_practice_shows_all_four_processes_on_pages_that_everybody_can_use()
    {
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName, Demo);
        foreach (var process in new[] { "appointment-reminders", "referral-tracking", "result-notification", "purchase-order" })
            Assert.True(await CountAsync(frontdesk, $"/api/instances?definitionId={process}") > 0, process);

        foreach (var list in new[] { "/referrals", "/results", "/stock", "/purchases" })
        {
            var detail = await LookAsync(frontdesk, list, $"main .rows a[href^='{list}/']");
            Assert.NotNull(detail);
            await LookAsync(frontdesk, detail, null);
        }

        foreach (var page in new[] { "/referrals/new", "/specialists", "/results/rules", "/stock/catalogue", "/tasks" })
            await LookAsync(frontdesk, page, null);

        await AssertPracticesClockAsync(frontdesk);
    }

    [Fact]
    public async Task A_practice_without_referrals_results_or_stock_says_so()
    {
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        foreach (var (list, says) in new[] { ("/referrals", "No open referrals"), ("/results", "No open results"), ("/stock", "Nothing is kept in stock"), ("/purchases", "Nothing is being bought") })
        {
            await using var look = await Looking.AtAsync(chromium, list, 390, ColorScheme.Dark, frontdesk.Root);
            await look.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^{says}") }).WaitForAsync();
            Assert.Empty((await look.Page.ViolationsAsync()).Select(violation => $"{list} {violation}"));
            if (Pictures is not null)
                await look.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"empty{list.Replace('/', '-')}.png"), FullPage = true });
        }

        foreach (var page in new[] { "/referrals/new", "/specialists", "/results/rules", "/stock/catalogue" })
            await LookAsync(frontdesk, page, null, "bare");
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task<int> CountAsync(RealFrontdesk frontdesk, string path)
    {
        using var answer = JsonDocument.Parse(await frontdesk.Client.GetStringAsync(new Uri(path, UriKind.Relative), Stop));
        return answer.RootElement.GetProperty("total").GetInt32();
    }

    // The demo practice is in New York: whatever the API tells stands on the clock there, never on that of UTC.
    private static async Task AssertPracticesClockAsync(RealFrontdesk frontdesk)
    {
        var moments = 0;
        foreach (var list in new[] { "appointments", "patients", "outbox", "tasks", "referrals", "results", "stock", "purchases" })
        {
            using var found = await frontdesk.Client.PostAsJsonAsync(new Uri($"/api/{list}/search", UriKind.Relative), new { size = 5 }, Stop);
            var rows = JsonNode.Parse(await found.Content.ReadAsStringAsync(Stop))!["items"]!.AsArray();
            Assert.NotEmpty(rows);
            List<string> answers = [rows.ToJsonString()];
            foreach (var id in list == "outbox" ? [] : rows.Select(row => (string)row!["id"]!))
                answers.Add(await frontdesk.Client.GetStringAsync(new Uri($"/api/{list}/{id}", UriKind.Relative), Stop));

            foreach (Match moment in answers.SelectMany(answer => Moment().Matches(answer)))
            {
                Assert.True(moment.Groups["offset"].Value is "-04:00" or "-05:00", $"{list}: {moment.Value}");
                moments++;
            }
        }

        Assert.True(moments > 100);
    }

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(?<offset>[^""]*)""")]
    private static partial Regex Moment();

    // Wide and light, narrow and dark; axe, no scrolling sideways, nothing in the console, every stop of the keyboard seen.
    private async Task<string?> LookAsync(RealFrontdesk frontdesk, string path, string? link, string practice = "demo")
    {
        await using var look = await Looking.AtAsync(chromium, path, root: frontdesk.Root);
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await look.Page.SetViewportSizeAsync(width, 900);
            await look.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            if (Pictures is not null)
                await look.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{practice}{path.Replace('/', '-')}-{width}-{scheme}.png"), FullPage = true });

            Assert.Empty((await look.Page.ViolationsAsync()).Select(violation => $"{path} {width} {scheme} {violation}"));
        }

        await look.Page.SetViewportSizeAsync(320, 900);
        Assert.True(await look.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways at 320.");
        Assert.Empty(look.Complaints);
        Assert.Empty(look.ForeignRequests);
        return link is null ? null : await look.Page.EvaluateAsync<string?>("selector => document.querySelector(selector)?.getAttribute('href')", link);
    }
}

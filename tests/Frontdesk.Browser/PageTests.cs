using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Every page, wide and narrow, light and dark.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    // Pictures are taken when somebody wants to look at them.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder ? Directory.CreateDirectory(folder).FullName : null;

    private static readonly string[] Paths =
    [
        "/", "/appointments", "/appointments?view=week", "/appointments/a1", "/appointments/book", "/appointments/book?patient=p1", "/patients", "/patients/add", "/patients/p1", "/outbox", "/workflows", "/workflows/appointment-reminders",
        "/instances", "/instances/i3", "/incidents", "/tasks", "/staff", "/person", "/no-such-page",
    ];

    public static TheoryData<string> Pages() => [.. Paths];

    [Fact]
    public async Task The_check_of_accessibility_finds_what_is_wrong()
    {
        await using var look = await Looking.AtAsync(chromium, "/staff");
        await look.Page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=\"unnamed\">')");

        Assert.Contains(await look.Page.ViolationsAsync(), violation => violation.StartsWith("label: <input id=\"unnamed\">", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_quiet_and_stays_at_home(string path)
    {
        await using var look = await Looking.AtAsync(chromium, path);
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Dark), (390, ColorScheme.Light) })
        {
            await look.Page.SetViewportSizeAsync(width, 900);
            await look.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            if (Pictures is not null)
                await look.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{path.Trim('/').Replace('/', '-').Replace('?', '-')}-{width}-{scheme}.png"), FullPage = true });


            Assert.Empty((await look.Page.ViolationsAsync()).Select(violation => $"{width} {scheme} {violation}"));
            Assert.True(await look.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"The page scrolls sideways at {width}.");
        }

        await look.Page.SetViewportSizeAsync(320, 900);
        Assert.True(await look.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways at 320.");
        Assert.DoesNotContain(look.Complaints, complaint => path != "/no-such-page" || !complaint.Contains("404", StringComparison.Ordinal));
        Assert.Empty(look.ForeignRequests);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/appointments")]
    [InlineData("/appointments/a1")]
    [InlineData("/appointments/book?patient=p1")]
    [InlineData("/patients/add")]
    [InlineData("/tasks")]
    [InlineData("/staff")]
    [InlineData("/person")]
    [InlineData("/outbox")]
    [InlineData("/instances/i3")]
    public async Task The_keyboard_reaches_everything_and_the_focus_is_seen(string path)
    {
        await using var look = await Looking.AtAsync(chromium, path);
        var expected = await look.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('a[href],button:not(:disabled),select,input:not(:disabled)')].filter(e => e.checkVisibility() && (e.type !== 'radio' || e.checked)).length");
        await look.Page.EvaluateAsync("() => { document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus(); window.reached = new Set(); window.unseen = []; }");

        // A day and a time have several stops each.
        for (var step = 0; step < expected + 20; step++)
        {
            await look.Page.Keyboard.PressAsync("Tab");
            await look.Page.EvaluateAsync("""
                () => {
                  const e = document.activeElement;
                  if (!e.matches('a[href],button,select,input') || (e.type === 'radio' && !e.checked)) return;
                  reached.add(e);
                  if (parseFloat(getComputedStyle(e).outlineWidth) < 2) unseen.push(e.outerHTML);
                }
                """);
        }

        Assert.Equal(expected, await look.Page.EvaluateAsync<int>("() => reached.size"));
        Assert.Empty(await look.Page.EvaluateAsync<string[]>("() => unseen"));
    }

    [Fact]
    public async Task The_first_tab_stop_skips_the_navigation()
    {
        await using var look = await Looking.AtAsync(chromium, "/outbox");
        await look.Page.EvaluateAsync("() => { document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus(); }");

        await look.Page.Keyboard.PressAsync("Tab");
        await look.Page.Keyboard.PressAsync("Enter");
        await look.Page.Keyboard.PressAsync("Tab");

        Assert.True(await look.Page.EvaluateAsync<bool>("() => document.getElementById('content').contains(document.activeElement)"));
    }

    [Fact]
    public async Task A_search_never_shows_in_the_address()
    {
        await using var look = await Looking.AtAsync(chromium, "/patients");

        await look.Page.GetByRole(AriaRole.Searchbox).FillAsync("kowalski 11");
        await look.Page.GetByText("1 patient found").WaitForAsync();

        Assert.EndsWith("/patients", look.Page.Url, StringComparison.Ordinal);
        await look.Page.GetByRole(AriaRole.Searchbox).FillAsync("nobody of that name");
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" }).WaitForAsync();
    }

    [Fact]
    public async Task A_new_message_appears_without_a_reload()
    {
        await using var home = await Looking.AtAsync(chromium, "/");
        await using var outbox = await Looking.AtAsync(chromium, "/outbox");

        chromium.Practice.Arrive("The office is closed on Thursday.");

        await home.Page.GetByText("The office is closed on Thursday.").WaitForAsync();
        await outbox.Page.GetByText("The office is closed on Thursday.").WaitForAsync();
    }

    [Fact]
    public async Task The_appearance_stays_as_chosen()
    {
        await using var look = await Looking.AtAsync(chromium, "/");
        const string Ground = "() => getComputedStyle(document.body).backgroundColor";
        var light = await look.Page.EvaluateAsync<string>(Ground);

        await look.Page.GetByLabel("Appearance").SelectOptionAsync("dark");
        var dark = await look.Page.EvaluateAsync<string>(Ground);
        await look.Page.GetByRole(AriaRole.Link, new() { Name = "Workflows", Exact = true }).ClickAsync();
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows" }).WaitForAsync();

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await look.Page.EvaluateAsync<string>(Ground));
    }

    [Fact]
    public async Task The_menu_opens_on_a_phone()
    {
        await using var look = await Looking.AtAsync(chromium, "/", 390);

        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await look.Page.GetByRole(AriaRole.Link, new() { Name = "Patients", Exact = true }).ClickAsync();

        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Patients" }).WaitForAsync();
        Assert.False(await look.Page.GetByRole(AriaRole.Link, new() { Name = "Outbox", Exact = true }).IsVisibleAsync());
    }

    [Fact]
    public async Task Whoever_says_who_they_are_sees_it_above_their_tasks_and_is_asked_what_the_outcome_needs()
    {
        await using var look = await Looking.AtAsync(chromium, "/person");
        await look.Page.GetByLabel("Chidi Okafor").CheckAsync();
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "That is me" }).ClickAsync();
        await look.Page.GetByText("You are Chidi Okafor").WaitForAsync();
        await look.IsLiveAsync();

        var task = look.Page.GetByRole(AriaRole.Article, new() { Name = "Check the phone number" });
        await task.GetByText("Stands here because: Waits for 2 days").WaitForAsync();
        await task.GetByRole(AriaRole.Button, new() { Name = "Answer … Check the phone number" }).ClickAsync();
        await task.GetByRole(AriaRole.Radio, new() { Name = "Unreachable" }).CheckAsync(new() { Force = true });
        Assert.Equal(0, await task.GetByLabel("The right number (needed)").CountAsync());
        await task.GetByRole(AriaRole.Radio, new() { Name = "Corrected" }).CheckAsync(new() { Force = true });
        await task.GetByLabel("The right number (needed)").FillAsync("(617) 555-0123");
        await task.GetByLabel("How they told us").SelectOptionAsync("Phone");
    }
}

using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>One look at a page: what the browser asked for and complained about.</summary>
internal sealed class Looking : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _root;
    private TaskCompletionSource _isLive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Looking(IBrowserContext context, IPage page, string root) => (_context, Page, _root) = (context, page, root);

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> ForeignRequests { get; } = [];

    public static async Task<Looking> AtAsync(Chromium chromium, string path, int width = 1280, ColorScheme scheme = ColorScheme.Light, string? root = null)
    {
        root ??= chromium.Root;
        var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var look = new Looking(context, await context.NewPageAsync(), root);
        look.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                look.Complaints.Add(message.Text);
        };
        look.Page.PageError += (_, error) => look.Complaints.Add(error);
        look.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                look.ForeignRequests.Add(request.Url);
        };
        look.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Binary?.AsSpan().IndexOf("JS.RenderBatch"u8) >= 0)
                look._isLive.TrySetResult();
        };
        await look.GoAsync(path);
        return look;
    }

    /// <summary>Goes to a page as one who types its address, and waits until it takes part: before that it is deaf, and what has the focus is drawn anew.</summary>
    public async Task GoAsync(string path)
    {
        _isLive = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await Page.GotoAsync(_root + path);

        // On a busy machine it takes a while until the server has rendered it once more.
        if ((await answer!.TextAsync()).Contains("<!--Blazor:{\"type\":\"server\"", StringComparison.Ordinal))
            await IsLiveAsync();
    }

    /// <summary>Waits until the server takes part in the page.</summary>
    public Task IsLiveAsync() => _isLive.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Looks at the page wide and light, narrow and dark: axe finds nothing, and it does not scroll sideways. Takes pictures when somebody wants them.</summary>
    public async Task AssertGoodAsync(string name)
    {
        var pictures = Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder ? Directory.CreateDirectory(folder).FullName : null;
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (320, ColorScheme.Dark) })
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            if (pictures is not null)
                await Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{name}-{width}-{scheme}.png"), FullPage = true });

            Assert.Empty((await Page.ViolationsAsync()).Select(violation => $"{name} {width} {scheme} {violation}"));
            Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} scrolls sideways at {width}.");
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}

/// <summary>What a person does with the keyboard.</summary>
internal static class Typing
{
    /// <summary>Presses Enter on a control, once the page lets it be used: a key on a button that is not enabled goes nowhere, and no browser says so.</summary>
    public static async Task EnterAsync(this ILocator control)
    {
        await Assertions.Expect(control).ToBeEnabledAsync(new() { Timeout = 30_000 });
        await control.PressAsync("Enter");
    }
}

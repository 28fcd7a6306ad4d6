using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>
/// Debian's Chromium, started once for a class of tests, and the application it looks at. Its build without windows is the same
/// engine and takes half the time, so it is preferred where it is installed.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Builds = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    private IPlaywright? _playwright;
    private WebApplication? _app;

    /// <summary>The running browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where the application with the practice on paper listens.</summary>
    public string Root => _app!.Urls.First();

    internal PracticeOnPaper Practice { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _app = await Given.AppAsync(Practice);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Builds.First(File.Exists), Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright?.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}

using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Tests of the real Elsa Studio over the program itself, made anew for each test; skipped where Studio is not part of the build.</summary>
public abstract class RealStudioTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    /// <summary>Where the practice is kept.</summary>
    protected DirectoryInfo Data { get; } = Directory.CreateTempSubdirectory("frontdesk-studio-");

    /// <summary>The program.</summary>
    private protected RealFrontdesk Frontdesk { get; set; } = null!;

    /// <summary>Studio, in a window of its own.</summary>
    private protected InStudio Studio { get; private set; } = null!;

    /// <summary>The API, to see what has become of it in the practice.</summary>
    private protected ElsaClient Elsa => Studio.Elsa;

    /// <summary>The window.</summary>
    protected IPage Page => Studio.Page;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(!InStudio.IsThere, "Elsa Studio is not part of this build: it needs npm (sudo apt-get install -y nodejs npm).");
        Frontdesk = await RealFrontdesk.ServeAsync(Data.FullName);
        Studio = await InStudio.OpenAsync(Frontdesk, chromium);
    }

    public async ValueTask DisposeAsync()
    {
        if (Studio is not null)
            await Studio.DisposeAsync();
        if (Frontdesk is not null)
            await Frontdesk.DisposeAsync();
        Data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

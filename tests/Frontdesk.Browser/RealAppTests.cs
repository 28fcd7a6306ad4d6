using Microsoft.AspNetCore.Builder;

namespace Frontdesk.Browser;

/// <summary>Tests of pages over a real practice in this process, made anew for each test; see <see cref="Given.RealAppAsync"/>.</summary>
public abstract class RealAppTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-real-app-");

    /// <summary>The application.</summary>
    protected WebApplication App { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    protected string Root => App.Urls.First();

    public async ValueTask InitializeAsync() => App = await Given.RealAppAsync(_data);

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The page of the back-ups over a real practice: none set up, made by itself, made by hand, and a folder that cannot be read.</summary>
public sealed class BackupPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-backup-page-");
    private WebApplication? _app;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_practice_without_backups_is_told_so_at_home_and_on_their_page()
    {
        _app = await Given.RealAppAsync(_data);
        await using var home = await Looking.AtAsync(chromium, "/", root: _app.Urls.First());
        await home.Page.GetByText("are made: if this computer breaks, the practice is lost.").WaitForAsync();
        Assert.Empty(await home.Page.ViolationsAsync());

        await home.Page.GetByRole(AriaRole.Link, new() { Name = "back-ups", Exact = true }).First.ClickAsync();
        await home.Page.GetByRole(AriaRole.Heading, new() { Name = "No back-ups are made" }).WaitForAsync();
        await home.AssertGoodAsync("backups-none");
    }

    [Fact]
    public async Task Backups_are_listed_made_by_hand_and_found_by_their_day()
    {
        var folder = Path.Combine(_data.FullName, "kept");
        _app = await Given.RealAppAsync(_data, folder);
        await using var look = await Looking.AtAsync(chromium, "/backups", root: _app.Urls.First());

        // The first is made by itself.
        await look.Page.GetByText("1 back-up", new() { Exact = true }).WaitForAsync(new() { Timeout = 60_000 });
        var button = look.Page.GetByRole(AriaRole.Button, new() { Name = "Make one now" });
        await Assertions.Expect(button).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await button.FocusAsync();
        await look.Page.Keyboard.PressAsync("Enter");
        await look.Page.GetByText("It is made and proven.").WaitForAsync(new() { Timeout = 60_000 });
        await look.Page.GetByText("The last one was made: Today").WaitForAsync();

        await look.Page.GetByText("2 back-ups", new() { Exact = true }).WaitForAsync();
        Assert.Equal(2, Directory.GetFiles(folder, "*.fdbackup").Length);
        await look.AssertGoodAsync("backups-made");

        await look.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by day or file" }).FillAsync("1999");
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" }).WaitForAsync();

        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, string.Empty, TestContext.Current.CancellationToken);
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Make one now" }).ClickAsync();
        await look.Page.GetByText($"The folder '{folder}' cannot be used").WaitForAsync();
        await look.AssertGoodAsync("backups-failed");
    }
}

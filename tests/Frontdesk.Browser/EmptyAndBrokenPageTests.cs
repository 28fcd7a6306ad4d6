using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Every page without anything to show, and when nothing can be read.</summary>
public sealed class EmptyAndBrokenPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/appointments")]
    [InlineData("/appointments?view=week")]
    [InlineData("/appointments/book")]
    [InlineData("/patients")]
    [InlineData("/outbox")]
    [InlineData("/workflows")]
    [InlineData("/instances")]
    [InlineData("/incidents")]
    [InlineData("/tasks")]
    [InlineData("/staff")]
    public async Task Empty_and_broken_pages_say_so_and_stay_accessible(string path)
    {
        var practice = new PracticeOnPaper { IsEmpty = true };
        await using var app = await Given.AppAsync(practice);
        await using var empty = await Looking.AtAsync(chromium, path, root: app.Urls.First());
        Assert.Empty(await empty.Page.ViolationsAsync());

        practice.IsBroken = true;
        await using var broken = await Looking.AtAsync(chromium, path, root: app.Urls.First());

        Assert.Empty(await broken.Page.ViolationsAsync());
        await broken.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/referrals/new")]
    [InlineData("/specialists")]
    public async Task A_directory_that_cannot_be_read_is_said(string path)
    {
        // The practice on paper has no directory.
        await using var look = await Looking.AtAsync(chromium, path);

        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "The directory could not be read" }).WaitForAsync();
        Assert.Empty(await look.Page.ViolationsAsync());
    }
}

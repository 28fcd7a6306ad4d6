using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The outbox of a practice that was put back from a back-up: a person decides about what is held, one by one or about all.</summary>
public sealed class HeldMessagesPageTests(Chromium chromium) : RealAppTests, IClassFixture<Chromium>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Held_messages_are_decided_about_one_by_one_or_all_together(int width, ColorScheme scheme)
    {
        await HoldAsync(4);
        await using var look = await Looking.AtAsync(chromium, "/outbox?state=Held", root: Root);
        await look.Page.GetByText("4 messages are held back, because the practice was put back from a back-up").WaitForAsync();
        await look.AssertGoodAsync("held");
        await look.Page.SetViewportSizeAsync(width, 900);
        await look.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        Assert.Empty(await look.Page.ViolationsAsync());

        // Every button of the list lies free: nothing covers it.
        await OfMessage(look, "(617) 555-0112", "It was sent already").ClickAsync(new() { Trial = true });
        await OfMessage(look, "(617) 555-0111", "It was sent already").ClickAsync();
        await look.Page.GetByText("3 messages are held back").WaitForAsync();
        await OfMessage(look, "(617) 555-0112", "Do not send it").ClickAsync();
        await look.Page.GetByText("2 messages are held back").WaitForAsync();

        await Button(look, "Send none of them").ClickAsync();
        await look.Page.GetByText("They are withdrawn.").WaitForAsync();
        await look.Page.GetByRole(AriaRole.Heading, new() { Name = "No message is held back" }).WaitForAsync();
        Assert.Equal(0, await Button(look, "Send none of them").CountAsync());
        Assert.Empty(await look.Page.ViolationsAsync());
    }

    private static ILocator Button(Looking look, string name) => look.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator OfMessage(Looking look, string to, string name) =>
        look.Page.Locator(".messages > li").Filter(new() { HasText = to }).GetByRole(AriaRole.Button, new() { Name = name });

    private Task<bool> HoldAsync(int count) => App.Services.GetRequiredService<WorkflowEngine>().ExecuteAsync(
        (burst, _, _) =>
        {
            using var command = burst.Connection.CreateCommand();
            command.Transaction = burst.Transaction;
            command.CommandText = RestoredPractice.NoticeSql(burst.PracticeId, burst.Now.AddHours(-1), burst.Now);
            command.ExecuteNonQuery();
            for (var number = 1; number <= count; number++)
                burst.Send(new OutboxDraft($"held-{number}", "sms", $"+1617555011{number}", $$"""{"to":"+1617555011{{number}}","body":"Your visit is tomorrow at 9:00 AM."}"""));
            return new ValueTask<bool>(true);
        },
        cancellationToken: Stop);
}

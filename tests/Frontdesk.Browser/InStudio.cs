using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Elsa Studio in a browser window over the program itself, with the hands of a manager.</summary>
internal sealed class InStudio : IAsyncDisposable
{
    private readonly RealFrontdesk _frontdesk;
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<string> _foreign = [];

    private InStudio(RealFrontdesk frontdesk, IBrowserContext context, IPage page, ElsaClient elsa) => (_frontdesk, _context, Page, Elsa) = (frontdesk, context, page, elsa);

    /// <summary>Whether Studio is part of this build.</summary>
    public static bool IsThere => Directory.Exists(Path.Combine(RealFrontdesk.Program, "studio", "_framework"));

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>The API, to see what has become of it in the practice.</summary>
    public ElsaClient Elsa { get; }

    // The properties of the selected step, below the drawing.
    private ILocator Form => Page.Locator(".rz-splitter-vertical form.mud-form").First;

    /// <summary>Opens an empty window.</summary>
    public static async Task<InStudio> OpenAsync(RealFrontdesk frontdesk, Chromium chromium)
    {
        var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1500, Height = 950 }, ReducedMotion = ReducedMotion.Reduce });
        var studio = new InStudio(frontdesk, context, await context.NewPageAsync(), await ElsaClient.OpenAsync(frontdesk.Client));
        studio.Page.SetDefaultTimeout(60_000);
        studio.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                studio._complaints.Add(message.Text);
        };
        studio.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(frontdesk.Root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                studio._foreign.Add(request.Url);
        };
        return studio;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>Nothing went wrong in the window, and nothing was asked of another machine.</summary>
    public void AssertIsContent()
    {
        Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));
        Assert.Empty(_foreign);
    }

    /// <summary>Opens an address and waits for what is on it.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_frontdesk.Root + path);
        await LoadedAsync();
    }

    /// <summary>Waits until Studio has drawn what is on the page.</summary>
    // The frame's note is gone once Studio has drawn something; a drawing has its nodes a moment later.
    public async Task LoadedAsync()
    {
        await Page.Locator("#studio-loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        if (Page.Url.Contains("/workflows/", StringComparison.Ordinal))
            await Page.Locator(".mud-expand-panel").First.WaitForAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Presses a button above the drawing; the last one, which runs the workflow, is -1.</summary>
    public async Task ToolbarAsync(int index)
    {
        var buttons = Page.Locator(".mud-toolbar button:visible");
        await (index < 0 ? buttons.Last : buttons.Nth(index)).ClickAsync();
    }

    /// <summary>Drags a step from the list into the drawing.</summary>
    public async Task DropAsync(string type, int x, int y)
    {
        // Its sentence leads to it alone; its name may be a part of others'.
        var descriptor = await Elsa.AskAsync("GET", $"/descriptors/activities/{type}");
        var words = descriptor["displayName"]!.GetValue<string>();
        await Page.GetByPlaceholder("Search").First.FillAsync(descriptor["description"]!.GetValue<string>());
        var step = Page.Locator("[draggable=true]").Filter(new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(words)}\\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)) }).First;
        await step.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (!await step.IsVisibleAsync())
            await Page.Locator(".mud-expand-panel").Filter(new() { Has = step }).Locator(".mud-expand-panel-header").ClickAsync();
        var before = await Page.Locator(".x6-node").CountAsync();
        await step.DragToAsync(Page.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } });
        await Page.Locator(".x6-node").Nth(before).WaitForAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Draws a connection from the first port of a step.</summary>
    public async Task ConnectAsync(string from, string to)
    {
        // A step that is chosen has a frame, which lies above its ports: a click beside it takes the frame away.
        var (x, y) = await ClearGroundAsync();
        await Page.Locator(".x6-graph").First.ClickAsync(new() { Position = new() { X = x, Y = y } });
        await Page.Locator(".x6-widget-selection-box").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var source = (await Node(from).Locator(".x6-port-out circle").First.BoundingBoxAsync())!;
        var target = (await Node(to).Locator(".x6-port-in circle").First.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(source.X + (source.Width / 2), source.Y + (source.Height / 2));
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(target.X - 30, target.Y + 2, new() { Steps = 8 });
        await Page.Mouse.MoveAsync(target.X + (target.Width / 2), target.Y + (target.Height / 2), new() { Steps = 6 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>Writes a fixed value into an input of a step.</summary>
    public async Task FillAsync(string step, int index, string value)
    {
        await SelectAsync(step);
        var input = Form.Locator("input[type=text]:visible").Nth(index);
        await input.FillAsync(value);
        await input.PressAsync("Tab");
    }

    /// <summary>Gives the first input of a step a script.</summary>
    public async Task ScriptAsync(string step, string script)
    {
        await SelectAsync(step);
        await Form.Locator("button[type=button]:visible").First.ClickAsync();
        await Page.Locator(".mud-popover-open").GetByText("JavaScript", new() { Exact = true }).First.ClickAsync();
        await Page.Locator(".monaco-editor").First.ClickAsync();

        // A quote that is typed over chosen text is put around it, so what was there goes first.
        await Page.Keyboard.PressAsync("ControlOrMeta+A");
        await Page.Keyboard.PressAsync("Delete");
        await Page.Keyboard.TypeAsync(script);
    }

    /// <summary>Chooses a step in the drawing.</summary>
    public async Task SelectAsync(string step)
    {
        var box = (await Node(step).Locator("foreignObject").First.BoundingBoxAsync())!;
        await Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 15);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    // Where the canvas has room for a step and for what its ports say.
    private async Task<(float X, float Y)> ClearGroundAsync()
    {
        var spot = await Page.EvaluateAsync<float[]?>(
            """
            () => {
              const ground = document.querySelector(".x6-graph").getBoundingClientRect();
              const isClear = (x, y) => {
                const there = document.elementFromPoint(x, y);
                return there?.closest(".x6-graph") && !there.closest(".x6-cell, [class*=x6-widget]");
              };
              const hasRoom = (left, top) => {
                for (let x = left - 20; x <= left + 280; x += 20)
                  for (let y = top - 20; y <= top + 80; y += 20)
                    if (!isClear(x, y)) return false;
                return true;
              };
              for (let y = ground.top + 30; y < ground.bottom - 100; y += 20)
                for (let x = ground.left + 30; x < ground.right - 300; x += 20)
                  if (hasRoom(x, y)) return [x - ground.left, y - ground.top];
              return null;
            }
            """)
            ?? throw new InvalidOperationException("The drawing has no room left.");
        return (spot[0], spot[1]);
    }

    /// <summary>A step in the drawing, by its id or by what stands on it.</summary>
    public ILocator Node(string name) => Page.Locator($".x6-node[data-cell-id='{name}'], .x6-node:has-text('{name}')").First;

    /// <summary>Keeps a picture, for the documents.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}

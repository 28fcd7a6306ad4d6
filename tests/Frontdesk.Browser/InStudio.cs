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

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            await PictureAsync($"failed-{TestContext.Current.TestMethod?.MethodName}");
        await _context.DisposeAsync();
    }

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
    // The frame's note is gone once Studio has drawn something; a drawing has its nodes a moment later. A list that has its rows
    // writes its page into the address, and whatever was opened before that is closed.
    public async Task LoadedAsync()
    {
        await Page.Locator("#studio-loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        if (Page.Url.Contains("/workflows/", StringComparison.Ordinal))
            await Page.Locator(".mud-expand-panel").First.WaitForAsync();
        else if (!Page.Url.Contains("/instances/", StringComparison.Ordinal))
            await Page.WaitForURLAsync(url => url.Contains("page=", StringComparison.Ordinal));
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Goes to the list of instances, by the bar above.</summary>
    public async Task ListInstancesAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Instances" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("/studio/instances?", StringComparison.Ordinal));
        await LoadedAsync();
    }

    /// <summary>Says yes in the dialog that is open.</summary>
    // Studio draws a dialog twice when it opens; a press between the two is lost, and whoever sees it still open presses again.
    public async Task ConfirmAsync()
    {
        var dialog = Page.GetByRole(AriaRole.Dialog);
        for (var tries = 0; ; tries++)
        {
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
            try
            {
                await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (tries < 3)
            {
                // It is asked again.
            }
        }
    }

    /// <summary>Waits until the drawing stands with so many steps.</summary>
    // Studio puts a drawing on the canvas when it has everything else; what is dropped before that is lost.
    public async Task DrawnAsync(int steps)
    {
        await LoadedAsync();
        await Page.Locator(".x6-node").Nth(steps - 1).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Presses a button above the drawing; the last one, which runs the workflow, is -1.</summary>
    public async Task ToolbarAsync(int index)
    {
        var buttons = Page.Locator(".mud-toolbar button:visible");
        await (index < 0 ? buttons.Last : buttons.Nth(index)).ClickAsync();
    }

    /// <summary>Drags a step from the list to where the drawing is empty.</summary>
    public async Task DropAsync(string type)
    {
        // Room for the step and for what its ports say.
        var (x, y) = await ClearGroundAsync(280, 80);
        await DropAsync(type, (int)x, (int)y);
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

    /// <summary>Shows the whole drawing.</summary>
    public async Task FitAsync()
    {
        await ToolbarAsync(0);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Draws a connection from the first port of a step.</summary>
    public async Task ConnectAsync(string from, string to)
    {
        // A step that is chosen has a frame, which lies above its ports: a click beside it takes the frame away.
        var (x, y) = await ClearGroundAsync(20, 20);
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
        await ChooseLanguageAsync("JavaScript");
        await Form.Locator(".monaco-editor:visible").First.ClickAsync();

        // A quote that is typed over chosen text is put around it, so what was there goes first.
        await Page.Keyboard.PressAsync("ControlOrMeta+A");
        await Page.Keyboard.PressAsync("Delete");
        await Page.Keyboard.TypeAsync(script);
    }

    // The menu closes when Studio draws the form anew just then, as it does a moment after a step was chosen: one opens it again.
    private async Task ChooseLanguageAsync(string language)
    {
        var choice = Page.Locator(".mud-popover-open").GetByText(language, new() { Exact = true }).First;
        for (var patience = 10; ; patience--)
        {
            await Form.Locator("button[type=button]:visible").First.ClickAsync();
            try
            {
                await choice.ClickAsync(new() { Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (patience > 0)
            {
            }
        }
    }

    /// <summary>Chooses a step in the drawing.</summary>
    public async Task SelectAsync(string step)
    {
        var box = (await Node(step).Locator("foreignObject").First.BoundingBoxAsync())!;
        await Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 15);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>The id of a step that the canvas shows whole, with nothing above it.</summary>
    public async Task<string> AnyStepInSightAsync(string besides) =>
        await Page.EvaluateAsync<string?>(
            """
            besides => {
              const ground = document.querySelector(".x6-graph").getBoundingClientRect();
              const inSight = node => {
                const port = node.querySelector(".x6-port-in circle")?.getBoundingClientRect();
                if (!port || node.textContent.includes(besides)) return false;
                const [x, y] = [port.left + port.width / 2, port.top + port.height / 2];
                return x > ground.left + 60 && x < ground.right - 60 && y > ground.top + 20 && y < ground.bottom - 20 && (document.elementFromPoint(x, y)?.closest(".x6-node") ?? node) === node;
              };
              return [...document.querySelectorAll(".x6-node")].find(inSight)?.dataset.cellId ?? null;
            }
            """,
            besides)
        ?? throw new InvalidOperationException("No step is in sight.");

    // Where nothing is drawn on the canvas.
    private async Task<(float X, float Y)> ClearGroundAsync(int width, int height)
    {
        var spot = await Page.EvaluateAsync<float[]?>(
            """
            ([width, height]) => {
              const ground = document.querySelector(".x6-graph").getBoundingClientRect();
              const isClear = (x, y) => {
                const there = document.elementFromPoint(x, y);
                return there?.closest(".x6-graph") && !there.closest(".x6-cell, [class*=x6-widget]");
              };
              const hasRoom = (left, top) => {
                for (let x = left - 20; x <= left + width; x += 20)
                  for (let y = top - 20; y <= top + height; y += 20)
                    if (!isClear(x, y)) return false;
                return true;
              };
              for (let y = ground.top + 30; y < ground.bottom - height - 20; y += 20)
                for (let x = ground.left + 30; x < ground.right - width - 20; x += 20)
                  if (hasRoom(x, y)) return [x - ground.left, y - ground.top];
              return null;
            }
            """,
            new[] { width, height })
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

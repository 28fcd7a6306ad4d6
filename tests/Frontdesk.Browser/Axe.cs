using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Asks axe whether a page can be used by everybody.</summary>
internal static class Axe
{
    // Only what is wrong comes back: the whole report of a page is megabytes.
    private const string Run =
        "async () => (await axe.run(document, { preload: false, resultTypes: ['violations'] })).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))";

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong: the rule and the element.</summary>
    public static async Task<string[]> ViolationsAsync(this IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Script);

        return await page.EvaluateAsync<string[]>(Run);
    }
}

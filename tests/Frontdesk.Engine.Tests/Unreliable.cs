using System.Collections.Concurrent;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Tests;

/// <summary>A step that throws as often as a test says; each test has a key of its own.</summary>
[Activity("Test", "Test", "Throws as often as a test says.")]
public sealed class Unreliable : CodeActivity
{
    private static readonly ConcurrentDictionary<string, int> Failures = new(StringComparer.Ordinal);

    [Input(Description = "Which test.")]
    public Input<string> Key { get; set; } = new();

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static void Fail(string key, int times) => Failures[key] = times;

    protected override void Run(ActivityExecutionContext context)
    {
        var key = context.Get(Key)!;
        if (Failures.GetValueOrDefault(key) is var left and > 0)
        {
            Failures[key] = left - 1;
            throw new InvalidOperationException("not now");
        }
    }
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Frontdesk.Architecture;

/// <summary>
/// Time is injected (design rule 4): a month of practice runs in seconds, and a test never waits. The analyzers say so
/// while one writes; this looks at what was compiled, generated code and suppressed warnings included.
/// </summary>
public sealed class InjectedTimeTests
{
    private static readonly HashSet<string> WallClock = new(StringComparer.Ordinal)
    {
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount",
        "System.Environment.get_TickCount64",
        "System.Threading.Thread.Sleep",
        "System.Diagnostics.Stopwatch.StartNew",
        "System.Diagnostics.Stopwatch.GetTimestamp",
        "System.Diagnostics.Stopwatch..ctor",
        "System.Threading.Timer..ctor",
        "System.Timers.Timer..ctor",
        "NodaTime.SystemClock.get_Instance",
    };

    // These take the clock as an argument; without one they wait by the wall clock.
    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal)
    {
        "System.Threading.Tasks.Task.Delay",
        "System.Threading.Tasks.Task.WaitAsync",
        "System.Threading.Tasks.Task`1.WaitAsync",
        "System.Threading.PeriodicTimer..ctor",
        "System.Threading.CancellationTokenSource..ctor",
    };

    public static TheoryData<string> Assemblies =>
    [
        "Frontdesk.Domain", "Frontdesk.Engine", "Frontdesk.Storage", "Frontdesk.Activities", "Frontdesk.Channels", "Frontdesk.Interop", "Frontdesk.Simulation", "frontdesk",
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_code_reads_the_wall_clock_or_waits_by_it(string assembly) =>
        Assert.Empty(CallsIn(assembly).Where(call => IsWallClock(call.Target)).Select(call => $"{call.Caller.FullName} calls {NameOf(call.Target)}"));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Only_the_composition_names_the_system_clock(string assembly) =>
        Assert.Empty(
            CallsIn(assembly)
                .Where(call => NameOf(call.Target) == "System.TimeProvider.get_System" && !IsComposition(call.Caller))
                .Select(call => call.Caller.FullName));

    // A limit counts the clock and not the work: it ends a harmless match on a machine that stands still for a second.
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_regular_expression_has_a_time_limit(string assembly) =>
        Assert.Empty(
            System.Reflection.Assembly.Load(assembly).GetTypes()
                .SelectMany(type => type.GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
                .Where(method => System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Text.RegularExpressions.GeneratedRegexAttribute>(method) is { MatchTimeoutMilliseconds: > 0 })
                .Select(method => $"{method.DeclaringType}.{method.Name}"));

    [Fact]
    public void The_scan_sees_a_call_that_exists()
    {
        // Jint, which runs our scripts under limits, reads the wall clock by itself.
        Assert.Contains(CallsIn("Jint"), call => IsWallClock(call.Target));
    }

    private static bool IsWallClock(MethodReference method) =>
        WallClock.Contains(NameOf(method)) || (Waits.Contains(NameOf(method)) && TakesTime(method) && !Takes(method, "System.TimeProvider"));

    private static bool TakesTime(MethodReference method) => Takes(method, "System.TimeSpan") || Takes(method, "System.Int32");

    private static bool Takes(MethodReference method, string type) => method.Parameters.Any(parameter => parameter.ParameterType.FullName == type);

    private static bool IsComposition(MethodDefinition caller)
    {
        var type = caller.DeclaringType;
        while (type.DeclaringType is not null)
            type = type.DeclaringType;

        // How long a template may occupy the processor has nothing to do with the practice's clock, simulated or not.
        return type.Name.EndsWith("Registration", StringComparison.Ordinal)
            || type.Namespace == "Frontdesk.Web.Hosting"
            || type.Name == "LiquidExpression";
    }

    private static string NameOf(MethodReference method) => $"{method.DeclaringType.GetElementType().FullName}.{method.Name}";

    private static List<(MethodDefinition Caller, MethodReference Target)> CallsIn(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(System.Reflection.Assembly.Load(assembly).Location);
        return
        [
            .. from type in module.GetTypes()
               from method in type.Methods
               where method.HasBody
               from instruction in method.Body.Instructions
               where instruction.OpCode.OperandType is OperandType.InlineMethod or OperandType.InlineTok
               let target = instruction.Operand as MethodReference
               where target is not null
               select (method, target),
        ];
    }
}

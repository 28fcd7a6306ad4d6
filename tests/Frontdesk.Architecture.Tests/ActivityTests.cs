using System.Reflection;
using Frontdesk.Activities;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Pump;
using Mono.Cecil;

namespace Frontdesk.Architecture;

/// <summary>Activities say by attributes what the safety rules have to know of them; their code is read to see that they do.</summary>
public sealed class ActivityTests
{
    private static readonly Assembly[] Assemblies = [typeof(Activity).Assembly, ActivitiesRegistration.Assembly];

    [Fact]
    public void Every_activity_that_puts_a_message_into_the_outbox_says_to_whom() =>
        Assert.DoesNotContain(ActivitiesThatCall(nameof(BurstTransaction), "Send"), type => type.GetCustomAttribute<SendsAttribute>(inherit: true) is null);

    [Fact]
    public void Every_activity_that_waits_says_what_ends_the_wait() =>
        Assert.DoesNotContain(ActivitiesThatCall(nameof(ActivityExecutionContext), nameof(ActivityExecutionContext.CreateBookmark)), type => type.GetCustomAttribute<WaitsAttribute>(inherit: true) is null);

    [Fact]
    public void No_activity_says_that_it_sends_and_does_not() =>
        Assert.Empty(Activities().Where(type => type.GetCustomAttribute<SendsAttribute>(inherit: false) is not null).Except(ActivitiesThatCall(nameof(BurstTransaction), "Send")));

    [Fact]
    public void The_rule_sees_the_activities_that_send() =>
        Assert.Equal(
            ["AnswerText", "HttpRequestActivity", "PlaceOrder", "SendReminder", "TellPatient", "TellSpecialist"],
            ActivitiesThatCall(nameof(BurstTransaction), "Send").Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_port_that_gives_or_takes_a_clearance_is_one_of_the_activity()
    {
        foreach (var type in Activities())
        {
            var ports = type.GetCustomAttribute<FlowNodeAttribute>()?.Outcomes ?? ["Done"];
            Assert.All(type.GetCustomAttributes<ClearsAttribute>().SelectMany(one => one.Ports).Concat(type.GetCustomAttributes<LosesAttribute>().SelectMany(one => one.Ports)), port => Assert.Contains(port, ports));
            Assert.All(type.GetCustomAttributes<NeedsClearanceAttribute>().Select(one => one.Input).OfType<string>(), input => Assert.NotNull(type.GetProperty(input)));
        }
    }

    [Fact]
    public void A_message_to_a_person_has_a_name_that_keeps_it_from_being_sent_twice() =>
        Assert.All(
            Activities().Where(type => type.GetCustomAttribute<SendsAttribute>()?.Audience == Audience.Person),
            type => Assert.Contains(type.GetProperties(), property => property.IsDefined(typeof(EffectKeyAttribute))));

    private static IEnumerable<Type> Activities() => Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(typeof(Activity).IsAssignableFrom);

    // Whoever calls what calls it calls it too: an extension method, a private step, the state machine of an async method.
    private static List<Type> ActivitiesThatCall(string declaringType, string method)
    {
        var callers = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>();
        foreach (var assembly in Assemblies)
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            foreach (var type in module.GetTypes())
                Read(type, callers, owners, called => called.DeclaringType.Name == declaringType && called.Name == method, open);
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var name))
        {
            if (!found.Add(name))
                continue;
            foreach (var caller in callers.GetValueOrDefault(name, []))
                open.Enqueue(caller);
        }

        var names = found.Select(name => owners[name]).ToHashSet(StringComparer.Ordinal);
        return [.. Activities().Where(type => names.Contains(type.FullName!))];
    }

    private static void Read(TypeDefinition type, Dictionary<string, HashSet<string>> callers, Dictionary<string, string> owners, Func<MethodReference, bool> isWanted, Queue<string> open)
    {
        var owner = type;
        while (owner.DeclaringType is { } outer)
            owner = outer;
        if (!MayHelp(owner))
            return;
        foreach (var method in type.Methods.Where(method => method.HasBody))
        {
            owners[method.FullName] = owner.FullName;
            foreach (var called in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>())
            {
                if (isWanted(called))
                    open.Enqueue(method.FullName);
                if (!callers.TryGetValue(called.FullName, out var known))
                    callers[called.FullName] = known = new HashSet<string>(StringComparer.Ordinal);
                known.Add(method.FullName);
            }
        }
    }

    // The engine's own works call everything; only activities and what helps them count.
    private static bool MayHelp(TypeDefinition type) =>
        type.Namespace.StartsWith("Frontdesk.Activities", StringComparison.Ordinal) || type.Namespace is "Frontdesk.Engine.Builtin" or "Frontdesk.Engine.Tasks";
}

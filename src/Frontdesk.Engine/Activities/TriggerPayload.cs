using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Activities;

/// <summary>A stimulus that starts instances.</summary>
/// <param name="Stimulus">The stimulus's name, see <see cref="Bookmarks.Stimulus.Key"/>.</param>
/// <param name="FirstDueAt">For schedules: when to start the first instance (UTC).</param>
public sealed record TriggerPayload(string Stimulus, DateTimeOffset? FirstDueAt = null);

/// <summary>Evaluates a trigger's inputs at publication, when there is no instance yet.</summary>
public sealed class TriggerIndexingContext(CompiledWorkflow workflow, Activity trigger, ExecutionEnvironment environment)
{
    private readonly ActivityExecutionContext _context = WorkflowExecutionContext.ForIndexing(workflow, environment).CreateDetached(trigger);

    /// <summary>Now (UTC).</summary>
    public DateTimeOffset Now => environment.TimeProvider.GetUtcNow();

    /// <summary>The practice's zone.</summary>
    public TimeZoneInfo TimeZone => environment.TimeZone;

    /// <summary>The value of an input.</summary>
    /// <exception cref="ScriptException">The expression needs an instance, or is wrong.</exception>
    public T? Get<T>(Input<T>? input) => input is null ? default : Values.To<T>(input.Evaluate(_context));
}

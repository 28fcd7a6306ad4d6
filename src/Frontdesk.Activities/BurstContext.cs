using Frontdesk.Domain;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Pump;
using NodaTime;

namespace Frontdesk.Activities;

/// <summary>What every activity of the front office asks its burst for.</summary>
internal static class BurstContext
{
    /// <summary>The practice's records, in the burst's transaction.</summary>
    public static IPracticeRecords Records(this ActivityExecutionContext context) => context.GetRequiredService<IPracticeRecords>();

    /// <summary>The burst.</summary>
    public static BurstTransaction Burst(this ActivityExecutionContext context) => context.GetRequiredService<BurstTransaction>();

    /// <summary>The present.</summary>
    public static Instant Now(this ActivityExecutionContext context) => Instant.FromDateTimeOffset(context.WorkflowExecutionContext.Now);

    /// <summary>The practice.</summary>
    public static PracticeId Practice(this ActivityExecutionContext context) => new(context.Burst().PracticeId);

    /// <summary>What the instance is about: its correlation id.</summary>
    /// <exception cref="DomainRuleException">The instance has none.</exception>
    public static string CaseId(this ActivityExecutionContext context) =>
        context.WorkflowExecutionContext.CorrelationId is { Length: > 0 } id ? id : throw NoCase(context, "what the workflow is about", "the event of what it is about");

    /// <summary>The visit that the instance is about: its correlation id.</summary>
    /// <exception cref="DomainRuleException">The instance has no correlation id.</exception>
    public static AppointmentId Visit(this ActivityExecutionContext context) =>
        context.WorkflowExecutionContext.CorrelationId is { Length: > 0 } id ? new AppointmentId(id) : throw NoCase(context, "the visit that the workflow is about", "an appointment's event");

    private static DomainRuleException NoCase(ActivityExecutionContext context, string what, string start) =>
        new("no-correlation", $"The step '{context.Activity.Name ?? context.Activity.Id}' works on {what}, and this workflow is about none: start it by {start}, or set the correlation id first.");
}

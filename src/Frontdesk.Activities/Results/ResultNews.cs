using Frontdesk.Domain.Results;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>Which reports are news and which are history, as the manager set it in the workflow.</summary>
public static class ResultNews
{
    /// <summary>How old the specimen of a report without an order may be, by the published workflow <c>result-notification</c>.</summary>
    public static Duration ResultsNewWithin(this WorkflowDefinitions definitions, BurstTransaction burst) =>
        definitions.PublishedNumber(burst, "result-notification", "NewsWithinDays") is { } days and >= 0 and <= 36500
            ? Duration.FromDays(days)
            : ResultIntake.UsualNewWithin;
}

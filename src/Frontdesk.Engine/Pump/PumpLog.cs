using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Pump;

/// <summary>What a pump writes into the log. Ids only: no values, no texts of exceptions, nothing about a patient.</summary>
internal static partial class PumpLog
{
    [LoggerMessage(EventId = 1001, EventName = "BurstRan", Level = LogLevel.Debug, Message = "Burst {Kind} {Outcome} in {Milliseconds} ms, instance {Instance} of {Definition}")]
    internal static partial void BurstRan(ILogger logger, string kind, string outcome, double milliseconds, string? instance, string? definition);

    [LoggerMessage(EventId = 1002, EventName = "BurstFailed", Level = LogLevel.Error, Message = "A burst failed with {Type} at {Where}; incident {Incident}.")]
    internal static partial void BurstFailed(ILogger logger, string? type, string? where, string incident);

    [LoggerMessage(EventId = 1003, EventName = "BatchNotTaken", Level = LogLevel.Error, Message = "The database did not take a batch: {Type} {Reason}. The batch is tried again.")]
    internal static partial void BatchNotTaken(ILogger logger, string type, string reason);
}

namespace Frontdesk.Engine.Telemetry;

/// <summary>
/// What everything that is seen from outside is called: meters, instruments, sources of spans and their labels. Dashboards and
/// alerts are made of these names, so they change with a note to whoever runs the program.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The engine's meter and source of spans.</summary>
    public const string Engine = "Frontdesk.Engine";

    /// <summary>The channels' meter and source of spans.</summary>
    public const string Channels = "Frontdesk.Channels";

    /// <summary>The meter of the practice's back-ups.</summary>
    public const string Backups = "Frontdesk.Backups";

    /// <summary>How old the newest back-up is.</summary>
    public const string BackupAge = "frontdesk.backup.age";

    /// <summary>Bursts that were committed, by <see cref="Kind"/> and <see cref="Outcome"/>.</summary>
    public const string Bursts = "frontdesk.bursts";

    /// <summary>How long bursts ran, without their commit.</summary>
    public const string BurstDuration = "frontdesk.burst.duration";

    /// <summary>How many bursts were committed together.</summary>
    public const string BatchSize = "frontdesk.batch.size";

    /// <summary>Batches that the database did not take.</summary>
    public const string BatchFailures = "frontdesk.batch.failures";

    /// <summary>How long commits took.</summary>
    public const string CommitDuration = "frontdesk.database.commit.duration";

    /// <summary>How long the read took with which each batch begins: one row by its key.</summary>
    public const string ReadDuration = "frontdesk.database.read.duration";

    /// <summary>How long after their time due timers were run.</summary>
    public const string TimerLateness = "frontdesk.timer.lateness";

    /// <summary>For how long the oldest due timer has been waiting to be run.</summary>
    public const string TimerLag = "frontdesk.timer.lag";

    /// <summary>For how long the oldest message that may leave has been waiting to be delivered.</summary>
    public const string OutboxLag = "frontdesk.outbox.lag";

    /// <summary>Messages that have not left, by <see cref="State"/>.</summary>
    public const string OutboxMessages = "frontdesk.outbox.messages";

    /// <summary>Incidents that came up, by <see cref="Kind"/>.</summary>
    public const string Incidents = "frontdesk.incidents";

    /// <summary>Incidents that nobody has closed.</summary>
    public const string OpenIncidents = "frontdesk.incidents.open";

    /// <summary>Instances that are not over.</summary>
    public const string RunningInstances = "frontdesk.instances.running";

    /// <summary>The practice's epoch, which counts the takings of the practice by a process.</summary>
    public const string Epoch = "frontdesk.epoch";

    /// <summary>How often this process took the practice or lost it, by <see cref="Change"/>.</summary>
    public const string EpochChanges = "frontdesk.epoch.changes";

    /// <summary>Stimuli that caused nothing, by <see cref="Reason"/>.</summary>
    public const string RefusedStimuli = "frontdesk.stimuli.refused";

    /// <summary>Scripts that were stopped, by <see cref="Limit"/>.</summary>
    public const string StoppedScripts = "frontdesk.scripts.stopped";

    /// <summary>Attempts to deliver a message, by <see cref="Channel"/> and <see cref="Outcome"/>.</summary>
    public const string Deliveries = "frontdesk.deliveries";

    /// <summary>How long attempts to deliver a message took.</summary>
    public const string DeliveryDuration = "frontdesk.delivery.duration";

    /// <summary>Later words of providers on messages that they took, by <see cref="Channel"/> and <see cref="Outcome"/>.</summary>
    public const string DeliveryReports = "frontdesk.delivery.reports";

    /// <summary>Label: what caused a burst, or what sort of incident it is.</summary>
    public const string Kind = "kind";

    /// <summary>Label: how something ended.</summary>
    public const string Outcome = "outcome";

    /// <summary>Label: where a message is on its way.</summary>
    public const string State = "state";

    /// <summary>Label: why a stimulus caused nothing.</summary>
    public const string Reason = "reason";

    /// <summary>Label: <c>taken</c> or <c>lost</c>.</summary>
    public const string Change = "change";

    /// <summary>Label: the limit that a script passed.</summary>
    public const string Limit = "limit";

    /// <summary>Label: the channel of a message.</summary>
    public const string Channel = "channel";

    /// <summary>Span attribute: the id of an instance.</summary>
    public const string InstanceId = "frontdesk.instance.id";

    /// <summary>Span attribute: the id of a definition.</summary>
    public const string DefinitionId = "frontdesk.definition.id";

    /// <summary>Span attribute: the id of an outbox row.</summary>
    public const string MessageId = "frontdesk.message.id";

    /// <summary>Span attribute: how many times the message was tried, this time included.</summary>
    public const string Attempt = "frontdesk.message.attempt";
}

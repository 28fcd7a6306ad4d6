using Frontdesk.Activities.Results;
using Frontdesk.Domain;
using Frontdesk.Engine.Pump;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>Imports each file as one burst of a practice's engine: its rows and the events that they raise commit together.</summary>
/// <param name="engine">The practice's engine; its pump has to be running, or be run by the caller.</param>
public sealed class EngineImportTarget(WorkflowEngine engine) : IImportTarget
{
    /// <inheritdoc/>
    public Task CommitAsync(Func<IImportTransaction, CancellationToken, Task> write, CancellationToken cancellationToken) => engine.ExecuteAsync(
        async (burst, services, stop) =>
        {
            // The connection marks the point to which a refused file takes the burst back.
            _ = burst.Connection;
            await write(new Transaction(services.GetRequiredService<BurstRecords>(), engine.Definitions.ResultsNewWithin(burst)), cancellationToken.CanBeCanceled ? cancellationToken : stop);
            return true;
        },
        cancellationToken: cancellationToken);

    private sealed class Transaction(BurstRecords records, Duration resultsNewWithin) : IImportTransaction
    {
        public IPracticeRecords Records => records.Records;

        public Duration ResultsNewWithin => resultsNewWithin;

        public Task FlushAsync(CancellationToken cancellationToken) => records.SaveAndForgetAsync(cancellationToken);
    }
}

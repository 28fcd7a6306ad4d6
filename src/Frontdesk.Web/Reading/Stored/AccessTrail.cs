using System.Collections.Concurrent;
using Frontdesk.Domain;
using Frontdesk.Domain.Audit;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Hosting;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>
/// The audit trail of reads (domain.md §0 rule 9). What was read is handed out only after its rows are committed, so no look
/// is lost, whatever stops the process; the commit is shared with whatever the pump is doing anyway. One person who keeps
/// looking at the same thing looks once: the next row is written after <see cref="OneLook"/>, so a page that refreshes itself
/// does not fill the trail.
/// </summary>
internal sealed class AccessTrail(WorkflowEngine engine, TimeProvider clock)
{
    private const int Remembered = 100_000;
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<(string What, string Patient), DateTimeOffset> looks = new();

    /// <summary>Records that the front desk saw something of patients.</summary>
    /// <param name="what">What was seen, by kind.</param>
    /// <param name="patients">Whose it was; ids of nobody are left out.</param>
    /// <param name="cancellationToken">Gives up; then nothing may be shown.</param>
    public async Task RecordAsync(string what, IEnumerable<string?> patients, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var fresh = patients.OfType<string>().Distinct(StringComparer.Ordinal)
            .Where(patient => !looks.TryGetValue((what, patient), out var seen) || now - seen >= OneLook)
            .ToList();
        if (fresh.Count == 0)
            return;
        await engine.ExecuteAsync(
            (burst, services, _) =>
            {
                var records = services.GetRequiredService<IPracticeRecords>();
                foreach (var patient in fresh)
                    records.Add(new AccessLog(new PracticeId(burst.PracticeId), burst.NewId(), Desk.User, Desk.Purpose, new PatientId(patient), what, Instant.FromDateTimeOffset(burst.Now)));
                return new ValueTask<bool>(true);
            },
            cancellationToken: cancellationToken);
        if (looks.Count > Remembered)
            looks.Clear();
        foreach (var patient in fresh)
            looks[(what, patient)] = now;
    }
}

using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Workflows;

/// <summary>Reads the history of workflows, what differs between versions, and which instances can be moved to another.</summary>
internal sealed class VersionReading(WorkflowEngine engine, DefinitionCatalog definitions, AccessTrail trail, PracticeSettings settings, Readiness readiness)
{
    /// <summary>Who changed a workflow and when, newest first; also of one that was deleted. Null when there never was one with this id.</summary>
    public async Task<Page<WorkflowChangeRow>?> FindHistoryAsync(string definitionId, ListQuery list, CancellationToken stop)
    {
        var page = await ReadAsync(sql => WorkflowReading.History(sql, definitionId, list, settings.Zone), stop);
        return page.Total == 0 && await ReadAsync(sql => WorkflowReading.Json(sql, definitionId, null), stop) is null ? null : page;
    }

    /// <summary>What differs between two versions; null when one of them is not there.</summary>
    public Task<DifferenceView?> GetDifferenceAsync(string definitionId, int from, int to, CancellationToken stop) => ReadAsync(
        sql =>
        {
            if (WorkflowReading.Json(sql, definitionId, from) is not { } older || WorkflowReading.Json(sql, definitionId, to) is not { } newer)
                return null;
            var (was, now) = (WorkflowDefinition.Parse(older), WorkflowDefinition.Parse(newer));
            return new DifferenceView(definitionId, now.Name, from, to, DefinitionDifference.Between(was, now, engine.Definitions.Registry).Changes);
        },
        stop);

    /// <summary>Why nothing can be moved to a version; null when something can.</summary>
    public Task<string?> FindObstacleAsync(string definitionId, int to, CancellationToken stop) => ReadAsync(
        sql =>
        {
            if (WorkflowReading.State(sql, definitionId, to) is not { } state)
                return "There is no such version.";
            if (state is { IsLatest: true, IsPublished: false })
                return $"Version {to} is a draft, or out of use. Publish it first.";
            return definitions.Find(sql, definitionId, to)?.Compiled is null ? $"Version {to} has problems and cannot run." : null;
        },
        stop);

    /// <summary>Instances under way with what a move to a version would mean for each, last changed first.</summary>
    public async Task<Page<MoveCandidate>> FindCandidatesAsync(string definitionId, PreviewMoves query, ListQuery list, CancellationToken stop)
    {
        var page = await ReadAsync(
            sql =>
            {
                var rows = InstanceReading.Find(sql, Query(definitionId, query, list), definitions, settings.Zone);
                var versions = rows.Items.Select(row => row.Version).Append(query.To).Distinct().ToDictionary(version => version, version => definitions.Find(sql, definitionId, version)?.Compiled);
                var judged = versions[query.To] is { } target
                    ? InstanceMoves.Preview(engine, target, version => versions.TryGetValue(version, out var known) ? known : versions[version] = definitions.Find(sql, definitionId, version)?.Compiled, [.. rows.Items.Select(row => row.Id)])
                    : [.. rows.Items.Select(row => new MoveJudgement(row.Id, row.Version, query.To, [], ["That version has problems and cannot run."], []))];
                return new Page<MoveCandidate>([.. rows.Items.Zip(judged, (row, judgement) => new MoveCandidate(row, OnTheClock(judgement)))], rows.Total, rows.Number, rows.Size);
            },
            stop);
        await trail.RecordAsync("process", page.Items.Select(candidate => candidate.Instance.PatientId), stop);
        return page;
    }

    /// <summary>The ids of all instances under way that a preview would list, whatever page.</summary>
    public Task<IReadOnlyList<string>> FindIdsAsync(string definitionId, PreviewMoves query, CancellationToken stop) =>
        ReadAsync(sql => InstanceReading.Ids(sql, Query(definitionId, query, new ListQuery(query.Search))), stop);

    private static InstanceQuery Query(string definitionId, PreviewMoves query, ListQuery list) =>
        new(list, DefinitionId: definitionId) { IsOpen = true, Versions = query.From ?? [], NotVersion = query.To };

    private MoveJudgement OnTheClock(MoveJudgement judgement) => judgement with
    {
        Standings = [.. judgement.Standings.Select(one => one with { Since = TimeZoneInfo.ConvertTime(one.Since, settings.Zone), Until = one.Until is { } until ? TimeZoneInfo.ConvertTime(until, settings.Zone) : null })],
    };

    private async Task<T> ReadAsync<T>(Func<PracticeSql, T> read, CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        using var sql = PracticeSql.Open(engine.Database);
        return read(sql);
    }
}

using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Pump;

/// <summary>Runs bursts inside one transaction: what callers ask for, stored stimuli, due timers and due schedules.</summary>
internal sealed class BurstRunner(BurstGroup group, ILogger logger)
{
    // SQLite's codes, https://www.sqlite.org/rescode.html; PostgreSQL's classes are 22 for data, 23 for constraints and 54 for its limits.
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const string Gone = "Nothing waits there any more: it was answered already, or the process is over.";

    private long NowMs => group.Now.ToUnixTimeMilliseconds();

    internal async ValueTask<RequestAnswer> RunRequestAsync(PumpRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is { } key && FindConsumed(key) is { } earlier)
        {
            group.Watch.Refused("repeated");
            return new RequestAnswer(request, earlier.Result, null);
        }

        var burst = new Burst(group);
        group.Watch.Begin(burst, request.Kind, request.TraceParent);
        try
        {
            var result = await request.Body(burst, cancellationToken);
            await burst.CompleteAsync(cancellationToken);
            if (request.Key is not null)
                Consume(request.Key, result);
            group.Watch.End(burst, BurstOutcome.Completed);
            return new RequestAnswer(request, result, null);
        }
        catch (Exception e) when (CanUndo(burst, e, cancellationToken))
        {
            burst.Rollback();
            if (IsUnexpected(e))
                Report(e, null, null, null);
            group.Watch.End(burst, e, IsUnexpected(e));
            return new RequestAnswer(request, null, e);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    internal async ValueTask<bool> RunStoredAsync(int limit, CancellationToken cancellationToken)
    {
        var worked = false;
        foreach (var row in ReadStimuli(limit))
        {
            worked = true;
            await RunStimulusAsync(row, cancellationToken);
            limit--;
        }

        foreach (var (bookmarkId, due) in ReadDueBookmarks(limit))
        {
            worked = true;
            await RunDueAsync(bookmarkId, due, cancellationToken);
            limit--;
        }

        foreach (var trigger in ReadDueTriggers(Math.Max(limit, 1)))
        {
            worked = true;
            RunSchedule(trigger);
        }

        return worked;
    }

    /// <summary>Starts an instance. One whose id exists already was started before: it is left alone.</summary>
    internal static async ValueTask<object?> StartAsync(Burst burst, StartRequest request)
    {
        var group = burst.Group;
        if (request.InstanceId is { } chosen && group.Load(chosen) is { } known)
            return new BurstResult(known.Id, known.Status, known.SubStatus);
        var workflow = request.Version is { } version ? group.Definitions.GetStartable(group, request.DefinitionId, version) : group.Definitions.GetPublished(group, request.DefinitionId);
        if (!ActivationStrategy.Allows(group, workflow, request.CorrelationId))
        {
            // A parent must not wait for a child that never begins.
            if (request.ParentBookmarkId is { } waiting)
                burst.Resume(waiting, new Dictionary<string, object?>(StringComparer.Ordinal) { ["SubStatus"] = nameof(WorkflowSubStatus.Cancelled) });
            return new BurstResult(null, WorkflowStatus.Finished, WorkflowSubStatus.Cancelled);
        }

        var instance = group.Create(request.InstanceId ?? burst.NewId(), workflow);
        burst.Touch(instance);
        instance.Input = request.Input ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        instance.CorrelationId = request.CorrelationId;
        instance.Name = request.Name;
        instance.TriggerActivityId = request.TriggerActivityId;
        instance.ParentInstanceId = request.ParentInstanceId;
        instance.ParentBookmarkId = request.ParentBookmarkId;
        await instance.StartAsync(burst);
        return new BurstResult(instance.Id, instance.Status, instance.SubStatus) { HttpResponse = instance.HttpResponse };
    }

    /// <summary>Resumes a bookmark; when it is gone, a strict caller is told, a stored stimulus has nothing to do.</summary>
    internal static async ValueTask<object?> ResumeAsync(Burst burst, string bookmarkId, IReadOnlyDictionary<string, object?> input, bool strict)
    {
        var group = burst.Group;
        if (group.OwnerOf(bookmarkId) is not { } instanceId)
            return strict ? throw new NoSuchBookmarkException(Gone) : Nothing(group);
        var instance = group.Load(instanceId);
        var bookmark = instance?.Bookmarks.FirstOrDefault(b => string.Equals(b.Id, bookmarkId, StringComparison.Ordinal));
        if (instance is null || bookmark is null)
        {
            // A row that its instance does not know would be due for ever.
            group.Sql.Write("DELETE FROM bookmark WHERE practice_id = $1 AND id = $2", group.PracticeId, bookmarkId);
            return strict ? throw new NoSuchBookmarkException(Gone) : Nothing(group);
        }

        burst.Touch(instance);
        await instance.ResumeAsync(bookmark, input, burst);
        return new BurstResult(instance.Id, instance.Status, instance.SubStatus) { HttpResponse = instance.HttpResponse };
    }

    internal static object RetryIncident(Burst burst, string incidentId)
    {
        var group = burst.Group;
        string? key;
        using (var reader = group.Sql.Read("SELECT stimulus_key FROM incident WHERE practice_id = $1 AND id = $2 AND resolved_at IS NULL", group.PracticeId, incidentId))
            key = reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : null;
        var now = burst.Now.ToUnixTimeMilliseconds();
        if (key is null || group.Sql.Execute("UPDATE stimulus SET attempts = 0, not_before = $3 WHERE practice_id = $1 AND key = $2 AND consumed_at IS NULL", group.PracticeId, key, now) == 0)
            return false;
        group.Sql.Write("UPDATE incident SET resolved_at = $3, resolution = 'retried' WHERE practice_id = $1 AND id = $2", group.PracticeId, incidentId, now);
        group.HasNewStimuli = true;
        return true;
    }

    /// <summary>
    /// Whether the database refused what a burst wrote (a key used twice, a missing reference, a text that it cannot store, a
    /// value that is too long for an index) rather than failed.
    /// </summary>
    internal static bool IsRefusal(Exception? e) => e switch
    {
        null => false,
        Microsoft.Data.Sqlite.SqliteException s => s.SqliteErrorCode is TooBig or Constraint or Mismatch,
        Npgsql.PostgresException p => p.SqlState is ['2', '2' or '3', ..] or ['5', '4', ..],
        _ => IsRefusal(e.InnerException),
    };

    /// <summary>Whether the burst alone can be undone; if not, the whole group is.</summary>
    private bool CanUndo(Burst burst, Exception e, CancellationToken cancellationToken)
    {
        if (e is FencedException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
            return false;
        if (burst.HasSavepoint)
            return !IsFailure(e);
        var isClean = !IsFailure(e) && !IsRefusal(e) && !burst.IsWriting;
        group.IsSpoiled |= !isClean && !IsFailure(e);
        return isClean;
    }

    // A failure of the database takes the whole batch with it, also when the mapper of the records has wrapped it.
    private static bool IsFailure(Exception e) => DatabaseUnavailableException.IsBehind(e) || (e is DbException && !IsRefusal(e));

    // What a stored stimulus was meant for is gone.
    private static object? Nothing(BurstGroup group)
    {
        group.Watch.Refused("gone");
        return null;
    }

    private async ValueTask RunStimulusAsync(StimulusRow row, CancellationToken cancellationToken)
    {
        var burst = new Burst(group);
        group.Watch.Begin(burst, row.IsStart ? BurstKind.Start : BurstKind.Resume, row.TraceParent);
        try
        {
            object? result = null;
            if (row.IsStart)
            {
                result = await StartAsync(burst, row.ReadStart());
            }
            else
            {
                var (bookmarkId, input) = row.ReadResume();
                await ResumeAsync(burst, bookmarkId, input, strict: false);
            }

            await burst.CompleteAsync(cancellationToken);
            if (row.KeepsKey)
                group.Sql.Write("UPDATE stimulus SET consumed_at = $3, result = $4 WHERE practice_id = $1 AND key = $2", group.PracticeId, row.Key, NowMs, ResultText(result));
            else
                group.Sql.Write("DELETE FROM stimulus WHERE practice_id = $1 AND key = $2", group.PracticeId, row.Key);
            group.Watch.End(burst, BurstOutcome.Completed);
        }
        catch (Exception e) when (CanUndo(burst, e, cancellationToken))
        {
            burst.Rollback();
            Retry(row, e);
            group.Watch.End(burst, BurstOutcome.Failed);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    private async ValueTask RunDueAsync(string bookmarkId, long due, CancellationToken cancellationToken)
    {
        var burst = new Burst(group);
        group.Watch.Begin(burst, BurstKind.Timer, traceParent: null);
        try
        {
            await ResumeAsync(burst, bookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal), strict: false);
            await burst.CompleteAsync(cancellationToken);
            group.Watch.Fired(TimeSpan.FromMilliseconds(NowMs - due));
            group.Watch.End(burst, BurstOutcome.Completed);
        }
        catch (Exception e) when (CanUndo(burst, e, cancellationToken))
        {
            // From here on a stimulus row drives the timer, because it can count attempts.
            burst.Rollback();
            group.Sql.Write("UPDATE bookmark SET due_at = NULL WHERE practice_id = $1 AND id = $2", group.PracticeId, bookmarkId);
            var row = StimulusRow.ForResume(bookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal), string.Create(CultureInfo.InvariantCulture, $"due:{bookmarkId}:{due}"));
            group.Insert(row with { TraceParent = burst.Trail.TraceParent });
            Retry(row, e);
            group.Watch.End(burst, BurstOutcome.Failed);
        }
        finally
        {
            await burst.DisposeAsync();
        }
    }

    /// <summary>
    /// Turns a due schedule into a stored start and moves the schedule to its next time after now: times that passed while
    /// the program was down are made up for by one start, not by one each.
    /// </summary>
    private void RunSchedule(DueTrigger due)
    {
        long? next = null;
        try
        {
            var compiled = group.Definitions.GetPublished(group, due.DefinitionId);
            if (compiled.Find(due.ActivityId) is Trigger trigger)
                next = trigger.GetTriggerPayloads(new TriggerIndexingContext(compiled, trigger, group.Environment)).FirstOrDefault(p => string.Equals(p.Stimulus, due.Stimulus, StringComparison.Ordinal))?.FirstDueAt?.ToUnixTimeMilliseconds();
            group.Insert(StimulusRow.ForStart(new StartRequest(due.DefinitionId) { TriggerActivityId = due.ActivityId, InstanceId = group.Environment.NewId() }, string.Create(CultureInfo.InvariantCulture, $"cron:{due.DefinitionId}:{due.ActivityId}:{due.DueAt}")));
        }
        catch (Exception e) when (!IsFailure(e))
        {
            // A definition that no longer compiles must not stop everybody else; its schedule ends with an incident.
            Report(e, null, null, due.DefinitionId);
        }

        group.Sql.Write("UPDATE workflow_trigger SET due_at = $5 WHERE practice_id = $1 AND definition_id = $2 AND activity_id = $3 AND stimulus = $4", group.PracticeId, due.DefinitionId, due.ActivityId, due.Stimulus, next > due.DueAt ? next : null);
    }

    private List<StimulusRow> ReadStimuli(int limit)
    {
        var rows = new List<StimulusRow>();
        using var reader = group.Sql.Read("SELECT key, kind, payload, attempts, traceparent FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before <= $2 ORDER BY not_before, sequence LIMIT $3", group.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add(new StimulusRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), (int)reader.GetInt64(3)) { TraceParent = reader.IsDBNull(4) ? null : reader.GetString(4) });
        return rows;
    }

    private List<(string Id, long Due)> ReadDueBookmarks(int limit)
    {
        var rows = new List<(string, long)>();
        if (limit <= 0)
            return rows;

        // Nothing else orders them: of a million that are due at one moment a few would be found by sorting all, for each batch again.
        using var reader = group.Sql.Read("SELECT id, due_at FROM bookmark WHERE practice_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3", group.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        return rows;
    }

    private List<DueTrigger> ReadDueTriggers(int limit)
    {
        var rows = new List<DueTrigger>();
        using var reader = group.Sql.Read("SELECT definition_id, activity_id, stimulus, due_at FROM workflow_trigger WHERE practice_id = $1 AND due_at <= $2 ORDER BY due_at, definition_id, activity_id LIMIT $3", group.PracticeId, NowMs, (long)limit);
        while (reader.Read())
            rows.Add(new DueTrigger(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3)));
        return rows;
    }

    private (bool Found, object? Result)? FindConsumed(string key)
    {
        using var reader = group.Sql.Read("SELECT result, consumed_at, kind, payload FROM stimulus WHERE practice_id = $1 AND key = $2", group.PracticeId, key);
        if (!reader.Read())
            return null;
        if (reader.IsDBNull(1))
            return (true, new BurstResult(new StimulusRow(key, reader.GetString(2), reader.GetString(3)).ReadStart().InstanceId, WorkflowStatus.Running, WorkflowSubStatus.Pending));
        var text = reader.IsDBNull(0) ? null : reader.GetString(0);
        if (text is null)
            return (true, null);
        var json = JsonNode.Parse(text);
        return json is JsonObject o && o["SubStatus"] is not null
            ? (true, new BurstResult((string?)o["InstanceId"], Enum.Parse<WorkflowStatus>(o["Status"]!.ToString()), Enum.Parse<WorkflowSubStatus>(o["SubStatus"]!.ToString())))
            : (true, Values.FromJson(json));
    }

    private void Consume(string key, object? result) =>
        group.Sql.Execute(
            "INSERT INTO stimulus (practice_id, key, kind, payload, attempts, not_before, enqueued_at, consumed_at, result) VALUES ($1, $2, 'request', '', 1, $3, $3, $3, $4)",
            group.PracticeId, key, NowMs, ResultText(result));

    private static string? ResultText(object? result) => result switch
    {
        BurstResult r => new JsonObject { ["InstanceId"] = r.InstanceId, ["Status"] = r.Status.ToString(), ["SubStatus"] = r.SubStatus.ToString() }.ToJsonString(),
        string or bool or int or long => Values.ToJson(result)!.ToJsonString(),
        _ => null,
    };

    private void Retry(StimulusRow row, Exception e)
    {
        var attempts = row.Attempts + 1;
        var giveUp = attempts >= group.Options.MaxAttempts;
        var delay = group.Options.FirstRetryDelay * Math.Pow(2, attempts - 1);
        var notBefore = giveUp ? StimulusRow.Parked : NowMs + (long)delay.TotalMilliseconds;
        group.Sql.Write("UPDATE stimulus SET attempts = $3, not_before = $4 WHERE practice_id = $1 AND key = $2", group.PracticeId, row.Key, (long)attempts, notBefore);
        if (giveUp)
            Report(e, row.Key, row.IsStart ? row.ReadStart().InstanceId : group.OwnerOf(row.ReadResume().BookmarkId), row.IsStart ? row.ReadStart().DefinitionId : null);
    }

    private void Report(Exception e, string? stimulusKey, string? instanceId, string? definitionId)
    {
        var incident = new Incident(group.Environment.NewId(), string.Empty, string.Empty, "exception", $"{Cause(e)} Nothing of it was kept; it can be tried again.", group.Now);
        group.InsertIncident(incident, instanceId, definitionId ?? string.Empty, stimulusKey);
        PumpLog.BurstFailed(logger, e.GetType().FullName, e.StackTrace?.Split('\n')[0].Trim(), incident.Id);
    }

    // The text of a foreign exception may quote patient data, so of those only the type goes into the incident.
    private string Cause(Exception e) =>
        group.Options.MayTell(e) ? $"The step stopped: {e.Message}" : $"The step stopped with an unexpected error ({e.GetType().Name}).";

    private static bool IsUnexpected(Exception e) => e is NullReferenceException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException;

    private sealed record DueTrigger(string DefinitionId, string ActivityId, string Stimulus, long DueAt);
}

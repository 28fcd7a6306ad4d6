using System.Security.Cryptography;
using System.Text.Json;
using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using Frontdesk.Web.Shell;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>A command cannot be done; nothing of it was kept.</summary>
internal sealed class CommandRefusedException(Refusal refusal, params IReadOnlyList<FieldProblem> problems) : Exception(refusal.ToString())
{
    public Refusal Refusal { get; } = refusal;

    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}

/// <summary>
/// Runs a command as a burst of the engine. The caller's key is consumed with the commit, together with a fingerprint of the
/// command and the id of what it concerned: the same key with the same command does nothing more and gives that thing as it
/// is now, and with another command it is refused.
/// </summary>
internal sealed class CommandRun(WorkflowEngine engine, Readiness readiness, PracticeSettings settings)
{
    /// <summary>Runs a command and reads what it concerned.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="command">Everything the caller said, target included; a change of it under the same key is refused.</param>
    /// <param name="body">Does it, and gives the id of what it concerned.</param>
    /// <param name="read">Reads what it concerned after the commit.</param>
    /// <param name="cancellationToken">Gives up waiting; what was begun may still be done.</param>
    public async Task<Outcome<TRow>> RunAsync<TRow>(
        string key,
        object[] command,
        Func<BurstTransaction, IPracticeRecords, CancellationToken, ValueTask<string>> body,
        Func<string, Task<TRow?>> read,
        CancellationToken cancellationToken)
        where TRow : class
    {
        var fingerprint = Fingerprint(command);
        try
        {
            await readiness.WaitAsync(cancellationToken);
            var answer = await engine.ExecuteAsync(
                async (burst, services, stop) =>
                {
                    // The connection marks the point to which a refusal takes the burst back.
                    _ = burst.Connection;
                    return $"{fingerprint} {await DoAsync(burst, services.GetRequiredService<IPracticeRecords>(), body, stop)}";
                },
                key,
                cancellationToken);
            if (answer?.Split(' ', 2) is not [var known, var id] || known != fingerprint)
                return Outcome<TRow>.Refused(Refusal.KeyReused, new FieldProblem("Idempotency-Key", key, "This key was used for another command.", "Use a new key for a new command."));
            return await read(id) is { } row
                ? Outcome<TRow>.Done(row)
                : Outcome<TRow>.Refused(Refusal.NotFound, new FieldProblem("id", id, "It is gone by now.", "Read the list again."));
        }
        catch (CommandRefusedException refused)
        {
            return Outcome<TRow>.Refused(refused.Refusal, refused.Problems);
        }
        catch (DomainRuleException rule)
        {
            return Outcome<TRow>.Refused(Refusal.Conflict, new FieldProblem(FieldOf(rule.Rule), null, rule.Message, "Read it again and decide anew."));
        }
        catch (BookingConflictException taken)
        {
            return Outcome<TRow>.Refused(Refusal.Conflict, new FieldProblem("start", null, taken.Message, "Choose another time."));
        }
        catch (TaskRefusedException closed)
        {
            return Outcome<TRow>.Refused(Refusal.Conflict, new FieldProblem("id", null, closed.Message, "Read the task again."));
        }
        catch (InvalidDefinitionException invalid)
        {
            return Outcome<TRow>.Refused(Refusal.Invalid, [.. invalid.Problems.Where(one => one.Severity == ProblemSeverity.Error).Select(DefinitionCatalog.Problem).Select(one => new FieldProblem(one.Path, one.Activity, one.Message, one.Remedy))]);
        }
        catch (DefinitionNotFoundException missing)
        {
            return Outcome<TRow>.Refused(Refusal.Conflict, new FieldProblem("id", null, missing.Message, "Read the workflow again."));
        }
    }

    // Who was faster is told by name and on the practice's clock.
    private async ValueTask<string> DoAsync(BurstTransaction burst, IPracticeRecords records, Func<BurstTransaction, IPracticeRecords, CancellationToken, ValueTask<string>> body, CancellationToken stop)
    {
        try
        {
            return await body(burst, records, stop);
        }
        catch (TaskClosedException closed) when (closed is { By: { } by, At: { } at })
        {
            var name = Ids.TryRead(by, out StaffId id) && await records.FindStaffAsync(id, stop) is { } member ? member.Name.Full : by;
            var when = Say.When(Instant.FromDateTimeOffset(at).On(settings.Zone), Instant.FromDateTimeOffset(burst.Now).On(settings.Zone));
            throw new CommandRefusedException(Refusal.Conflict, new FieldProblem("id", null, $"{name} has closed this task: {when}.", "Read the task again."));
        }
    }

    private static string Fingerprint(object[] command) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command)).AsSpan(0, 12));

    private static string FieldOf(string rule) => rule switch
    {
        "appointment-version" => "version",
        "visit-duration" => "durationMinutes",
        _ => "id",
    };
}

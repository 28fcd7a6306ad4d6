using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Engine.Pump;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Storage;

/// <summary>
/// The practice's records within one burst: on the pump's connection and in its transaction, so that they commit with the
/// instance's state (design.md §2 rule 1). What happened to them is published as events when the burst ends.
/// </summary>
public sealed class BurstRecords : IBurstParticipant, IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Told = new();
    private readonly PracticeDbContext context;
    private readonly BurstContexts contexts;
    private bool isWhole;

    /// <summary>Opens the records on a burst.</summary>
    public BurstRecords(BurstHolder holder, BurstContexts contexts)
    {
        var burst = holder.Burst;
        this.contexts = contexts;
        context = contexts.Take(burst);
        Records = new PracticeRecords(context);
        burst.Enlist(this);
    }

    /// <summary>The records.</summary>
    public PracticeRecords Records { get; }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(BurstTransaction burst, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        foreach (var happened in context.TakeEvents())
            burst.PublishEvent(happened.Name, Describe(happened), happened.SubjectId);
        isWhole = true;
    }

    /// <summary>Sends what was changed so far to the database and lets go of it, so that a very large burst needs little memory.</summary>
    public Task SaveAndForgetAsync(CancellationToken cancellationToken = default) => context.SaveAndForgetAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isWhole)
            contexts.Keep(context);
        else
            await context.DisposeAsync();
    }

    // Ids, versions, codes and moments: all that an event carries.
    private static JsonObject Describe(DomainEvent happened)
    {
        var json = new JsonObject();
        foreach (var (name, property) in Told.GetOrAdd(happened.GetType(), ToldOf))
        {
            json[name] = property.GetValue(happened) switch
            {
                null => null,
                Instant at => JsonValue.Create(InstantPattern.ExtendedIso.Format(at)),
                int number => JsonValue.Create(number),
                bool yes => JsonValue.Create(yes),
                var value => JsonValue.Create(value.ToString()),
            };
        }

        return json;
    }

    private static (string Name, PropertyInfo Property)[] ToldOf(Type kind) =>
    [
        .. kind.GetProperties()
            .Where(one => one.Name is not (nameof(DomainEvent.Name) or nameof(DomainEvent.SubjectId) or nameof(DomainEvent.PracticeId)))
            .Select(one => (JsonNamingPolicy.CamelCase.ConvertName(one.Name), one)),
    ];
}

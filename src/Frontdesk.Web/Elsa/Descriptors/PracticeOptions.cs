using System.Text.Json.Nodes;
using Frontdesk.Activities.Appointments;
using Frontdesk.Activities.Messages;
using Frontdesk.Activities.Options;
using Frontdesk.Activities.Supplies;
using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Elsa.Definitions;
using Frontdesk.Web.Reading.Stored;
using Frontdesk.Web.Webhooks;

namespace Frontdesk.Web.Elsa.Descriptors;

/// <summary>The lists that steps choose from, out of the practice's records as they are now.</summary>
internal sealed class PracticeOptions(WorkflowEngine engine, DefinitionIndex index)
{
    private static readonly string[] ProgramEvents =
    [
        .. typeof(DomainEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DomainEvent)) && !type.IsAbstract).Select(type => type.Name),
        InboundTexts.EventName, MessageOutcomes.UndeliveredEvent, MessageOutcomes.NoticeNotDeliveredEvent, WaitForReminder.NotDeliveredEvent, WaitForReminder.PractitionerAwayEvent, FindItemsToReview.ReviewDueEvent,
    ];

    /// <summary>A list by its name.</summary>
    public IReadOnlyList<InputOption> Get(string source) => source switch
    {
        OptionSource.Roles => Roles(),
        OptionSource.People => Named("select id, name_given, name_family from staff_member where practice_id = $1 and is_active order by name_family, name_given, id"),
        OptionSource.Events => Events(),
        PracticeSource.Practitioners => Named("select id, name_given, name_family from practitioner where practice_id = $1 order by name_family, name_given, id"),
        PracticeSource.Specialists => Read("select id, name, specialty from specialist where practice_id = $1 order by name, id", row => new InputOption($"{row.GetString(1)} ({row.GetString(2)})", row.GetString(0))),
        PracticeSource.Templates => Keyed(DefaultTemplates.Keys.Concat(Read("select distinct key from message_template where practice_id = $1 order by key", row => row.GetString(0)))),
        _ => [],
    };

    // A practice may have roles of its own: those that somebody has.
    private List<InputOption> Roles() =>
        Keyed(StaffRole.All.Concat(Read("select roles from staff_member where practice_id = $1", row => JsonNode.Parse(row.GetString(0)) as JsonArray ?? []).SelectMany(roles => roles).Select(role => role!.ToString())));

    private static List<InputOption> Keyed(IEnumerable<string> keys) => [.. keys.Distinct(StringComparer.Ordinal).Select(key => new InputOption(InWords(key), key))];

    // What the program publishes, and what the practice's workflows publish or wait for.
    private List<InputOption> Events() =>
    [
        .. ProgramEvents.Concat(index.All().Where(one => one.IsLatest).SelectMany(one => one.Events))
            .Distinct(StringComparer.Ordinal)
            .Select(name => new InputOption(Words.Of(name), name))
            .OrderBy(option => option.Text, StringComparer.Ordinal),
    ];

    private static string InWords(string key)
    {
        var words = key.Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private IReadOnlyList<InputOption> Named(string query) => Read(query, row => new InputOption(row.NameAt(1)!, row.GetString(0)));

    private IReadOnlyList<TRow> Read<TRow>(string query, Func<System.Data.Common.DbDataReader, TRow> row)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return sql.Read(query, row);
    }
}

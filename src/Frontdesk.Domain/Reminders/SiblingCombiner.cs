using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>A reminder that is about to leave.</summary>
/// <param name="Reminder">The reminder.</param>
/// <param name="Decision">The decision to send it.</param>
/// <param name="VisitStart">When the visit begins.</param>
public sealed record Outgoing(Reminder Reminder, SendDecision.Send Decision, Instant VisitStart);

/// <summary>Reminders that leave as one message.</summary>
/// <param name="Thread">The name that their messages share, so that one yes confirms them all.</param>
/// <param name="Members">The reminders, soonest visit first; one alone is its own group.</param>
public sealed record OutgoingGroup(string Thread, IReadOnlyList<Outgoing> Members)
{
    /// <summary>More than one visit is in the message, so the combined template is used.</summary>
    public bool IsCombined => Members.Count > 1;
}

/// <summary>Puts reminders to one phone into one message: two siblings, one parent, one text (domain.md §2).</summary>
public static class SiblingCombiner
{
    /// <summary>The template of a combined message.</summary>
    public const string TemplateKey = "reminder-combined";

    /// <summary>Groups what is about to leave by channel, address, language and sender name.</summary>
    public static IReadOnlyList<OutgoingGroup> Combine(IEnumerable<Outgoing> outgoing, ReminderRules rules)
    {
        List<OutgoingGroup> groups = [];
        var sameAddress = outgoing.GroupBy(one => (one.Decision.Channel, one.Decision.Address, one.Decision.Language, one.Decision.SenderName));
        foreach (var address in sameAddress)
        {
            List<Outgoing> members = [];
            foreach (var one in address.OrderBy(one => one.VisitStart).ThenBy(one => one.Reminder.Key, StringComparer.Ordinal))
            {
                if (members.Count > 0 && (one.VisitStart - members[0].VisitStart > rules.CombineWithin || address.Key.Channel == Channel.Voice))
                {
                    groups.Add(Group(members));
                    members = [];
                }

                members.Add(one);
            }

            groups.Add(Group(members));
        }

        return groups;
    }

    private static OutgoingGroup Group(List<Outgoing> members) => new(members[0].Reminder.MessageKey, members);
}

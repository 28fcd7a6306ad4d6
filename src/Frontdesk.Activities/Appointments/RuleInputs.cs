using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Activities.Appointments;

/// <summary>The settings that planning and sending share; each is an input that a manager binds to a variable of the workflow.</summary>
public abstract class RuleInputs : CodeActivity
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <summary>Messages leave from this time on the recipient's clock.</summary>
    [Input(DisplayName = "Send from", Description = "Messages leave from this time on the recipient's clock, for example 9:00. The law allows nothing before 8:00.", Category = "Limits", Order = 1)]
    public Input<string> SendFrom { get; set; } = new("9:00");

    /// <summary>Messages leave before this time on the recipient's clock.</summary>
    [Input(DisplayName = "Send until", Description = "Messages leave before this time on the recipient's clock, for example 19:00. The law allows nothing after 21:00.", Category = "Limits", Order = 1)]
    public Input<string> SendUntil { get; set; } = new("19:00");

    /// <summary>At most so many messages to one recipient on one day.</summary>
    [Input(DisplayName = "Most messages in a day", Description = "At most so many messages to one recipient on one day.", Category = "Limits", Order = 1)]
    public Input<int> CapPerDay { get; set; } = new(1);

    /// <summary>At most so many messages to one recipient in seven days.</summary>
    [Input(DisplayName = "Most messages in a week", Description = "At most so many messages to one recipient in seven days.", Category = "Limits", Order = 1)]
    public Input<int> CapPerWeek { get; set; } = new(3);

    /// <summary>A reminder closer to the visit than so many minutes is not sent.</summary>
    [Input(DisplayName = "Least notice", Description = "A reminder closer to the visit than so many minutes is not sent.", Category = "Limits", Order = 1)]
    public Input<int> LeastNoticeMinutes { get; set; } = new(60);

    /// <summary>The settings as the domain knows them; one that is no time of day is named.</summary>
    private protected ReminderRules Rules(ActivityExecutionContext context, IReadOnlyList<ReminderStep>? steps = null) => new()
    {
        Steps = steps ?? [],
        SendFrom = TimeOfDay(context.Get(SendFrom), nameof(SendFrom)),
        SendUntil = TimeOfDay(context.Get(SendUntil), nameof(SendUntil)),
        CapPerDay = context.Get(CapPerDay),
        CapPerWeek = context.Get(CapPerWeek),
        LeastNotice = Duration.FromMinutes(context.Get(LeastNoticeMinutes)),
    };

    private static LocalTime TimeOfDay(string? text, string setting)
    {
        var parsed = Clock.Parse(text ?? string.Empty);
        return parsed.Success
            ? parsed.Value
            : throw new DomainRuleException("time-of-day", string.Create(CultureInfo.InvariantCulture, $"{setting} is '{text}': give a time of day such as 9:00."));
    }
}

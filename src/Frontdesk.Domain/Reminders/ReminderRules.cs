using System.ComponentModel;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>Which visits a step applies to.</summary>
public enum ReminderScope
{
    /// <summary>Every visit.</summary>
    EveryVisit = 0,

    /// <summary>First visits and visits that need preparation.</summary>
    [Description("First visits and visits that need preparation")]
    NewPatientOrPreparation = 1,

    /// <summary>Patients at high risk of missing the visit.</summary>
    [Description("Visits at high risk of being missed")]
    HighRisk = 2,
}

/// <summary>One step on the way to a visit.</summary>
/// <param name="Rule">The step's stable name: part of every idempotency key, so never change it.</param>
/// <param name="Channel">The channel that is tried first.</param>
/// <param name="TemplateKey">The words.</param>
/// <param name="DaysBefore">Calendar days before the visit, at the visit's wall time.</param>
/// <param name="HoursBefore">Hours before the visit, in place of days.</param>
/// <param name="Scope">Which visits it applies to.</param>
/// <param name="IsEnabled">False leaves the step out.</param>
/// <param name="AtBooking">The step is due when the visit is booked, in place of an offset.</param>
public sealed record ReminderStep(
    string Rule,
    Channel Channel,
    string TemplateKey,
    int DaysBefore = 0,
    int HoursBefore = 0,
    ReminderScope Scope = ReminderScope.EveryVisit,
    bool IsEnabled = true,
    bool AtBooking = false);

/// <summary>Something wrong in a set of rules.</summary>
/// <param name="Field">The setting.</param>
/// <param name="Value">Its value.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RuleProblem(string Field, string Value, string Message);

/// <summary>
/// When and how patients are reminded. Every number is a default that an office manager may change (domain.md §2, [K]);
/// the law's limits are not settings.
/// </summary>
public sealed record ReminderRules
{
    /// <summary>The earliest time of day that the law allows, on the recipient's clock.</summary>
    public static readonly LocalTime LegalStart = new(8, 0);

    /// <summary>The time of day from which the law allows nothing more, on the recipient's clock.</summary>
    public static readonly LocalTime LegalEnd = new(21, 0);

    /// <summary>The rules that ship.</summary>
    public static ReminderRules Default { get; } = new();

    /// <summary>The steps. Shipped: booking notice, 7-day e-mail, 3-day and 1-day text, 2-hour text (off), call at high risk.</summary>
    public IReadOnlyList<ReminderStep> Steps { get; init; } =
    [
        new("booked", Channel.Sms, "booked", AtBooking: true),
        new("7-day", Channel.Email, "reminder-7-day", DaysBefore: 7, Scope: ReminderScope.NewPatientOrPreparation),
        new("3-day", Channel.Sms, "reminder-3-day", DaysBefore: 3),
        new("1-day", Channel.Sms, "reminder-1-day", DaysBefore: 1),
        new("2-hour", Channel.Sms, "reminder-2-hour", HoursBefore: 2, IsEnabled: false),
        new("high-risk-call", Channel.Voice, "call-high-risk", DaysBefore: 2, Scope: ReminderScope.HighRisk),
    ];

    /// <summary>Messages leave from this time on the recipient's clock.</summary>
    public LocalTime SendFrom { get; init; } = new(9, 0);

    /// <summary>Messages leave before this time on the recipient's clock.</summary>
    public LocalTime SendUntil { get; init; } = new(19, 0);

    /// <summary>A message that moves to the evening before leaves this long before <see cref="SendUntil"/>.</summary>
    public Duration EveningMargin { get; init; } = Duration.FromMinutes(15);

    /// <summary>
    /// A booking notice waits this long: visits booked one after the other for a family share one message, and a slip that
    /// is corrected at once is not announced.
    /// </summary>
    public Duration NoticeDelay { get; init; } = Duration.FromMinutes(10);

    /// <summary>A reminder closer to the visit than this is of no use.</summary>
    public Duration LeastNotice { get; init; } = Duration.FromMinutes(60);

    /// <summary>A recipient gets at most so many messages on one day of their calendar.</summary>
    public int CapPerDay { get; init; } = 1;

    /// <summary>A recipient gets at most so many messages in seven days.</summary>
    public int CapPerWeek { get; init; } = 3;

    /// <summary>Visits of one phone that start within this time of each other share one message.</summary>
    public Duration CombineWithin { get; init; } = Duration.FromHours(24);

    /// <summary>Texts need a recorded consent of the person who gets them.</summary>
    public bool TextsNeedConsent { get; init; } = true;

    /// <summary>E-mails need a recorded consent; without, only a revocation stops them.</summary>
    public bool EmailsNeedConsent { get; init; }

    /// <summary>A patient whose risk of missing the visit is at least this gets a call. Between 0 and 1.</summary>
    public double HighRiskFrom { get; init; } = 0.5;

    /// <summary>The sending hours in force: those chosen, within the law's.</summary>
    public QuietHours QuietHours => new(LocalTime.Max(SendFrom, LegalStart), LocalTime.Min(SendUntil, LegalEnd));

    /// <summary>Everything wrong with the rules; none when they may be put in force.</summary>
    public IReadOnlyList<RuleProblem> Validate()
    {
        List<RuleProblem> problems = [];
        void Refuse(bool wrong, string field, object value, string message)
        {
            if (wrong)
                problems.Add(new RuleProblem(field, FormattableString.Invariant($"{value}"), $"{field}: {message}"));
        }

        Refuse(SendFrom < LegalStart || SendFrom >= LegalEnd, nameof(SendFrom), SendFrom, "choose a time between 8:00 and 21:00, as the law asks.");
        Refuse(SendUntil > LegalEnd || SendUntil <= LegalStart, nameof(SendUntil), SendUntil, "choose a time between 8:00 and 21:00, as the law asks.");
        Refuse(SendUntil.Minus(Period.FromHours(1)) < SendFrom || SendUntil <= SendFrom, nameof(SendUntil), SendUntil, "leave at least an hour after SendFrom.");
        Refuse(EveningMargin < Duration.FromMinutes(1) || EveningMargin > Duration.FromHours(1), nameof(EveningMargin), EveningMargin, "choose between a minute and an hour.");
        Refuse(LeastNotice < Duration.Zero || LeastNotice > Duration.FromDays(1), nameof(LeastNotice), LeastNotice, "choose between zero and a day.");
        Refuse(NoticeDelay < Duration.Zero || NoticeDelay > Duration.FromDays(1), nameof(NoticeDelay), NoticeDelay, "choose between zero and a day.");
        Refuse(CapPerDay < 1, nameof(CapPerDay), CapPerDay, "choose at least 1.");
        Refuse(CapPerWeek < CapPerDay, nameof(CapPerWeek), CapPerWeek, "choose at least CapPerDay.");
        Refuse(HighRiskFrom is not (>= 0 and <= 1), nameof(HighRiskFrom), HighRiskFrom, "choose between 0 and 1.");
        foreach (var step in Steps)
        {
            Refuse(string.IsNullOrWhiteSpace(step.Rule) || step.Rule.Contains('+', StringComparison.Ordinal), "Steps.Rule", step.Rule, "give a name without +.");
            Refuse(step.DaysBefore is < 0 or > 60, "Steps.DaysBefore", step.DaysBefore, "choose 0 to 60 days.");
            Refuse(step.HoursBefore is < 0 or > 72, "Steps.HoursBefore", step.HoursBefore, "choose 0 to 72 hours.");
            Refuse(step is { AtBooking: false, DaysBefore: 0, HoursBefore: 0 }, "Steps", step.Rule, "give days or hours before the visit.");
        }

        Refuse(Steps.Select(step => step.Rule).Distinct().Count() != Steps.Count, "Steps.Rule", Steps.Count, "give each step a name of its own.");
        return problems;
    }
}

using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Tasks;

/// <summary>What the order of tasks depends on.</summary>
/// <param name="Safety">What harm a delay can do: 0 none, 1 care is delayed, 2 harm within a day, 3 harm within the hour.</param>
/// <param name="PatientPresent">The patient is here or on the phone.</param>
/// <param name="Base">What the process says: 100 is urgent, 500 is normal.</param>
/// <param name="CreatedAt">Since when it waits.</param>
/// <param name="DueAt">When it is due; null when it has no time.</param>
/// <param name="ParkedUntil">Until when somebody put it aside; null when nobody did.</param>
public sealed record TaskFacts(int Safety, bool PatientPresent, int Base, Instant CreatedAt, Instant? DueAt = null, Instant? ParkedUntil = null);

/// <summary>
/// Where a task stands in the list, and why (domain.md §5): safety before a patient who is present, before how much of its
/// time is used, before age. A task that has been overdue for days comes before everything but safety, so that none starves.
/// </summary>
/// <param name="Score">Higher comes first.</param>
/// <param name="Reasons">Why, in words for the person who works the list; the weightiest first.</param>
public sealed record TaskPriority(double Score, IReadOnlyList<string> Reasons)
{
    /// <summary>A task that is overdue for so long comes before everything but safety [K].</summary>
    public static readonly Duration Starving = Duration.FromDays(5);

    // Each step is wider than everything below it together.
    private const double SafetyStep = 1_000_000;
    private const double StarvingStep = 300_000;
    private const double PresentStep = 200_000;
    private const double MostOverdue = 100_000;
    private const double MostBurn = 50_000;
    private const double MostBase = 20_000;
    private const double MostAge = 10_000;
    private const double Parked = -1;

    /// <summary>The place of a task at a moment.</summary>
    public static TaskPriority Of(TaskFacts facts, Instant now)
    {
        if (facts.ParkedUntil is { } until && until > now)
            return new TaskPriority(Parked, ["Put aside"]);

        List<string> reasons = [];
        var overdue = facts.DueAt is { } due && due <= now ? now - due : Duration.Zero;
        var isStarving = overdue >= Starving;
        var score = Math.Clamp(facts.Safety, 0, 3) * SafetyStep;
        if (facts.Safety > 0)
            reasons.Add(facts.Safety switch { >= 3 => "Harm within the hour", 2 => "Harm within a day", _ => "Care is delayed" });

        if (isStarving)
            score += StarvingStep;

        if (facts.PatientPresent)
        {
            score += PresentStep;
            reasons.Add("The patient is here");
        }

        score += Burn(facts, now, overdue, reasons);
        score += Math.Clamp((500 - facts.Base) / 400.0, 0, 1) * MostBase;
        if (facts.Base <= 100)
            reasons.Add("Urgent");

        var age = now > facts.CreatedAt ? now - facts.CreatedAt : Duration.Zero;
        score += Math.Min(age.TotalDays / 30, 1) * MostAge;
        if (age >= Duration.FromDays(1))
            reasons.Add($"Waits for {Say(age)}");

        return new TaskPriority(score, reasons);
    }

    private static double Burn(TaskFacts facts, Instant now, Duration overdue, List<string> reasons)
    {
        if (facts.DueAt is not { } due)
            return 0;

        if (due <= now)
        {
            reasons.Add($"Overdue by {Say(overdue)}");
            return MostBurn + (Math.Min(overdue.TotalDays / Starving.TotalDays, 1) * MostOverdue);
        }

        var whole = due - facts.CreatedAt;
        var used = whole > Duration.Zero && now > facts.CreatedAt ? (now - facts.CreatedAt) / whole : 0;
        if (used >= 0.5)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{(int)(used * 100)} % of its time is used"));

        return used * MostBurn;
    }

    private static string Say(Duration span) => span switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
        { TotalDays: >= 1 } => "a day",
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} hours"),
        { TotalHours: >= 1 } => "an hour",
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} minutes"),
        _ => "a minute",
    };
}

using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>What to do with a reminder whose moment has come.</summary>
public abstract record SendDecision
{
    private SendDecision()
    {
    }

    /// <summary>Send it.</summary>
    /// <param name="Recipient">Who gets it.</param>
    /// <param name="Channel">By which channel.</param>
    /// <param name="Address">The number or address.</param>
    /// <param name="TemplateKey">The words.</param>
    /// <param name="Language">The language.</param>
    /// <param name="SenderName">The practice's name, or the neutral one.</param>
    public sealed record Send(Recipient Recipient, Channel Channel, string Address, string TemplateKey, LanguageTag Language, string SenderName) : SendDecision;

    /// <summary>Do not send it.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Suppress(SuppressionReason Reason) : SendDecision;

    /// <summary>Look again later.</summary>
    /// <param name="Until">When.</param>
    public sealed record Defer(Instant Until) : SendDecision;

    /// <summary>Try another channel now.</summary>
    /// <param name="Channel">Which.</param>
    public sealed record Fallback(Channel Channel) : SendDecision;
}

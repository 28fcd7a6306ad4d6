using Frontdesk.Domain.Messaging;

namespace Frontdesk.Domain.Referrals;

/// <summary>What patients are told about referrals: that there is something to arrange, never with whom or why.</summary>
internal static class ReferralTemplates
{
    /// <summary>The words that ship.</summary>
    public static IReadOnlyList<TemplateWords> Words { get; } =
    [
        new(
            "referral-outreach",
            "An appointment to arrange",
            "{{practice}}: we would like to arrange an appointment for you with another office. Please call us at {{call_back}}. Reply STOP to opt out.",
            "Una cita por programar",
            "{{practice}}: queremos programarle una cita en otra oficina. Por favor llame al {{call_back}}. STOP para no recibir mensajes."),
    ];
}

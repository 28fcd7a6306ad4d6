using Frontdesk.Domain.Messaging;

namespace Frontdesk.Domain.Referrals;

/// <summary>What patients are told about referrals: that there is something to arrange or that an answer is here, never with whom or why.</summary>
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
        new(
            "referral-answered",
            "Your care team has news for you",
            "{{practice}}: the other office has written to us and your care team has read it. Please call us at {{call_back}}. Reply STOP to opt out.",
            "Su equipo médico tiene noticias para usted",
            "{{practice}}: ya tenemos la respuesta de la otra oficina y su equipo médico la ha visto. Por favor llame al {{call_back}}. STOP para no recibir mensajes."),
    ];
}

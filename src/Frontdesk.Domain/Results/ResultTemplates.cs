using Frontdesk.Domain.Messaging;

namespace Frontdesk.Domain.Results;

/// <summary>What patients are told about results outside of the secure page: that a message waits, and nothing of what it says (domain.md §3).</summary>
internal static class ResultTemplates
{
    /// <summary>The words that ship.</summary>
    public static IReadOnlyList<TemplateWords> Words { get; } =
    [
        new(
            "result-message-waits",
            "A message from your care team",
            "{{practice}}: a message from your care team waits for you at {{link}} You will be asked for your date of birth. Questions? Call {{call_back}}. Reply STOP to opt out.",
            "Un mensaje de su equipo médico",
            "{{practice}}: tiene un mensaje de su equipo médico en {{link}} Se le va a pedir su fecha de nacimiento. Si tiene preguntas llame al {{call_back}}. STOP para no recibir mensajes."),
    ];
}

namespace Frontdesk.Domain.Results;

/// <summary>The standard words that a provider approves and that patients read on the secure page, in English and Spanish. They name no value.</summary>
public static class ResultWording
{
    /// <summary>The words for a direction.</summary>
    /// <param name="outcome">What the provider directs.</param>
    /// <param name="severity">How much the result asks for.</param>
    /// <param name="language">The language of whoever reads.</param>
    public static string Of(DecisionOutcome outcome, ResultSeverity severity, LanguageTag language)
    {
        var spanish = language.Primary == LanguageTag.Spanish.Primary;
        return (outcome, severity) switch
        {
            (DecisionOutcome.Repeat, _) => spanish
                ? "Su médico revisó su resultado y quiere repetir la prueba. Llámenos para acordar cuándo."
                : "Your provider has reviewed your result and would like to repeat the test. Please call us to arrange it.",
            (DecisionOutcome.Visit, _) => spanish
                ? "Su médico revisó su resultado y quiere hablarlo con usted en una cita. Llámenos para acordarla."
                : "Your provider has reviewed your result and would like to talk about it at a visit. Please call us to arrange it.",
            (_, ResultSeverity.Normal) => spanish
                ? "Su médico revisó su resultado. Está dentro de lo esperado y no hace falta hacer nada."
                : "Your provider has reviewed your result. It is as expected and nothing needs to be done.",
            _ => spanish
                ? "Su médico revisó su resultado. No es exactamente lo esperado, pero no es urgente. Si tiene preguntas, llámenos."
                : "Your provider has reviewed your result. It is not exactly as expected, but it is not urgent. Please call us with any questions.",
        };
    }
}

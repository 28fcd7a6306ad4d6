using System.Net;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Results;

namespace Frontdesk.Domain.Messaging;

/// <summary>
/// The words that ship, in English and Spanish, for every rule and reply. They say practice, time and call-back only, and
/// never ask for a word that carriers take as an opt-out. Spanish texts keep to letters that GSM-7 has.
/// </summary>
public static class DefaultTemplates
{
    private static readonly TemplateWords[] Visits =
    [
        new(
            "booked",
            "Your visit on {{date}}",
            "{{practice}}: your visit is booked for {{date}} at {{time}}, {{location}}. To change it call {{call_back}}. Reply HELP for help, STOP to opt out.",
            "Su cita del {{date}}",
            "{{practice}}: su cita es el {{date}}, {{time}}, {{location}}. Para cambiarla llame al {{call_back}}. AYUDA para ayuda, STOP para no recibir mensajes."),
        new(
            "reminder-7-day",
            "Getting ready for your visit on {{date}}",
            "{{practice}}: your visit is on {{date}} at {{time}}, {{location}}. Some visits need forms or preparation ahead of time. Please call {{call_back}} with any question.",
            "Prepárese para su cita del {{date}}",
            "{{practice}}: su cita es el {{date}}, {{time}}, {{location}}. Algunas citas requieren formularios o prepararse antes. Si tiene preguntas llame al {{call_back}}."),
        new(
            "reminder-3-day",
            "Your visit on {{date}}",
            "{{practice}}: visit on {{date}} at {{time}}, {{location}}. Reply {{confirm}} to confirm. To change it call {{call_back}}. Reply HELP for help, STOP to opt out.",
            "Su cita del {{date}}",
            "{{practice}}: cita el {{date}}, {{time}}, {{location}}. Responda {{confirm}} para confirmar. Para cambiarla llame al {{call_back}}. STOP para no recibir mensajes."),
        new(
            "reminder-1-day",
            "Your visit on {{date}}",
            "{{practice}}: reminder of your visit on {{date}} at {{time}}, {{location}}. Reply {{confirm}} to confirm or call {{call_back}}.",
            "Su cita del {{date}}",
            "{{practice}}: le recordamos su cita el {{date}}, {{time}}, {{location}}. Responda {{confirm}} para confirmar o llame al {{call_back}}."),
        // Names the day, because quiet hours may move it to the evening before.
        new(
            "reminder-2-hour",
            "Your visit on {{date}} at {{time}}",
            "{{practice}}: see you on {{date}} at {{time}}, {{location}}. Running late? Call {{call_back}}.",
            "Su cita del {{date}}, {{time}}",
            "{{practice}}: le esperamos el {{date}}, {{time}}, {{location}}. Si va a llegar tarde llame al {{call_back}}."),
        new(
            "call-high-risk",
            "Is your visit on {{date}} still good for you?",
            "{{practice}}: is your visit on {{date}} at {{time}}, {{location}}, still good for you? Reply {{confirm}} to confirm or call {{call_back}}.",
            "¿Puede venir a su cita del {{date}}?",
            "{{practice}}: su cita es el {{date}}, {{time}}, {{location}}. Responda {{confirm}} para confirmar o llame al {{call_back}}."),
        new(
            "reminder-combined",
            "Your family's visits",
            "{{practice}}: visits for your family: {{visits}}, {{location}}. Reply {{confirm}} to confirm all. To change one call {{call_back}}.",
            "Las citas de su familia",
            "{{practice}}: citas de su familia: {{visits}}, {{location}}. Responda {{confirm}} para confirmar todas. Para cambiar una llame al {{call_back}}."),
        new(
            "opt-out-acknowledged",
            "You will get no more messages",
            "{{practice}}: you will get no more texts from us. Text START to get them again. Your visits stay booked; for any change call {{call_back}}.",
            "No va a recibir más mensajes",
            "{{practice}}: no va a recibir mensajes nuestros. Escriba START para recibirlos otra vez. Sus citas siguen en pie; para cambios llame al {{call_back}}."),
        new(
            "resubscribed",
            "You will get messages again",
            "{{practice}}: you will get texts about your visits again. Reply HELP for help, STOP to opt out.",
            "Va a recibir mensajes otra vez",
            "{{practice}}: va a recibir mensajes sobre sus citas otra vez. AYUDA para ayuda, STOP para no recibir mensajes."),
        new(
            "help",
            "How to reach us",
            "{{practice}}: we text about visits only. To talk to us call {{call_back}}. Reply STOP to opt out. Message and data rates may apply.",
            "Cómo comunicarse con nosotros",
            "{{practice}}: solo enviamos mensajes sobre citas. Para hablar con nosotros llame al {{call_back}}. STOP para no recibir mensajes."),
        new(
            "unrecognised",
            "We could not read your reply",
            "{{practice}}: sorry, we could not read your reply. Someone from our office will look at it. To reach us now call {{call_back}}.",
            "No entendimos su respuesta",
            "{{practice}}: disculpe, no entendimos su respuesta. Alguien de la oficina la va a leer. Si es urgente llame al {{call_back}}."),
        new(
            "confirmed",
            "Your visit is confirmed",
            "{{practice}}: thank you, your visit on {{date}} at {{time}} is confirmed.",
            "Su cita queda confirmada",
            "{{practice}}: gracias, su cita del {{date}}, {{time}}, queda confirmada."),
        new(
            "rescheduled",
            "Your visit has moved to {{date}}",
            "{{practice}}: your visit is now on {{date}} at {{time}}, {{location}}. Reply {{confirm}} to confirm. To change it call {{call_back}}.",
            "Su nueva cita es el {{date}}",
            "{{practice}}: su nueva cita es el {{date}}, {{time}}, {{location}}. Responda {{confirm}} para confirmar. Para cambiarla llame al {{call_back}}."),
        new(
            "cancelled",
            "Your visit on {{date}} is off",
            "{{practice}}: your visit on {{date}} at {{time}} will not take place. To book another time call {{call_back}}.",
            "Su cita del {{date}} no se va a realizar",
            "{{practice}}: su cita del {{date}}, {{time}}, no se va a realizar. Para pedir otra llame al {{call_back}}."),
        new(
            "provider-out",
            "We need to move your visit on {{date}}",
            "{{practice}}: we are sorry, we have to move your visit on {{date}} at {{time}}. Our office will call you with new times, or call {{call_back}}.",
            "Tenemos que cambiar su cita del {{date}}",
            "{{practice}}: disculpe, tenemos que cambiar su cita del {{date}}, {{time}}. Le vamos a llamar con otras opciones, o llame al {{call_back}}."),
    ];

    private static readonly TemplateWords[] Shipped = [.. Visits, .. ReferralTemplates.Words, .. ResultTemplates.Words];

    /// <summary>What the person who calls a patient at high risk of missing a visit says.</summary>
    private static readonly TemplateWords CallScript = new(
        "call-high-risk",
        string.Empty,
        "Hello, this is {{practice}}. I am calling about a visit on {{date}} at {{time}}. Can you make it, or may I find another time? Our number is {{call_back}}.",
        string.Empty,
        "Buenos días, le llamo de {{practice}} por una cita el {{date}}, {{time}}. ¿Puede venir, o le busco otra hora? Nuestro número es {{call_back}}.");

    /// <summary>What the shipped templates are for, in their order.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Shipped.Select(words => words.Key), CallScript.Key];

    /// <summary>Fresh templates for a practice: text and e-mail of each, and a script for calls.</summary>
    public static IReadOnlyList<MessageTemplate> For(PracticeId practice) =>
    [
        .. Shipped.SelectMany(words => Both(practice, words)),
        .. Visits.Where(words => words.Key.StartsWith("reminder-", StringComparison.Ordinal)).Append(CallScript).SelectMany(words => Calls(practice, words)),
    ];

    /// <summary>
    /// The shipped template for a channel in a language: the tag's primary language, else English. Null for an unknown
    /// key; every call has the one script.
    /// </summary>
    public static MessageTemplate? Find(PracticeId practice, string key, Channel channel, LanguageTag language)
    {
        var words = channel switch
        {
            Channel.Voice => CallScript with { Key = key },
            Channel.Sms or Channel.Email => Array.Find(Shipped, words => words.Key == key),
            _ => null,
        };
        return words is null ? null : For(practice, words, channel, LanguageTag.Spanish.Primary == language.Primary ? LanguageTag.Spanish : LanguageTag.English);
    }

    private static IEnumerable<MessageTemplate> Both(PracticeId practice, TemplateWords words) =>
        words.Languages.SelectMany(language => new[] { For(practice, words, Channel.Sms, language), For(practice, words, Channel.Email, language) });

    // A call has one script: what changes from rule to rule is only who calls and when.
    private static IEnumerable<MessageTemplate> Calls(PracticeId practice, TemplateWords words) =>
        words.Languages.Select(language => For(practice, CallScript with { Key = words.Key }, Channel.Voice, language));

    private static MessageTemplate For(PracticeId practice, TemplateWords words, Channel channel, LanguageTag language)
    {
        var (subject, text) = words.In(language);
        if (channel != Channel.Email)
            return new MessageTemplate(practice, words.Key, channel, language, text);

        var mail = ForMail(text);
        return new MessageTemplate(practice, words.Key, channel, language, mail, subject, Html(mail));
    }

    // An e-mail cannot be answered with a keyword: it asks for a call.
    private static string ForMail(string text)
    {
        ReadOnlySpan<string> keywords =
        [
            " Reply HELP for help, STOP to opt out.", " AYUDA para ayuda, STOP para no recibir mensajes.", " STOP para no recibir mensajes.",
            " Reply STOP to opt out. Message and data rates may apply.", " Reply STOP to opt out.", " Reply {{confirm}} to confirm all.", " Responda {{confirm}} para confirmar todas.",
            " Reply {{confirm}} to confirm.", " Responda {{confirm}} para confirmar.",
        ];
        foreach (var keyword in keywords)
            text = text.Replace(keyword, string.Empty, StringComparison.Ordinal);

        return text
            .Replace("Reply {{confirm}} to confirm or call", "To confirm or change it call", StringComparison.Ordinal)
            .Replace("Responda {{confirm}} para confirmar o llame", "Para confirmar o cambiar llame", StringComparison.Ordinal);
    }

    private static string Html(string text) => $"<p>{WebUtility.HtmlEncode(text)}</p>";
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Frontdesk.Domain.Messaging;

/// <summary>What a reply means.</summary>
public enum ReplyMeaning
{
    /// <summary>None of the words below: a person reads it.</summary>
    Unrecognised = 0,

    /// <summary>Yes to the visit.</summary>
    Confirm = 1,

    /// <summary>No more texts to this number.</summary>
    OptOut = 2,

    /// <summary>Texts again.</summary>
    Resubscribe = 3,

    /// <summary>Who is this, and how do I reach you.</summary>
    Help = 4,

    /// <summary>Another time, please.</summary>
    Reschedule = 5,

    /// <summary>Someone else has this number.</summary>
    WrongNumber = 6,

    /// <summary>A clear wish to call the visit off, in words that carriers do not take.</summary>
    CancelVisit = 7,
}

/// <summary>A reply as it was understood.</summary>
/// <param name="Meaning">What it means.</param>
/// <param name="MayMeanTheVisit">CANCEL is an opt-out to the carrier, but the patient may have meant the visit: a person asks.</param>
/// <param name="Word">The normal form of the word that decided; empty when none did. Safe to log: it is one of ours.</param>
public sealed record InterpretedReply(ReplyMeaning Meaning, bool MayMeanTheVisit = false, string Word = "");

/// <summary>
/// Reads the words of a reply (domain.md §2 "Keyword traps"). Total: every text has a meaning, and none throws. Case,
/// accents, punctuation, spacing and emoji do not matter.
/// </summary>
public static class KeywordInterpreter
{
    private const int LongestRead = 1600;

    // Only as the whole reply do carriers take these as an opt-out, and so do we.
    private static readonly FrozenSet<string> OptOuts = Words(
        "STOP", "STOPALL", "STOP ALL", "QUIT", "END", "REVOKE", "OPTOUT", "OPT OUT", "CANCEL", "UNSUBSCRIBE", "ALTO", "PARAR", "PARE", "BAJA");

    // A wish in plain words counts as well: revocation by any reasonable means is honoured at once.
    private static readonly string[] OptOutPhrases =
    [
        "STOP TEXTING", "STOP MESSAGING", "STOP SENDING", "STOP THESE", "PLEASE STOP", "STOP PLEASE", "DO NOT TEXT", "DONT TEXT", "NO MORE TEXTS",
        "NO MORE MESSAGES", "UNSUBSCRIBE ME", "OPT ME OUT", "REMOVE ME", "TAKE ME OFF", "NO ME ENVIE", "NO ENVIE", "NO ME MANDE", "NO MAS MENSAJES",
    ];

    private static readonly FrozenSet<string> Resubscribes = Words("START", "UNSTOP", "RESUME", "SUBSCRIBE", "OPTIN", "OPT IN", "INICIAR");

    private static readonly FrozenSet<string> Helps = Words("HELP", "INFO", "AYUDA", "INFORMACION");

    private static readonly FrozenSet<string> Confirms = Words(
        "YES", "Y", "C", "CONFIRM", "CONFIRMED", "SI", "1", "YES PLEASE", "YEP", "YEAH", "YUP", "OK", "OKAY", "CONFIRMO", "CONFIRMAR", "CONFIRMADO",
        "SI CONFIRMO", "YES CONFIRM", "I CONFIRM", "YES I CONFIRM", "I WILL BE THERE", "ILL BE THERE", "YES I WILL BE THERE", "YES ILL BE THERE",
        "YES THANK YOU", "YES THANKS", "SI GRACIAS", "AHI ESTARE", "SI AHI ESTARE", "YES SEE YOU THEN", "SEE YOU THEN", "YES YES", "SI SI");

    private static readonly string[] WrongNumbers =
    [
        "WRONG NUMBER", "WRONG PERSON", "WHO IS THIS", "WHOS THIS", "WHO ARE YOU", "NOT MY NUMBER", "YOU HAVE THE WRONG", "NUMERO EQUIVOCADO",
        "PERSONA EQUIVOCADA", "QUIEN ES", "QUIEN HABLA", "NO SOY YO", "NUMERO INCORRECTO", "THIS IS NOT HER", "THIS IS NOT HIM", "I AM NOT HER", "I AM NOT HIM",
    ];

    private static readonly FrozenSet<string> WrongNumberWords = Words("WRONG", "WRONG #", "EQUIVOCADO");

    private static readonly string[] Reschedules =
    [
        "RESCHEDULE", "RESCHED", "RE SCHEDULE", "CHANGE MY APPOINTMENT", "CHANGE THE APPOINTMENT", "CHANGE APPOINTMENT", "CHANGE THE TIME", "CHANGE MY TIME",
        "CHANGE TIME", "CHANGE THE DATE", "ANOTHER TIME", "ANOTHER DAY", "DIFFERENT TIME", "DIFFERENT DAY", "OTHER TIME", "MOVE MY APPOINTMENT", "MOVE IT",
        "POSTPONE", "REPROGRAMAR", "REPROGRAME", "REAGENDAR", "CAMBIAR LA CITA", "CAMBIAR MI CITA", "CAMBIAR CITA", "CAMBIAR LA HORA", "OTRO DIA", "OTRA HORA",
    ];

    private static readonly FrozenSet<string> RescheduleWords = Words("R", "2", "CHANGE", "MOVE", "LATER", "CAMBIAR");

    private static readonly string[] Cancellations =
    [
        "CANCEL MY APPOINTMENT", "CANCEL THE APPOINTMENT", "CANCEL APPOINTMENT", "CANCEL APPT", "CANCEL MY APPT", "CANCEL MY VISIT", "CANCEL THE VISIT",
        "CANCEL VISIT", "CANCEL IT", "NEED TO CANCEL", "HAVE TO CANCEL", "WANT TO CANCEL", "CANT MAKE IT", "CANNOT MAKE IT", "CAN NOT MAKE IT", "WONT MAKE IT",
        "NOT COMING", "CANT COME", "CANNOT COME", "CANCELAR LA CITA", "CANCELAR MI CITA", "CANCELAR CITA", "NO PUEDO IR", "NO PUEDO ASISTIR", "NO VOY A IR",
    ];

    private static readonly FrozenSet<string> CancellationWords = Words("CANCELAR", "CANCELO", "CANCELLED", "CANCELED", "NO", "N");

    /// <summary>Reads a reply that a carrier may have acted on already.</summary>
    /// <param name="text">What came, as it came.</param>
    /// <param name="isOptedOut">The number has opted out.</param>
    /// <param name="carrier">What the carrier did. A stop always counts: nothing gets through any more.</param>
    public static InterpretedReply Interpret(string? text, bool isOptedOut, CarrierWord carrier)
    {
        var reply = Interpret(text, isOptedOut);
        var isOpen = reply.Meaning == ReplyMeaning.Unrecognised;
        return carrier switch
        {
            CarrierWord.Stop when reply.Meaning != ReplyMeaning.OptOut =>
                new InterpretedReply(ReplyMeaning.OptOut, reply.MayMeanTheVisit || reply.Meaning == ReplyMeaning.Reschedule, reply.Word),

            // Carriers take YES as their START also from numbers that get texts: there it is the answer to a reminder.
            CarrierWord.Start when reply.Meaning != ReplyMeaning.OptOut && (isOptedOut || isOpen) => new InterpretedReply(ReplyMeaning.Resubscribe),
            CarrierWord.Help when isOpen => new InterpretedReply(ReplyMeaning.Help),
            _ => reply,
        };
    }

    /// <summary>Reads a reply by its words alone.</summary>
    /// <param name="text">What came, as it came.</param>
    /// <param name="isOptedOut">The number has opted out: then a plain yes re-subscribes, as it does at some carriers.</param>
    public static InterpretedReply Interpret(string? text, bool isOptedOut = false)
    {
        var words = Normalize(text);
        if (words.Length == 0)
            return new InterpretedReply(ReplyMeaning.Unrecognised);

        if (OptOuts.Contains(words))
            return new InterpretedReply(ReplyMeaning.OptOut, MayMeanTheVisit: words == "CANCEL", words);

        if (Phrase(words, OptOutPhrases) is { } optOut)
            return new InterpretedReply(ReplyMeaning.OptOut, MayMeanTheVisit: false, optOut);

        if (Resubscribes.Contains(words) || (isOptedOut && words == "YES"))
            return new InterpretedReply(ReplyMeaning.Resubscribe, MayMeanTheVisit: false, words);

        if (Helps.Contains(words))
            return new InterpretedReply(ReplyMeaning.Help, MayMeanTheVisit: false, words);

        if (WrongNumberWords.Contains(words) || Phrase(words, WrongNumbers) is not null)
            return new InterpretedReply(ReplyMeaning.WrongNumber, MayMeanTheVisit: false, Phrase(words, WrongNumbers) ?? words);

        // Whoever names both a cancellation and another time wants another time.
        if (RescheduleWords.Contains(words) || Phrase(words, Reschedules) is not null)
            return new InterpretedReply(ReplyMeaning.Reschedule, MayMeanTheVisit: false, Phrase(words, Reschedules) ?? words);

        if (CancellationWords.Contains(words) || Phrase(words, Cancellations) is not null)
            return new InterpretedReply(ReplyMeaning.CancelVisit, MayMeanTheVisit: true, Phrase(words, Cancellations) ?? words);

        return Confirms.Contains(words)
            ? new InterpretedReply(ReplyMeaning.Confirm, MayMeanTheVisit: false, words)
            : new InterpretedReply(ReplyMeaning.Unrecognised);
    }

    // Capital letters and digits, single spaces between words, apostrophes closed up ("I'll" becomes ILL).
    private static string Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;

        var words = new StringBuilder(Math.Min(text.Length, LongestRead));
        var gap = false;
        foreach (var rune in text.Length > LongestRead ? text[..LongestRead].EnumerateRunes() : text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                if (gap && words.Length > 0)
                    words.Append(' ');

                gap = false;
                AppendBase(words, rune);
            }
            else if (rune.Value is not ('\'' or 0x2019) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                gap = true;
            }
        }

        return words.ToString();
    }

    private static void AppendBase(StringBuilder words, Rune rune)
    {
        // Full-width letters and accents fold to the plain letter: Ｙ → Y, í → I.
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(part))
                words.Append(Rune.ToUpperInvariant(part));
        }
    }

    private static string? Phrase(string words, string[] phrases)
    {
        foreach (var phrase in phrases)
        {
            // A phrase that begins inside a longer word may still stand alone further on ("QUIEN ESTA AHI QUIEN ES").
            for (var at = words.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = words.IndexOf(phrase, at + 1, StringComparison.Ordinal))
            {
                if ((at == 0 || words[at - 1] == ' ') && (at + phrase.Length == words.Length || words[at + phrase.Length] == ' '))
                    return phrase;
            }
        }

        return null;
    }

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}

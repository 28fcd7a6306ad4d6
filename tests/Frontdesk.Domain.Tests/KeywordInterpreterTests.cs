using CsCheck;
using Frontdesk.Domain.Messaging;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class KeywordInterpreterTests
{
    private static readonly string[] Carrier = ["STOP", "STOPALL", "QUIT", "END", "REVOKE", "OPTOUT", "CANCEL", "UNSUBSCRIBE"];

    [Theory]
    [InlineData("STOP")]
    [InlineData("STOPALL")]
    [InlineData("QUIT")]
    [InlineData("END")]
    [InlineData("REVOKE")]
    [InlineData("OPTOUT")]
    [InlineData("UNSUBSCRIBE")]
    [InlineData("Stop all")]
    [InlineData("opt-out")]
    [InlineData("Alto")]
    [InlineData("BAJA")]
    public void A_word_that_carriers_take_as_an_opt_out_is_one_and_says_nothing_about_the_visit(string text) =>
        Assert.Equal((ReplyMeaning.OptOut, false), Read(text));

    [Theory, InlineData("CANCEL"), InlineData(" cancel. "), InlineData("Ｃａｎｃｅｌ"), InlineData("CANCEL 🙏")]
    public void CANCEL_opts_out_and_may_mean_the_visit(string text) =>
        Assert.Equal((ReplyMeaning.OptOut, true), Read(text));

    [Theory]
    [InlineData("please stop")]
    [InlineData("Stop texting me!!")]
    [InlineData("I said: do not text this phone")]
    [InlineData("don't text me")]
    [InlineData("Don’t text me")]
    [InlineData("take me off your list")]
    [InlineData("no más mensajes")]
    [InlineData("Por favor no me envíe nada")]
    public void A_wish_in_plain_words_opts_out_as_well(string text) =>
        Assert.Equal(ReplyMeaning.OptOut, Read(text).Meaning);

    [Theory]
    [InlineData("I will stop by at the end of the day")]
    [InlineData("the bus stop is far")]
    [InlineData("weekend")]
    public void An_opt_out_word_inside_other_words_is_none(string text) =>
        Assert.Equal(ReplyMeaning.Unrecognised, Read(text).Meaning);

    [Theory, InlineData("START"), InlineData("unstop"), InlineData("opt in"), InlineData("Iniciar")]
    public void Some_words_ask_for_texts_again(string text) =>
        Assert.Equal(ReplyMeaning.Resubscribe, Read(text).Meaning);

    [Theory]
    [InlineData("please no more", false, "STOP", ReplyMeaning.OptOut, false)]
    [InlineData("yes", false, "STOP", ReplyMeaning.OptOut, false)]
    [InlineData("cancel", false, "STOP", ReplyMeaning.OptOut, true)]
    [InlineData("I can't make it", false, "stop", ReplyMeaning.OptOut, true)]
    [InlineData("another day please", false, "STOP", ReplyMeaning.OptOut, true)]
    [InlineData("jump back in", false, "START", ReplyMeaning.Resubscribe, false)]
    [InlineData("confirm", true, "START", ReplyMeaning.Resubscribe, false)]
    [InlineData("yes", false, "START", ReplyMeaning.Confirm, false)]
    [InlineData("stop", true, "START", ReplyMeaning.OptOut, false)]
    [InlineData("who do I talk to", false, "HELP", ReplyMeaning.Help, false)]
    [InlineData("wrong number", false, "HELP", ReplyMeaning.WrongNumber, false)]
    [InlineData("yes", false, "SOMETHING NEW", ReplyMeaning.Confirm, false)]
    [InlineData("yes", false, null, ReplyMeaning.Confirm, false)]
    public void What_the_carrier_did_counts_and_its_stop_whatever_the_words(string text, bool isOptedOut, string? carrier, ReplyMeaning meaning, bool mayMeanTheVisit)
    {
        var reply = KeywordInterpreter.Interpret(text, isOptedOut, CarrierWords.Read(carrier));
        Assert.Equal((meaning, mayMeanTheVisit), (reply.Meaning, reply.MayMeanTheVisit));
    }

    [Fact]
    public void A_yes_confirms_and_from_a_number_that_opted_out_it_resubscribes()
    {
        Assert.Equal(ReplyMeaning.Confirm, KeywordInterpreter.Interpret("Yes").Meaning);
        Assert.Equal(ReplyMeaning.Resubscribe, KeywordInterpreter.Interpret("Yes", isOptedOut: true).Meaning);
        Assert.Equal(ReplyMeaning.Confirm, KeywordInterpreter.Interpret("Y", isOptedOut: true).Meaning);
    }

    [Theory, InlineData("HELP"), InlineData("info"), InlineData("Ayuda"), InlineData("información")]
    public void Some_words_ask_for_help(string text) =>
        Assert.Equal(ReplyMeaning.Help, Read(text).Meaning);

    [Theory]
    [InlineData("YES")]
    [InlineData("y")]
    [InlineData("C")]
    [InlineData("1")]
    [InlineData("Sí")]
    [InlineData("S\u0069\u0301")]
    [InlineData("ＹＥＳ")]
    [InlineData("👍 yes 👍🏽")]
    [InlineData("“Yes”!!!")]
    [InlineData("I'll be there")]
    [InlineData("Sí, confirmo. ")]
    [InlineData("sí, gracias")]
    [InlineData("Yes,\nthank you")]
    [InlineData("y\u200Be\u200Ds")]
    public void Case_accents_width_punctuation_and_emoji_do_not_hide_a_yes(string text) =>
        Assert.Equal((ReplyMeaning.Confirm, false), Read(text));

    [Theory]
    [InlineData("yes but can we do another time")]
    [InlineData("R")]
    [InlineData("I need to cancel, can we reschedule?")]
    [InlineData("¿Puedo cambiar la cita?")]
    [InlineData("otro día por favor")]
    public void Whoever_names_another_time_wants_another_time(string text) =>
        Assert.Equal(ReplyMeaning.Reschedule, Read(text).Meaning);

    [Theory]
    [InlineData("Wrong number")]
    [InlineData("who is this?")]
    [InlineData("Número equivocado")]
    [InlineData("¿Quién es?")]
    [InlineData("Quien esta ahi? Quien es?")]
    [InlineData("wrong #")]
    public void Someone_else_answers(string text) =>
        Assert.Equal(ReplyMeaning.WrongNumber, Read(text).Meaning);

    [Theory]
    [InlineData("No")]
    [InlineData("cancel my appointment")]
    [InlineData("I can't make it")]
    [InlineData("cancelar")]
    [InlineData("no puedo ir")]
    public void A_wish_to_call_the_visit_off_is_no_opt_out(string text) =>
        Assert.Equal((ReplyMeaning.CancelVisit, true), Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("👍")]
    [InlineData("...")]
    [InlineData("yes my son has a fever, what should I do")]
    [InlineData("\uD83D")]
    public void What_is_not_understood_is_left_to_a_person(string? text) =>
        Assert.Equal(new InterpretedReply(ReplyMeaning.Unrecognised), KeywordInterpreter.Interpret(text));

    [Fact]
    public void Every_string_has_a_meaning_even_with_half_a_character_in_it()
    {
        var units = Gen.OneOf(Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.Char['A', 'Z'], Gen.Char['\uFF00', '\uFFEF'], Gen.OneOf('\0', ' ', '\u0301', '\u200B', '\uFFFE', '\uFFFF'));
        units.Array[0, 200].Sample(
            text =>
            {
                var reply = KeywordInterpreter.Interpret(new string(text));
                return Enum.IsDefined(reply.Meaning) && (reply.Meaning == ReplyMeaning.Unrecognised) == (reply.Word.Length == 0);
            },
            iter: 3000);
    }

    [Fact]
    public void A_text_cut_in_the_middle_of_a_character_is_still_read() =>
        Gen.Int[1500, 1700].Sample(length => KeywordInterpreter.Interpret(string.Concat(Enumerable.Repeat("😀", length / 2)) + "yes").Meaning is ReplyMeaning.Confirm or ReplyMeaning.Unrecognised);

    [Fact]
    public void Decoration_around_a_carrier_word_never_hides_the_opt_out() =>
        Gen.Select(Gen.OneOf(Carrier), Gen.OneOf(" ", "!", "\n", "😀", "“", "...", "\u00A0", "\u200B").Array[0, 4], Gen.OneOf(" ", ".", "?", "❤️", "\t").Array[0, 4], Gen.Int).Sample((word, before, after, seed) =>
        {
            var mixed = new string([.. word.Select((letter, i) => (seed >> i) % 2 == 0 ? letter : char.ToLowerInvariant(letter))]);
            var reply = KeywordInterpreter.Interpret(string.Concat(before) + mixed + string.Concat(after));
            return reply.Meaning == ReplyMeaning.OptOut && reply.MayMeanTheVisit == (word == "CANCEL") && reply.Word == word;
        });

    [Fact]
    public void The_word_that_decided_is_one_of_ours_and_never_the_patients() =>
        Gen.Select(Gen.OneOf("wrong number", "cancel my visit", "another time", "please stop"), Gen.String[Gen.Char['a', 'z'], 5, 12]).Sample((phrase, name) =>
            !KeywordInterpreter.Interpret($"{name} {phrase} {name}").Word.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static (ReplyMeaning Meaning, bool MayMeanTheVisit) Read(string text)
    {
        var reply = KeywordInterpreter.Interpret(text);
        return (reply.Meaning, reply.MayMeanTheVisit);
    }
}

using Frontdesk.Domain;
using Frontdesk.Web.LabResults;

namespace Frontdesk.Web.Tests;

/// <summary>What the secure page says, in the languages that it has.</summary>
public sealed class ResultMessageWordsTests
{
    [Theory]
    [InlineData("es-MX", "es-MX", "Leer el mensaje", "Quedan 4 intentos.")]
    [InlineData("es", "es", "Leer el mensaje", "Quedan 4 intentos.")]
    [InlineData("en-US", "en", "Read the message", "4 tries are left.")]
    [InlineData("vi", "en", "Read the message", "4 tries are left.")]
    public void A_patient_reads_their_language_and_english_where_there_is_none(string wanted, string spoken, string button, string tries)
    {
        var language = LanguageTag.Parse(wanted);
        var words = ResultMessageWords.In(language);
        Assert.Equal((spoken, button), (words.Language(language).Value, words.Read));
        Assert.EndsWith(tries, words.WrongDate(4), StringComparison.Ordinal);
        Assert.DoesNotContain("1", words.WrongDate(1), StringComparison.Ordinal);
    }
}

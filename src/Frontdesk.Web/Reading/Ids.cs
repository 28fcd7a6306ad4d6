using Frontdesk.Domain;

namespace Frontdesk.Web.Reading;

/// <summary>Ids that people and programs send: a text that cannot be an id names nothing.</summary>
internal static class Ids
{
    /// <summary>Reads an id; false when the text can be the id of nothing.</summary>
    public static bool TryRead<T>(string text, out T id)
        where T : struct, ITextValue<T>
    {
        try
        {
            id = T.Restore(text);
            return true;
        }
        catch (InvalidValueException)
        {
            id = default;
            return false;
        }
    }
}

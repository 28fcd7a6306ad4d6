using System.Globalization;
using Frontdesk.Domain;

namespace Frontdesk.Web.Commanding;

/// <summary>Reads the fields of a command, and refuses what cannot be used.</summary>
internal static class Fields
{
    /// <summary>A refusal that names one field.</summary>
    public static CommandRefusedException Invalid(string field, string? value, string message, string remedy) => new(Refusal.Invalid, new FieldProblem(field, value, message, remedy));

    /// <summary>Makes a value of what was sent.</summary>
    /// <exception cref="CommandRefusedException">It cannot be made of that.</exception>
    public static T Value<TFrom, T>(string field, TFrom sent, Func<TFrom, T> make)
    {
        try
        {
            return make(sent);
        }
        catch (InvalidValueException wrong)
        {
            throw Invalid(field, Convert.ToString(sent, CultureInfo.InvariantCulture), "This cannot be used.", wrong.Remedy);
        }
    }
}

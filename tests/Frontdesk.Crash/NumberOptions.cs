using System.Globalization;

namespace Frontdesk.Crash;

/// <summary>Reads a command line whose options are numbers, and the switch <c>--postgres</c>.</summary>
internal static class NumberOptions
{
    /// <summary>Puts each option of the command line into the options.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="standard">The options when none is given.</param>
    /// <param name="onPostgres">The options with the switch set.</param>
    /// <param name="with">The options with a named number set; null when there is none of that name.</param>
    /// <returns>Null when the command line cannot be read.</returns>
    public static T? Read<T>(string[] args, T standard, Func<T, T> onPostgres, Func<T, string, int, T?> with)
        where T : class
    {
        var options = standard;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--postgres")
            {
                options = onPostgres(options);
                continue;
            }

            if (i + 1 == args.Length || !int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) || number < 0 || with(options, args[i++], number) is not { } changed)
                return null;
            options = changed;
        }

        return options;
    }
}

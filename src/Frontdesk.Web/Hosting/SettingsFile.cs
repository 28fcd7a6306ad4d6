using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>The one configuration file and what overrides it.</summary>
internal static class SettingsFile
{
    /// <summary>Adds <c>appsettings.json</c> and then the environment.</summary>
    /// <exception cref="CommandFailure">The file is not valid JSON.</exception>
    public static void AddTo(IConfigurationManager configuration)
    {
        try
        {
            configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        }
        catch (InvalidDataException broken)
        {
            throw new CommandFailure($"appsettings.json cannot be read: {(broken.InnerException ?? broken).Message.ReplaceLineEndings(" ")}", broken);
        }

        configuration.AddEnvironmentVariables();
    }
}

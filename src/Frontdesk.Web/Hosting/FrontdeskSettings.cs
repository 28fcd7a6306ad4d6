using System.Net;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// What the host itself is told. Taken from <c>appsettings.json</c>, then the environment (<c>Frontdesk__DataDirectory</c>),
/// then the command line; checked at start-up, with the setting's name in the message when it is wrong.
/// </summary>
/// <param name="DataDirectory">The folder of the practice's data, as a full path.</param>
/// <param name="Urls">Where to listen; loopback only until there is sign-in.</param>
/// <param name="WebhookAddress">The public address that a tunnel or proxy gives the webhooks, if there is one.</param>
/// <param name="PublicUrl">The public address of the pages that links in messages lead to, if there is one.</param>
public sealed record FrontdeskSettings(string DataDirectory, string Urls, Uri? WebhookAddress = null, Uri? PublicUrl = null)
{
    /// <summary>Where Frontdesk listens when nothing else is said.</summary>
    public const string DefaultUrls = "http://localhost:5080";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static FrontdeskSettings Read(IConfiguration configuration, string? urlsOption)
    {
        var section = configuration.GetSection("Frontdesk");
        var urls = urlsOption ?? section["Urls"] ?? DefaultUrls;
        CheckLoopback(urlsOption is null ? "Frontdesk:Urls" : "--urls", urls);
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            throw new CommandFailure("Kestrel:Endpoints is set, but until there is sign-in Frontdesk chooses where it listens: remove it and set Frontdesk:Urls.");

        var directory = section["DataDirectory"] ?? "data";
        if (string.IsNullOrWhiteSpace(directory))
            throw new CommandFailure("Frontdesk:DataDirectory is empty: give the folder that holds the practice's data.");
        var webhooks = Uri.TryCreate(section["Channels:Twilio:PublicUrl"], UriKind.Absolute, out var address) ? address : null;
        return new FrontdeskSettings(Path.GetFullPath(directory), urls, webhooks, ReadPublicUrl(section["PublicUrl"]));
    }

    /// <summary>The address that links in messages begin with.</summary>
    public Uri LinkAddress => PublicUrl ?? new Uri(Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]);

    /// <summary>The hosts that requests may name, so that a web page elsewhere cannot reach the app by a name of its own.</summary>
    public IReadOnlyList<string> AllowedHosts =>
        ["localhost", "127.0.0.1", "[::1]", .. Urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => BindingAddress.Parse(url).Host)];

    /// <summary>The hosts under which webhooks and linked pages are reached from outside, and nothing else is.</summary>
    public IReadOnlyList<string> PublicHosts =>
        [.. new[] { WebhookAddress, PublicUrl }.OfType<Uri>().Select(address => address.Host).Distinct(StringComparer.OrdinalIgnoreCase).Where(host => !AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase))];

    private static Uri? ReadPublicUrl(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        // Links carry a key to what patients may read, so they are not sent over plain http, except to this very machine.
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && address.PathAndQuery == "/")
            return address;

        throw new CommandFailure($"Frontdesk:PublicUrl is '{text}', which is not an https address without a path: use one such as https://frontdesk.example.com.");
    }

    private static void CheckLoopback(string setting, string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
            throw new CommandFailure($"{setting} is empty: give an address such as {DefaultUrls}.");
        foreach (var url in addresses)
        {
            var host = HostOf(setting, url);
            var isLoopback = host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!isLoopback)
                throw new CommandFailure($"{setting} is '{url}', but until there is sign-in Frontdesk answers on this machine only: use an address such as {DefaultUrls}.");
        }
    }

    private static string HostOf(string setting, string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme == "http" && !address.IsUnixPipe && !address.IsNamedPipe && address.Port is >= 0 and <= IPEndPoint.MaxPort)
                return address.Host;
        }
        catch (FormatException)
        {
        }

        throw new CommandFailure($"{setting} is '{url}', which is not an address to listen at: use one such as {DefaultUrls}.");
    }
}

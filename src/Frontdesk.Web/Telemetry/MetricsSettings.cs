using System.Net;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Web.Telemetry;

/// <summary>Whether <c>/metrics</c> is there, and for whom.</summary>
/// <param name="IsOn">It is there.</param>
/// <param name="AllowedAddresses">Who may read it besides programs on this machine.</param>
public sealed record MetricsSettings(bool IsOn, IReadOnlyList<IPNetwork> AllowedAddresses)
{
    private const string Section = "Frontdesk:Metrics";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static MetricsSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!bool.TryParse(section["Enabled"] is { Length: > 0 } given ? given : bool.TrueString, out var isOn))
            throw new CommandFailure($"{Section}:Enabled is '{section["Enabled"]}': use true or false.");
        var addresses = (section["AllowedAddresses"] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new MetricsSettings(isOn, [.. addresses.Select(ReadNetwork)]);
    }

    /// <summary>
    /// Whether a caller may read the figures. A request that a proxy passed on is nobody's we know, wherever the proxy stands.
    /// </summary>
    public bool Admits(IPAddress? caller, bool isForwarded)
    {
        if (caller is null || isForwarded)
            return false;
        var plain = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        return IPAddress.IsLoopback(plain) || AllowedAddresses.Any(network => network.Contains(plain));
    }

    private static IPNetwork ReadNetwork(string text)
    {
        if (IPAddress.TryParse(text, out var one))
            return new IPNetwork(one, one.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new CommandFailure($"{Section}:AllowedAddresses names '{text}': give addresses or networks such as 10.0.0.5;10.1.0.0/16.");
    }
}

using System.Globalization;

namespace Frontdesk.Crash.Campaign;

/// <summary>A zone in which it is about noon when the campaign begins, so that patients may be texted.</summary>
internal static class CampaignZone
{
    private static readonly int Hours = 12 - TimeProvider.System.GetUtcNow().Hour;

    /// <summary>Its IANA name; those of this kind have the opposite sign.</summary>
    public static string Name => Hours == 0 ? "Etc/UTC" : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(Hours > 0 ? "-" : "+")}{Math.Abs(Hours)}");

    /// <summary>Its offset as an instant has it.</summary>
    public static string Offset => string.Create(CultureInfo.InvariantCulture, $"{(Hours < 0 ? "-" : "+")}{Math.Abs(Hours):00}:00");
}

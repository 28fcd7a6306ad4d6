namespace Frontdesk.Web.Hosting;

/// <summary>Who works with the app until there is sign-in.</summary>
internal static class Desk
{
    /// <summary>The user that tasks, comments and the audit trail name.</summary>
    public const string User = "front desk";

    /// <summary>Who is named, or the front desk when nobody is.</summary>
    public static string Or(string? person) => person?.Trim() is { Length: > 0 and <= 64 } named ? named : User;

    /// <summary>Why the front desk looks at patient data.</summary>
    public const string Purpose = "operations";
}

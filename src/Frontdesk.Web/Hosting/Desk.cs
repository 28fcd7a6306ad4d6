namespace Frontdesk.Web.Hosting;

/// <summary>Who works with the app until there is sign-in.</summary>
internal static class Desk
{
    /// <summary>The user that tasks, comments and the audit trail name.</summary>
    public const string User = "front desk";

    /// <summary>Why the front desk looks at patient data.</summary>
    public const string Purpose = "operations";
}

namespace Frontdesk.Activities.Safety;

/// <summary>What a path has to have passed before certain steps.</summary>
public static class Clearance
{
    /// <summary>A provider approved that the patient is told, or a standing order did in their place (domain.md §0 rule 8).</summary>
    public const string Approval = "approval";

    /// <summary>Consent, opt-out, sending hours and caps allow a message to this person now (domain.md §0 rule 2).</summary>
    public const string Permission = "permission";
}

namespace Frontdesk.Domain.Staff;

/// <summary>The roles that tasks are given to. A practice may add its own.</summary>
public static class StaffRole
{
    /// <summary>Books, calls, answers.</summary>
    public const string FrontDesk = "front-desk";

    /// <summary>Runs the office and gets what is overdue.</summary>
    public const string OfficeManager = "office-manager";

    /// <summary>Orders, reviews and decides for patients.</summary>
    public const string Provider = "provider";

    /// <summary>A nurse or other clinician who may speak with patients about care.</summary>
    public const string Clinician = "clinician";

    /// <summary>Stands behind every provider.</summary>
    public const string MedicalDirector = "medical-director";

    /// <summary>Signs what exceeds the manager.</summary>
    public const string Owner = "owner";

    /// <summary>Receives and inspects deliveries.</summary>
    public const string Receiving = "receiving";

    /// <summary>Who decides for patients: orders, signs, directs what a patient is told.</summary>
    public static IReadOnlyList<string> Deciding { get; } = [Provider, MedicalDirector];

    /// <summary>Who may speak with patients about care.</summary>
    public static IReadOnlyList<string> Clinical { get; } = [Clinician, Provider, MedicalDirector];

    /// <summary>Every role that ships.</summary>
    public static IReadOnlyList<string> All { get; } = [FrontDesk, OfficeManager, Provider, Clinician, MedicalDirector, Owner, Receiving];
}

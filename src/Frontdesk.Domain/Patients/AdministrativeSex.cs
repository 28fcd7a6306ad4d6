namespace Frontdesk.Domain.Patients;

/// <summary>Sex for administration, with FHIR's codes.</summary>
public enum AdministrativeSex
{
    /// <summary>Not asked or not known.</summary>
    Unknown = 0,

    /// <summary>Female.</summary>
    Female = 1,

    /// <summary>Male.</summary>
    Male = 2,

    /// <summary>Other.</summary>
    Other = 3,
}

using Frontdesk.Domain;
using Frontdesk.Domain.Patients;

namespace Frontdesk.Web.Commanding;

/// <summary>Takes a patient on record.</summary>
/// <param name="FamilyName">Last name.</param>
/// <param name="GivenName">First and middle names.</param>
/// <param name="BornOn">Date of birth.</param>
/// <param name="Sex">Sex for administration.</param>
/// <param name="Phone">A number as people write it; without a country code it is a US one.</param>
/// <param name="Email">One address.</param>
/// <param name="Language">A BCP-47 tag; left out when it is not known, and the practice's own language is used.</param>
/// <param name="TextsAllowed">What the patient said about texts; left out when nobody asked. Without a yes no texts are sent.</param>
/// <param name="PreferredChannel">How the patient wants to hear from the practice; left out when it does not matter.</param>
/// <param name="IsAnother">The caller looked: this is not the patient of the same name and birth date who is on record.</param>
public sealed record RegisterPatient(
    string FamilyName,
    string GivenName,
    DateOnly BornOn,
    AdministrativeSex Sex = AdministrativeSex.Unknown,
    string? Phone = null,
    string? Email = null,
    string? Language = null,
    bool? TextsAllowed = null,
    Channel? PreferredChannel = null,
    bool IsAnother = false);

using Frontdesk.Domain;

namespace Frontdesk.Simulation.Population;

/// <summary>How someone deals with the texts they get.</summary>
internal enum ReplyStyle
{
    /// <summary>Answers yes.</summary>
    Confirms = 0,

    /// <summary>Reads and says nothing.</summary>
    Silent = 1,

    /// <summary>Writes sentences.</summary>
    Chatty = 2,

    /// <summary>Wants no texts.</summary>
    Stops = 3,

    /// <summary>Often asks for another time.</summary>
    Reschedules = 4,
}

/// <summary>A patient of the simulated practice, as the simulation knows them; the practice knows only its records.</summary>
/// <param name="Id">The patient.</param>
/// <param name="Style">How they deal with texts.</param>
/// <param name="Forgetfulness">The chance of missing a visit that nobody reminded them of.</param>
/// <param name="VisitsAYear">How often they book.</param>
/// <param name="Spanish">They write Spanish.</param>
internal sealed record SimulatedPatient(PatientId Id, ReplyStyle Style, double Forgetfulness, double VisitsAYear, bool Spanish)
{
    /// <summary>The number that they read texts on.</summary>
    public PhoneNumber? Phone { get; set; }

    /// <summary>Their number is a landline, which nobody told the practice.</summary>
    public bool HasLandline { get; init; }
}

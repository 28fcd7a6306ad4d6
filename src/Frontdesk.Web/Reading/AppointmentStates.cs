using Frontdesk.Domain.Scheduling;

namespace Frontdesk.Web.Reading;

/// <summary>The states of an appointment by which people look for them: FHIR's codes, and <c>confirmed</c> for a booked visit with the patient's yes.</summary>
public static class AppointmentStates
{
    /// <summary>A booked visit that the patient confirmed.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Every state that can be asked for.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<AppointmentStatus>().Select(AppointmentStatusTable.Code), Confirmed];

    /// <summary>The status of a code; null for a code that is none.</summary>
    public static AppointmentStatus? StatusOf(string code)
    {
        foreach (var status in Enum.GetValues<AppointmentStatus>())
        {
            if (string.Equals(AppointmentStatusTable.Code(status), code, StringComparison.Ordinal))
                return status;
        }

        return null;
    }

    /// <summary>What may be done with an appointment in a state.</summary>
    public static bool Allows(string code, AppointmentVerb verb) => StatusOf(code) is { } status && AppointmentStatusTable.After(status, verb) is not null;
}

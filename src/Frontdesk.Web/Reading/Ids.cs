using Frontdesk.Domain;
using Frontdesk.Domain.Staff;

namespace Frontdesk.Web.Reading;

/// <summary>Ids that people and programs send: a text that cannot be an id names nothing.</summary>
internal static class Ids
{
    /// <summary>Reads an appointment's id.</summary>
    public static bool TryAppointment(string text, out AppointmentId id)
    {
        try
        {
            id = new AppointmentId(text);
            return true;
        }
        catch (InvalidValueException)
        {
            id = default;
            return false;
        }
    }

    /// <summary>Reads the id of somebody who works here.</summary>
    public static bool TryStaff(string text, out StaffId id)
    {
        try
        {
            id = new StaffId(text);
            return true;
        }
        catch (InvalidValueException)
        {
            id = default;
            return false;
        }
    }
}

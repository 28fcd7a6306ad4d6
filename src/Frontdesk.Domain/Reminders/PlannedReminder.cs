using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>A reminder that the rules ask for.</summary>
/// <param name="Appointment">The visit.</param>
/// <param name="AppointmentVersion">The version of the visit.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Recipient">Who is meant to get it.</param>
/// <param name="Channel">The channel that is tried first.</param>
/// <param name="TemplateKey">The words.</param>
/// <param name="Due">When it is due.</param>
public sealed record PlannedReminder(
    AppointmentId Appointment,
    int AppointmentVersion,
    string Rule,
    PersonId Recipient,
    Channel Channel,
    string TemplateKey,
    Instant Due)
{
    /// <summary>The idempotency key of the reminder (domain.md §0 rule 3).</summary>
    public string Key => KeyOf(Appointment, AppointmentVersion, Rule, Recipient);

    /// <summary>Builds <c>appointment+version+rule+recipient</c>.</summary>
    public static string KeyOf(AppointmentId appointment, int version, string rule, PersonId recipient) =>
        string.Create(CultureInfo.InvariantCulture, $"{appointment.Value}+{version}+{rule}+{recipient.Value}");
}

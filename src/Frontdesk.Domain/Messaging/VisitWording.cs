using System.Globalization;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Messaging;

/// <summary>
/// Spells a visit's day and time in the recipient's language. The time is always the clinic's wall time; a recipient who
/// lives by another clock is told which clock it is.
/// </summary>
public static class VisitWording
{
    private static readonly string[] EnglishDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] SpanishDays = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

    private static readonly string[] SpanishMonths =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    /// <summary>The day, e.g. <c>Tue, Mar 3</c> or <c>martes 3 de marzo</c>. Languages without words of ours get English.</summary>
    public static string Date(LocalDate date, LanguageTag language)
    {
        var day = (int)date.DayOfWeek - 1;
        return language.Primary == "es"
            ? $"{SpanishDays[day]} {date.Day} de {SpanishMonths[date.Month - 1]}"
            : $"{EnglishDays[day]}, {EnglishMonths[date.Month - 1]} {date.Day}";
    }

    /// <summary>The clinic's wall time, e.g. <c>9:30 AM</c>, with the zone's name when the reader's clock shows another time.</summary>
    public static string Time(PracticeTime start, DateTimeZone reader)
    {
        var time = start.Local.TimeOfDay.ToString("h:mm tt", CultureInfo.InvariantCulture);
        var clinic = start.Zone.GetZoneInterval(start.Instant);
        return reader.GetUtcOffset(start.Instant) == clinic.WallOffset ? time : $"{time} {clinic.Name}";
    }

    /// <summary>The word that confirms, in the recipient's language.</summary>
    public static string ConfirmWord(LanguageTag language) => language.Primary == "es" ? "SI" : "YES";

    /// <summary>Everything a template may say about one visit.</summary>
    public static TemplateValues Values(Appointment appointment, Location location, string senderName, LanguageTag language, DateTimeZone reader) => new(
        senderName,
        Date(appointment.LocalStart.Date, language),
        Time(appointment.StartsAt, reader),
        location.Name,
        location.CallBackPhone.ToNational(),
        ConfirmWord(language),
        Line(appointment, language, reader));

    /// <summary>Everything a combined template may say about several visits at one location.</summary>
    public static TemplateValues Values(IReadOnlyList<Appointment> appointments, Location location, string senderName, LanguageTag language, DateTimeZone reader) =>
        Values(appointments[0], location, senderName, language, reader) with
        {
            Visits = string.Join("; ", appointments.Select(appointment => Line(appointment, language, reader)).Distinct()),
        };

    private static string Line(Appointment appointment, LanguageTag language, DateTimeZone reader) =>
        $"{Date(appointment.LocalStart.Date, language)}, {Time(appointment.StartsAt, reader)}";
}

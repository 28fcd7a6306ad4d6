using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Outbox;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Shell;

/// <summary>How times and states are told to front-desk staff.</summary>
internal static class Say
{
    private static readonly CultureInfo Us = CultureInfo.GetCultureInfo("en-US");

    /// <summary><c>9:30 AM</c>.</summary>
    public static string Time(DateTimeOffset at) => at.ToString("h:mm tt", Us);

    /// <summary><c>Mon, Mar 2, 2026</c>.</summary>
    public static string Day(DateTimeOffset at) => at.ToString("ddd, MMM d, yyyy", Us);

    /// <summary><c>Monday, March 2</c>.</summary>
    public static string LongDay(DateTimeOffset at) => at.ToString("dddd, MMMM d", Us);

    /// <summary><c>Mon, Mar 2, 9:30 AM</c>.</summary>
    public static string When(DateTimeOffset at) => at.ToString("ddd, MMM d, h:mm tt", Us);

    /// <summary><c>today, 9:30 AM</c>, <c>tomorrow, …</c>, <c>yesterday, …</c>, or the day.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now)
    {
        var days = (at.Date - now.ToOffset(at.Offset).Date).Days;
        return days switch
        {
            0 => $"Today, {Time(at)}",
            1 => $"Tomorrow, {Time(at)}",
            -1 => $"Yesterday, {Time(at)}",
            _ when at.Year != now.Year => at.ToString("ddd, MMM d, yyyy, h:mm tt", Us),
            _ => When(at),
        };
    }

    /// <summary><c>3/2/1984</c>.</summary>
    public static string Date(DateOnly date) => date.ToString("M/d/yyyy", Us);

    /// <summary><c>1 visit</c>, <c>2 visits</c>.</summary>
    public static string Count(int number, string one, string? many = null) =>
        string.Create(Us, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>A message's state in plain words.</summary>
    public static string State(OutboxState state) => state switch
    {
        OutboxState.Pending => "Waiting to be sent",
        OutboxState.Sending => "Being sent",
        OutboxState.Unknown => "Being checked",
        OutboxState.Sent => "Sent",
        OutboxState.Delivered => "Delivered",
        OutboxState.Failed => "Not delivered",
        OutboxState.Captured => "Shown here, not sent",
        OutboxState.Withdrawn => "Withdrawn",
        OutboxState.Held => "Held back",
        _ => state.ToString(),
    };

    /// <summary>The tone of a message's state: <c>good</c>, <c>wait</c>, <c>bad</c> or <c>quiet</c>.</summary>
    public static string Tone(OutboxState state) => state switch
    {
        OutboxState.Sent or OutboxState.Delivered => "good",
        OutboxState.Failed => "bad",
        OutboxState.Captured or OutboxState.Withdrawn => "quiet",
        _ => "wait",
    };

    /// <summary>Where an instance is, in plain words.</summary>
    public static string State(InstanceState state) => state switch
    {
        InstanceState.Running => "Working",
        InstanceState.Cancelled => "Stopped",
        InstanceState.Faulted => "Stopped by an error",
        _ => state.ToString(),
    };

    /// <summary>What happened to a step, in plain words.</summary>
    public static string Event(string code) => code switch
    {
        "Started" => "began",
        "Completed" => "done",
        "Suspended" => "waits",
        "Resumed" => "goes on",
        "Faulted" => "failed",
        "Cancelled" => "no longer needed",
        _ => code.ToLowerInvariant(),
    };

    /// <summary>The tone of an instance's state.</summary>
    public static string Tone(InstanceState state) => state switch
    {
        InstanceState.Faulted => "bad",
        InstanceState.Running or InstanceState.Finished => "good",
        InstanceState.Cancelled => "quiet",
        _ => "wait",
    };

    /// <summary>An appointment's state in plain words; what the patient confirmed is said with it.</summary>
    public static string AppointmentState(string code, bool isConfirmed = false) => code switch
    {
        "booked" when isConfirmed => "Confirmed",
        AppointmentStates.Confirmed => "Confirmed",
        "proposed" => "Proposed",
        "pending" => "Waiting for approval",
        "booked" => "Booked",
        "arrived" => "Arrived",
        "checked-in" => "Checked in",
        "fulfilled" => "Seen",
        "cancelled" => "Cancelled",
        "noshow" => "No show",
        "waitlist" => "Waiting list",
        _ => code,
    };

    /// <summary>The tone of an appointment's state.</summary>
    public static string AppointmentTone(string code, bool isConfirmed = false) => code switch
    {
        "booked" when isConfirmed => "good",
        "arrived" or "checked-in" or "fulfilled" => "good",
        "noshow" => "bad",
        "cancelled" or "proposed" => "quiet",
        _ => "wait",
    };

    /// <summary>Why a visit was called off, in plain words.</summary>
    public static string Cancellation(string reason) => reason switch
    {
        "Patient" => "The patient called it off",
        "PractitionerAway" => "The practitioner is not available",
        "LocationClosed" => "The location is closed",
        "PatientDied" => "The patient died",
        "LeftWithoutBeingSeen" => "The patient left without being seen",
        "Mistake" => "It was booked by mistake",
        "Other" => "Another reason",
        _ => Words.Of(reason),
    };

    /// <summary>A number as people read it aloud, e.g. <c>(617) 555-0123</c>; any other address as it is.</summary>
    public static string Address(string address) =>
        address.StartsWith('+') && PhoneNumber.TryParse(address, out var number) ? number.ToNational() : address;

    /// <summary>A channel in plain words.</summary>
    public static string Channel(string channel) => channel switch
    {
        "sms" => "Text",
        "email" => "E-mail",
        "voice" => "Call",
        "letter" => "Letter",
        "http" => "System call",
        _ => channel,
    };
}

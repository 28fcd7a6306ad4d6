using System.Globalization;
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

    /// <summary>The tone of an instance's state.</summary>
    public static string Tone(InstanceState state) => state switch
    {
        InstanceState.Faulted => "bad",
        InstanceState.Running or InstanceState.Finished => "good",
        InstanceState.Cancelled => "quiet",
        _ => "wait",
    };

    /// <summary>An appointment's state, e.g. <c>NoShow</c>, as words: <c>No show</c>.</summary>
    public static string Words(string state)
    {
        var words = string.Concat(state.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
        return words;
    }

    /// <summary>The tone of an appointment's state.</summary>
    public static string AppointmentTone(string state) => state switch
    {
        "Confirmed" or "Attended" or "Completed" or "CheckedIn" => "good",
        "NoShow" => "bad",
        "Cancelled" => "quiet",
        _ => "wait",
    };

    /// <summary>A channel in plain words.</summary>
    public static string Channel(string channel) => channel switch
    {
        "sms" => "Text",
        "email" => "E-mail",
        "http" => "System call",
        _ => channel,
    };
}

using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>What came of a call.</summary>
public enum CallResult
{
    /// <summary>The patient will come.</summary>
    Confirmed = 0,

    /// <summary>A message was left, or nobody answered.</summary>
    NotReached = 1,

    /// <summary>The patient wants another time.</summary>
    AnotherTime = 2,

    /// <summary>The patient calls the visit off.</summary>
    CalledOff = 3,

    /// <summary>Someone else has the number.</summary>
    WrongNumber = 4,
}

/// <summary>Writes down what came of a call about the visit.</summary>
[Activity("Frontdesk", "Appointments", "Writes down what came of a call about the visit.", DisplayName = "Record a call")]
public sealed class RecordCall : CodeActivity
{
    /// <summary>The reminder that asked for the call.</summary>
    [Input(DisplayName = "Reminder", Description = "The reminder that asked for the call, usually a variable.", Required = true)]
    public Input<string> Reminder { get; set; } = new();

    /// <summary>What came of it.</summary>
    [Input(DisplayName = "Result", Description = "What came of the call.")]
    public Input<CallResult> Result { get; set; } = new(CallResult.NotReached);

    /// <summary>The number that was called; marked when it is someone else's.</summary>
    [Input(DisplayName = "Number", Description = "The number that was called, usually a variable.")]
    public Input<string> Number { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var now = context.Now();
        var result = context.Get(Result);
        var reminder = await records.FindReminderAsync(context.Get(Reminder) ?? string.Empty);
        _ = result switch
        {
            CallResult.Confirmed => reminder?.Answer(ReminderVerb.Confirm, now),
            CallResult.AnotherTime => reminder?.Answer(ReminderVerb.AskToReschedule, now),
            CallResult.CalledOff => reminder?.Answer(ReminderVerb.AskToCancel, now),
            CallResult.WrongNumber => reminder?.Answer(ReminderVerb.DenyNumber, now),
            _ => reminder?.Fail("not-reached", now),
        };
        if (await records.FindAppointmentAsync(context.Visit()) is { } visit && visit.IsUpcoming(now))
        {
            if (result == CallResult.Confirmed && visit.Status == AppointmentStatus.Booked)
                visit.Confirm(visit.Version, now);
            else if (result == CallResult.CalledOff)
                visit.Cancel(CancellationReason.Patient, now);
        }

        if (result == CallResult.WrongNumber && PhoneNumber.TryParse(context.Get(Number), out var number))
            await new ReplyDesk(records).MarkWrongAsync(number, now, CancellationToken.None);
    }
}

using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>What the steps about results ask their burst for.</summary>
internal static class ResultContext
{
    /// <summary>The id of the result that the instance is about.</summary>
    public static ResultId ResultId(this ActivityExecutionContext context) => new(context.CaseId());

    /// <summary>The result that the instance is about.</summary>
    /// <exception cref="DomainRuleException">There is none.</exception>
    public static async ValueTask<DiagnosticResult> ResultAsync(this ActivityExecutionContext context) => await new ResultDesk(context.Records()).RequireAsync(context.ResultId());

    /// <summary>The place whose business days count.</summary>
    /// <exception cref="DomainRuleException">The practice has no location.</exception>
    public static async ValueTask<Location> PlaceAsync(this ActivityExecutionContext context) =>
        (await context.Records().FindLocationsAsync()).Main() ?? throw new DomainRuleException("missing-record", "The practice has no location yet: add one.");

    /// <summary>Who did something, as a task says it; null when that is nobody's name here.</summary>
    public static StaffId? Who(string? user)
    {
        try
        {
            return string.IsNullOrEmpty(user) ? null : new StaffId(user);
        }
        catch (InvalidValueException)
        {
            return null;
        }
    }
}

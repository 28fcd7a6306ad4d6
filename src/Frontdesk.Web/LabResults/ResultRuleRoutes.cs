using Frontdesk.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.LabResults;

/// <summary>What results are held against, over the API.</summary>
internal static class ResultRuleRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/test-rules").WithTags("Results");
        rules.MapGet("/", async ([FromServices] ResultRuleReading reading, CancellationToken stop) => Results.Ok(await reading.GetRulesAsync(stop)))
            .WithName("ListTestRules").WithSummary("The limits of all tests: the practice's own, and those that ship").Produces<IReadOnlyList<TestRuleView>>();
        rules.MapPut("/{code}", ([FromServices] ResultRuleCommands commands, string code, SetTestRule command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.SetRuleAsync(code, command, k, stop)))
            .WithName("SetTestRule").WithSummary("Set the limits of a test, and whether only a voice tells of it").Produces<TestRuleView>().IsCommand();

        var orders = api.MapGroup("/standing-orders").WithTags("Results");
        orders.MapGet("/", async ([FromServices] ResultRuleReading reading, CancellationToken stop) => Results.Ok(await reading.GetStandingOrdersAsync(stop)))
            .WithName("ListStandingOrders").WithSummary("Providers' words that normal results of a test may be released, those in force first").Produces<IReadOnlyList<StandingOrderView>>();
        orders.MapPut("/{practitionerId}/{code}", ([FromServices] ResultRuleCommands commands, string practitionerId, string code, SignStandingOrder command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.SignAsync(practitionerId, code, command, k, stop)))
            .WithName("SignStandingOrder").WithSummary("A provider signs a standing order for a test, or renews it").Produces<StandingOrderView>().IsCommand();
        orders.MapPost("/{practitionerId}/{code}/revoke", ([FromServices] ResultRuleCommands commands, string practitionerId, string code, TakeBack command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RevokeAsync(practitionerId, code, command, k, stop)))
            .WithName("RevokeStandingOrder").WithSummary("Take a standing order back").Produces<StandingOrderView>().IsCommand();

        var limits = api.MapGroup("/patients/{id}/test-limits").WithTags("Results");
        limits.MapGet("/", async ([FromServices] ResultRuleReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetLimitsAsync(id, stop), id))
            .WithName("GetPatientTestLimits").WithSummary("Limits that providers set for this patient").Produces<PatientLimits>().ProducesProblem(StatusCodes.Status404NotFound);
        limits.MapPut("/{code}", ([FromServices] ResultRuleCommands commands, string id, string code, LimitPatient command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.LimitAsync(id, code, command, k, stop)))
            .WithName("SetPatientTestLimits").WithSummary("A provider sets limits of a test for this patient").Produces<PatientLimits>().IsCommand();
        limits.MapPost("/{code}/end", ([FromServices] ResultRuleCommands commands, string id, string code, TakeBack command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.EndLimitsAsync(id, code, command, k, stop)))
            .WithName("EndPatientTestLimits").WithSummary("The practice's limits count again for this patient").Produces<PatientLimits>().IsCommand();
    }
}

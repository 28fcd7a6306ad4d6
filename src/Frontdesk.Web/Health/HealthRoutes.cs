using Frontdesk.Engine.Pump;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Health;

/// <summary>
/// What supervisors and load balancers ask: whether the process lives (restart it when not), and whether it does its work (send
/// it nobody while not). The answers are words without figures, for anybody.
/// </summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Maps the questions.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health", Started).ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/health/live", () => Results.Text("alive")).ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().AllowAnonymous();
    }

    /// <summary>What keeps a practice that was opened from its work; null when nothing does.</summary>
    internal static string? Obstacle(PumpCondition condition) => condition switch
    {
        PumpCondition.Working => null,
        PumpCondition.DatabaseUnreachable => "the database does not answer",
        PumpCondition.TakenOver => "another process has taken over this practice",
        _ => "the pump is not running",
    };

    private static IResult Started(Readiness readiness) => readiness.IsReady ? Results.Text("ready") : Refused("starting");

    private static async Task<IResult> ReadyAsync(HttpContext context, Readiness readiness)
    {
        if (!readiness.IsReady)
            return Refused("starting");
        if (context.RequestServices.GetService<WorkflowEngine>() is not { } engine)
            return Results.Text("ready");
        return Obstacle(await ExamineAsync(engine, context.RequestServices.GetRequiredService<TimeProvider>())) is { } obstacle ? Refused(obstacle) : Results.Text("ready");
    }

    // A database that hangs must not let the question hang.
    private static async Task<PumpCondition> ExamineAsync(WorkflowEngine engine, TimeProvider clock)
    {
        try
        {
            return await Task.Run(engine.Examine).WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            return PumpCondition.DatabaseUnreachable;
        }
    }

    private static IResult Refused(string reason) => Results.Text(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}

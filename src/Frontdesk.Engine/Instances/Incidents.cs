using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Instances;

/// <summary>What a person does about an incident: each belongs to a burst and commits with it.</summary>
public static class Incidents
{
    /// <summary>Tries what failed again, from its first attempt on, and closes the incident.</summary>
    /// <returns>False when it is closed already, or when nothing was kept that could be tried again.</returns>
    public static bool Retry(BurstTransaction burst, string incidentId) => (bool)BurstRunner.RetryIncident((Burst)burst, incidentId);

    /// <summary>Tells a person of something that concerns no instance. An incident of that kind that is open already takes the new words.</summary>
    /// <param name="burst">The burst that it commits with.</param>
    /// <param name="kind">A stable word.</param>
    /// <param name="message">What happened, without patient data.</param>
    public static void Report(BurstTransaction burst, string kind, string message)
    {
        _ = burst.Connection;
        var group = ((Burst)burst).Group;
        if (group.Sql.Execute("UPDATE incident SET message = $3 WHERE practice_id = $1 AND kind = $2 AND resolved_at IS NULL", burst.PracticeId, kind, message) == 0)
            group.InsertIncident(new Incident(burst.NewId(), string.Empty, string.Empty, kind, message, burst.Now), null, string.Empty, null);
    }

    /// <summary>Closes the open incidents of a kind, because what they were about is over.</summary>
    public static void Settle(BurstTransaction burst, string kind, string resolution)
    {
        _ = burst.Connection;
        ((Burst)burst).Group.Sql.Execute(
            "UPDATE incident SET resolved_at = $3, resolution = $4 WHERE practice_id = $1 AND kind = $2 AND resolved_at IS NULL",
            burst.PracticeId, kind, burst.Now.ToUnixTimeMilliseconds(), resolution);
    }

    /// <summary>Closes an incident that a person looked after.</summary>
    /// <returns>False when it is closed already or never was.</returns>
    public static bool Resolve(BurstTransaction burst, string incidentId, string by)
    {
        _ = burst.Connection;
        return ((Burst)burst).Group.Sql.Execute(
            "UPDATE incident SET resolved_at = $3, resolution = $4 WHERE practice_id = $1 AND id = $2 AND resolved_at IS NULL",
            burst.PracticeId, incidentId, burst.Now.ToUnixTimeMilliseconds(), $"Resolved by {by}.") > 0;
    }
}

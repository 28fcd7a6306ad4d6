using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Instances;

/// <summary>What a person does about an incident: each belongs to a burst and commits with it.</summary>
public static class Incidents
{
    /// <summary>Tries what failed again, from its first attempt on, and closes the incident.</summary>
    /// <returns>False when it is closed already, or when nothing was kept that could be tried again.</returns>
    public static bool Retry(BurstTransaction burst, string incidentId) => (bool)BurstRunner.RetryIncident((Burst)burst, incidentId);

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

using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Instances;

/// <summary>What a person does about an incident: each belongs to a burst and commits with it.</summary>
public static class Incidents
{
    /// <summary>Tries what failed again, from its first attempt on, and closes the incident.</summary>
    /// <returns>False when it is closed already, or when nothing was kept that could be tried again.</returns>
    public static bool Retry(BurstTransaction burst, string incidentId, string by)
    {
        var group = ((Burst)burst).Group;
        _ = burst.Connection;
        var now = burst.Now.ToUnixTimeMilliseconds();
        var revived = group.Sql.Execute(
            """
            UPDATE stimulus SET attempts = 0, not_before = $3 WHERE practice_id = $1 AND consumed_at IS NULL
              AND key = (SELECT stimulus_key FROM incident WHERE practice_id = $1 AND id = $2 AND resolved_at IS NULL)
            """,
            burst.PracticeId, incidentId, now);
        if (revived == 0)
            return false;
        group.HasNewStimuli = true;
        return Close(burst, incidentId, $"Tried again by {by}.");
    }

    /// <summary>Closes an incident that a person looked after.</summary>
    /// <returns>False when it is closed already or never was.</returns>
    public static bool Resolve(BurstTransaction burst, string incidentId, string by) => Close(burst, incidentId, $"Resolved by {by}.");

    private static bool Close(BurstTransaction burst, string incidentId, string how)
    {
        _ = burst.Connection;
        return ((Burst)burst).Group.Sql.Execute(
            "UPDATE incident SET resolved_at = $3, resolution = $4 WHERE practice_id = $1 AND id = $2 AND resolved_at IS NULL",
            burst.PracticeId, incidentId, burst.Now.ToUnixTimeMilliseconds(), how) > 0;
    }
}

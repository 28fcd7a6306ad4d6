namespace Frontdesk.Engine.Storage;

/// <summary>
/// Instances that would wait for ever (design rule "no silent stall", domain.md §0 rule 1): nothing goes on by itself at a
/// moment, no person is asked, no message is on its way, and no workflow that it started still runs; such a one is judged
/// by itself.
/// </summary>
public static class Stalls
{
    private const string Sql =
        """
        SELECT i.id FROM workflow_instance i WHERE i.practice_id = $1 AND i.status = 0
          AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.practice_id = i.practice_id AND b.instance_id = i.id AND (b.due_at IS NOT NULL OR b.task_id IS NOT NULL))
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.practice_id = i.practice_id AND o.instance_id = i.id AND o.state IN (0, 1, 2, 8))
          AND NOT EXISTS (SELECT 1 FROM workflow_instance c WHERE c.practice_id = i.practice_id AND c.parent_id = i.id AND c.status = 0)
        ORDER BY i.id
        """;

    /// <summary>The ids of those of a practice.</summary>
    public static IReadOnlyList<string> Find(EngineDatabase database)
    {
        using var connection = database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        var practice = command.CreateParameter();
        if (!database.IsPostgres)
            practice.ParameterName = "$1";
        practice.Value = database.PracticeId;
        command.Parameters.Add(practice);
        using var reader = command.ExecuteReader();
        List<string> ids = [];
        while (reader.Read())
            ids.Add(reader.GetString(0));

        return ids;
    }
}

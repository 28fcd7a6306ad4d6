using System.Data.Common;
using System.Globalization;
using Frontdesk.Engine.Storage;
using NodaTime;

namespace Frontdesk.Simulation.Figures;

/// <summary>What the engine's own tables say about a practice.</summary>
internal sealed record EngineFigures(int Instances, int OpenInstances, int Incidents, int SilentStalls, int TextsReceived, int Tasks, int OpenTasks, int LateTasks, int EscalatedTasks, double TaskAgeP95Hours, IReadOnlyList<TaskCount> TasksByTitle, IReadOnlyList<string> Troubles)
{
    public static EngineFigures Read(SimulatedPractice practice)
    {
        var now = practice.Now.ToUnixTimeMilliseconds();
        var ages = Column(practice, "SELECT completed_at - created_at FROM user_task WHERE practice_id = $1 AND state = 'completed' ORDER BY 1");
        var late = string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM user_task WHERE practice_id = $1 AND state <> 'cancelled' AND due_at < COALESCE(completed_at, {now})");
        var byTitle = string.Create(CultureInfo.InvariantCulture, $"SELECT title, COUNT(*), SUM(CASE WHEN state = 'completed' THEN 1 ELSE 0 END), SUM(CASE WHEN state <> 'cancelled' AND due_at < COALESCE(completed_at, {now}) THEN 1 ELSE 0 END) FROM user_task WHERE practice_id = $1 GROUP BY title ORDER BY 2 DESC, 1");
        return new EngineFigures(
            Count(practice, "SELECT COUNT(*) FROM workflow_instance WHERE practice_id = $1"),
            Count(practice, "SELECT COUNT(*) FROM workflow_instance WHERE practice_id = $1 AND status = 0"),
            Count(practice, "SELECT COUNT(*) FROM incident WHERE practice_id = $1"),
            Stalls.Find(practice.Engine.Database).Count,
            Count(practice, "SELECT COUNT(*) FROM workflow_instance WHERE practice_id = $1 AND definition_id = 'patient-replies'"),
            Count(practice, "SELECT COUNT(*) FROM user_task WHERE practice_id = $1"),
            Count(practice, "SELECT COUNT(*) FROM user_task WHERE practice_id = $1 AND state IN ('ready', 'claimed')"),
            Count(practice, late),
            // Compact JSON: a text that somebody wrote has its quotes escaped and never looks like a name.
            Count(practice, """SELECT COUNT(*) FROM user_task WHERE practice_id = $1 AND (details LIKE '%"escalatedTo":%' OR details LIKE '%"leftOverdue":%')"""),
            ages.Count == 0 ? 0 : Duration.FromMilliseconds(ages[(int)((ages.Count - 1) * 0.95)]).TotalHours,
            Read(practice, byTitle, row => new TaskCount(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3))),
            Texts(practice, "SELECT kind || ' in ' || COALESCE(instance_id, '?') || ': ' || message FROM incident WHERE practice_id = $1 ORDER BY id"));
    }

    private static int Count(SimulatedPractice practice, string sql) => (int)Column(practice, sql)[0];

    private static List<long> Column(SimulatedPractice practice, string sql) => Read(practice, sql, reader => reader.GetInt64(0));

    private static List<string> Texts(SimulatedPractice practice, string sql) => Read(practice, sql, reader => reader.GetString(0));

    private static List<T> Read<T>(SimulatedPractice practice, string sql, Func<DbDataReader, T> value)
    {
        using var connection = practice.Engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        if (!practice.Engine.Database.IsPostgres)
            parameter.ParameterName = "$1";
        parameter.Value = practice.Id.Value;
        command.Parameters.Add(parameter);
        using var reader = command.ExecuteReader();
        List<T> values = [];
        while (reader.Read())
            values.Add(value(reader));
        return values;
    }
}

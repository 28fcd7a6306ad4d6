using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Crash.Campaign;
using Frontdesk.Tests;

namespace Frontdesk.Crash.Races;

/// <summary>
/// Two to sixteen callers who want the same thing at the same moment, again and again, over the real server: to answer one task, to
/// end one wait, to publish one definition over the same predecessor, to have one time. Exactly one of them wins and the others
/// are told so; afterwards the rows say the same.
/// </summary>
internal sealed class Race(RaceOptions options, Records records, ICallers callers, Uri root)
{
    private const int Together = 40;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly Random _random = new(options.Seed);
    private readonly List<string> _violations = [];
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly List<string> _patients = [];
    private string _practitioner = string.Empty;
    private int _requests;
    private int _won;
    private int _refused;
    private int _publications;
    private int _booked;
    private int _prepared;

    /// <summary>Runs races on a new practice.</summary>
    public static async Task<RaceReport> RunAsync(RaceOptions options, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("frontdesk-races-");
        await using var cluster = options.IsPostgres ? await PostgresCluster.StartDurableAsync() : null;
        var connection = cluster is null ? Path.Combine(folder.FullName, "practice.db") : await cluster.CreateDatabaseAsync();
        var records = new Records(cluster is null ? connection : PostgresCluster.AsSuperuser(connection), options.IsPostgres);
        await using var outside = await Outside.OpenAsync(options.Seed);
        await using var server = await CrashCampaign.PrepareAsync(folder, folder, options.IsPostgres ? connection : null, outside.Url);
        server.Begin();
        var root = new Uri(server.Root);
        await server.ReadyAsync(LongestWait);
        await using ICallers callers = options.Processes == 1 ? new LocalCallers(root) : new RemoteCallers(root, options.Processes);
        var race = new Race(options, records, callers, root);
        await race.SetUpAsync();
        await race.RunRoundsAsync(output);
        await race.TakeOverAsync(server, connection);
        await race.CheckAsync();
        await server.KillAsync();
        folder.Delete(recursive: true);
        return new RaceReport(options, race._requests, race._won, race._refused, race._violations);
    }

    private static async Task WaitForAsync(Func<Task<bool>> isSo, string what)
    {
        var until = TimeProvider.System.GetUtcNow() + LongestWait;
        while (!await isSo())
        {
            if (TimeProvider.System.GetUtcNow() > until)
                throw new TimeoutException($"It did not come to pass within a minute that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task SetUpAsync()
    {
        using var http = new HttpClient { BaseAddress = root };
        _practitioner = (await JsonOf(http.GetAsync(new Uri("/api/practice", UriKind.Relative)))).GetProperty("practitioners")[0].GetProperty("id").GetString()!;
        await PostAsync(http, "/api/staff/max", new { givenName = "Max", familyName = "Stone", roles = new[] { "office-manager", "front-desk" } });
        foreach (var definition in (JsonObject[])[CampaignWorkflows.Question("race-task"), CampaignWorkflows.Wait("race-wait"), CampaignWorkflows.Edited("0", "race-edited")])
        {
            using var content = new StringContent(definition.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            await JsonOf(http.PostAsync(new Uri("/api/definitions/publish?by=max", UriKind.Relative), content));
        }

        for (var i = 0; i < options.Callers; i++)
            _patients.Add((await PostAsync(http, "/api/patients", new { familyName = Clients.Word(i + 10), givenName = "Pat", bornOn = "1984-03-02", phone = string.Create(CultureInfo.InvariantCulture, $"+1617200{1000 + i}"), textsAllowed = true })).GetProperty("id").GetString()!);
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        return await JsonOf(http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static async Task<JsonElement> JsonOf(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task RunRoundsAsync(TextWriter output)
    {
        for (var done = 0; done < options.Rounds; done += Together)
        {
            var rounds = Math.Min(Together, options.Rounds - done);
            var tasks = new Queue<string>(await PrepareTasksAsync((rounds + 3) / 4));
            var waits = new Queue<string>(await PrepareWaitsAsync((rounds + 3) / 4));
            for (var i = 0; i < rounds; i++)
            {
                await ((i % 4) switch
                {
                    0 => AnswerAsync(tasks.Dequeue()),
                    1 => EndWaitAsync(waits.Dequeue()),
                    2 => PublishAsync(),
                    _ => BookAsync(),
                });
            }

            if (done / 2_000 != (done + rounds) / 2_000)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done + rounds} rounds, {_requests} requests, {_violations.Count} violations"));
        }
    }

    private async Task<IReadOnlyList<string>> PrepareTasksAsync(int count)
    {
        await StartAsync("race-task", count);
        return await records.ColumnAsync($"SELECT id FROM user_task WHERE state = 'ready' AND activity_id = 'decide' ORDER BY id DESC LIMIT {Text(count)}");
    }

    private async Task<IReadOnlyList<string>> PrepareWaitsAsync(int count)
    {
        await StartAsync("race-wait", count);
        return await records.ColumnAsync("SELECT correlation_id FROM bookmark WHERE stimulus = 'Elsa.Event|Go' ORDER BY id");
    }

    private async Task StartAsync(string definition, int count)
    {
        var waiting = definition == "race-task" ? "SELECT COUNT(*) FROM user_task" : "SELECT COUNT(*) FROM bookmark WHERE stimulus = 'Elsa.Event|Go'";
        var before = await records.CountAsync(waiting);
        await callers.AskAsync([.. Enumerable.Range(0, count).Select(i => new RaceRequest(i % options.Callers, $"/elsa/api/workflow-definitions/{definition}/dispatch", $$"""{"correlationId":"{{definition}}-{{Text(++_prepared)}}"}"""))]);
        await WaitForAsync(async () => await records.CountAsync(waiting) == before + count, $"{count} of {definition} wait");
    }

    private int Several() => _random.Next(2, options.Callers + 1);

    /// <summary>Lets several ask at once. One is told yes, every other that somebody was first.</summary>
    /// <returns>The number of the one who won; -1 for none.</returns>
    private async Task<int> RunAsync(string what, IReadOnlyList<RaceRequest> requests)
    {
        var statuses = await callers.AskAsync(requests);
        _requests += statuses.Count;
        var winners = statuses.Select((status, i) => (status, i)).Where(one => one.status is >= 200 and < 300).Select(one => one.i).ToList();
        _won += winners.Count;
        _refused += statuses.Count(status => status == 409);
        if (winners.Count != 1 || statuses.Count(status => status == 409) != statuses.Count - 1)
            _violations.Add($"{what}: of {statuses.Count} callers {winners.Count} won; they were answered {string.Join(", ", statuses)}.");
        return winners.Count == 1 ? winners[0] : -1;
    }

    private List<RaceRequest> Answers(string task) =>
        [.. Enumerable.Range(0, Several()).Select(i => new RaceRequest(i, $"/api/tasks/{task}/complete", $$"""{"outcome":"{{(i % 2 == 0 ? "Yes" : "No")}}"}"""))];

    private async Task AnswerAsync(string task)
    {
        var winner = await RunAsync($"task {task}", Answers(task));
        _answers[task] = winner % 2 == 0 ? "Yes" : "No";
    }

    // Everybody may say that something happened; it ends the wait once.
    private async Task EndWaitAsync(string correlation)
    {
        var statuses = await callers.AskAsync([.. Enumerable.Range(0, Several()).Select(i => new RaceRequest(i, "/elsa/api/events/Go/trigger", $$"""{"correlationId":"{{correlation}}"}"""))]);
        _requests += statuses.Count;
        _won++;
        _told.Add(correlation);
        if (statuses.Any(status => status is < 200 or >= 300))
            _violations.Add($"wait of {correlation}: callers were answered {string.Join(", ", statuses)}.");
    }

    private async Task PublishAsync()
    {
        var latest = (await records.ColumnAsync("SELECT revision FROM workflow_definition WHERE definition_id = 'race-edited' AND is_latest = 1"))[0];
        _publications++;
        await RunAsync($"publication {_publications}", [.. Enumerable.Range(0, Several()).Select(i => new RaceRequest(i, "/elsa/api/workflow-definitions", Model(string.Create(CultureInfo.InvariantCulture, $"{_publications} of {i}"), latest)))]);
    }

    private static string Model(string mark, string revision)
    {
        var model = CampaignWorkflows.Edited(mark, "race-edited");
        model["customProperties"] = new JsonObject { ["frontdeskRevision"] = long.Parse(revision, CultureInfo.InvariantCulture) };
        return new JsonObject { ["model"] = model, ["publish"] = true }.ToJsonString();
    }

    private Task<int> BookAsync()
    {
        var start = Clients.Slot(_booked++);
        return RunAsync($"time {start}", [.. Enumerable.Range(0, Several()).Select(i => new RaceRequest(i, "/api/appointments", JsonSerializer.Serialize(new { patientId = _patients[i], practitionerId = _practitioner, locationId = "main", visitTypeId = "follow-up", start })))]);
    }

    /// <summary>
    /// A second engine takes the practice over while callers race: what the first had not committed by then did not happen. A
    /// server begun anew takes it back, and whoever asks again under the same key hears how it stands.
    /// </summary>
    private async Task TakeOverAsync(Server server, string database)
    {
        for (var i = 0; i < options.Takeovers; i++)
        {
            var task = (await PrepareTasksAsync(1))[0];
            var requests = Answers(task).Select((request, n) => request with { Key = $"{task}-{n}" }).ToList();
            using var other = RemoteCallers.Start("take-over", database, (await records.ColumnAsync("SELECT practice_id FROM engine_epoch"))[0]);
            var asked = callers.AskAsync(requests);
            await other.StandardOutput.ReadLineAsync();
            var first = await asked;
            await other.WaitForExitAsync();
            var state = (await records.ColumnAsync($"SELECT state FROM user_task WHERE id = '{task}'"))[0];
            var afterwards = (await callers.AskAsync([requests[0] with { Key = null }]))[0];
            if (afterwards is >= 200 and < 300 || (await records.ColumnAsync($"SELECT state FROM user_task WHERE id = '{task}'"))[0] != state)
                _violations.Add($"takeover {i}: the server wrote after another engine had taken over.");
            await server.KillAsync();
            server.Begin();
            await server.ReadyAsync(LongestWait);
            var again = await callers.AskAsync(requests);
            _requests += first.Count + again.Count + 1;
            var winners = again.Select((status, n) => (status, n)).Where(one => one.status is >= 200 and < 300).Select(one => one.n).ToList();
            _won += winners.Count;
            _refused += again.Count(status => status == 409);
            if (winners.Count != 1 || again.Any(status => status is not (>= 200 and < 300 or 409)))
                _violations.Add($"takeover {i}: after it {winners.Count} had won; callers were answered {string.Join(", ", again)}.");
            if (first.Where((status, n) => status is >= 200 and < 300 && !winners.Contains(n)).Any())
                _violations.Add($"takeover {i}: one who was told yes before was told no after.");
            _answers[task] = winners.Count == 1 && winners[0] % 2 == 0 ? "Yes" : "No";
        }
    }

    private async Task CheckAsync()
    {
        await WaitForAsync(async () => await records.CountAsync("SELECT COUNT(*) FROM stimulus WHERE consumed_at IS NULL AND kind <> 'request'") == 0, "nothing is left to do");
        var lines = await records.LinesAsync("race-task");
        foreach (var row in await records.RowsAsync("SELECT id, instance_id, state, outcome FROM user_task WHERE activity_id = 'decide'"))
            Same($"task {row[0]}", $"completed {_answers.GetValueOrDefault(row[0])} {_answers.GetValueOrDefault(row[0])}", $"{row[2]} {row[3]} {string.Join('+', lines[row[1]])}");
        var went = await records.LinesAsync("race-wait");
        foreach (var row in await records.RowsAsync("SELECT correlation_id, id FROM workflow_instance WHERE definition_id = 'race-wait'"))
            Same($"wait of {row[0]}", _told.Contains(row[0]) ? "went" : string.Empty, string.Join('+', went[row[1]]));
        Same("versions", Text(_publications + 1), Text((int)await records.CountAsync("SELECT COUNT(*) FROM workflow_definition WHERE definition_id = 'race-edited'")));
        Same("versions in force", "1", Text((int)await records.CountAsync("SELECT COUNT(*) FROM workflow_definition WHERE definition_id = 'race-edited' AND is_published = 1")));
        var times = await records.ColumnAsync("SELECT start_at FROM appointment");
        Same("visits", Text(_booked), Text(times.Count));
        Same("times of visits", Text(_booked), Text(times.Distinct(StringComparer.Ordinal).Count()));
    }

    private void Same(string what, string expected, string found)
    {
        if (expected != found)
            _violations.Add($"{what}: '{expected}' is right, and '{found}' is there.");
    }
}

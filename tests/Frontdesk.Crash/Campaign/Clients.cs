using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Frontdesk.Crash.Campaign;

/// <summary>
/// The people and programs that use the practice at the same time. Each request has a key; without an answer it is asked again
/// under the same key until there is one, and now and then it is asked once more although there was one.
/// </summary>
internal sealed class Clients(Uri root, RequestLog log, Records records, int seed) : IDisposable
{
    /// <summary>Where the carrier believes that the practice is.</summary>
    public const string PublicUrl = "https://practice.example";

    private const string Number = "+12125550100";
    private static readonly DateTime Monday = SecondMonday(TimeProvider.System.GetUtcNow().Date);
    private readonly HttpClient _http = new() { BaseAddress = root, Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentDictionary<string, bool> _decided = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly List<string> _surprises = [];
    private string _token = string.Empty;
    private string _practitioner = string.Empty;
    private int _next;

    /// <summary>Answers that nobody should get.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    /// <summary>Sets up what the clients need: the workflows, a stockroom and an item in it.</summary>
    public async Task SetUpAsync(string outside)
    {
        await PublishAsync("steps", CampaignWorkflows.Steps(outside).ToJsonString());
        await PublishAsync("texts", CampaignWorkflows.Texts().ToJsonString());
        await AskAsync("staff", "staff-max", "max", HttpMethod.Post, "/api/staff/max", new { givenName = "Max", familyName = "Stone", roles = new[] { "office-manager", "front-desk" } });
        await AskAsync("room", "room", "main", HttpMethod.Put, "/api/catalogue/stockrooms/main", new { name = "Main room", demandShare = 1, by = "max", receives = true });
        await AskAsync("item", "item", "gloves", HttpMethod.Put, "/api/catalogue/items/gloves", new { name = "Gloves", baseUnit = "each", countClass = "b", expectedPerDay = 10, by = "max", units = new[] { new { unit = "box", holds = 100 } } });
        await AskAsync("count", "opening", "gloves", HttpMethod.Post, "/api/stock/gloves/count", new { stockroomId = "main", counted = Checker.OpeningStock, unit = "each", by = "max" });
        using var practice = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/api/practice", UriKind.Relative)));
        _practitioner = practice.RootElement.GetProperty("practitioners")[0].GetProperty("id").GetString()!;
    }

    /// <summary>One client's day, until it is told to stop; it finishes what it has begun.</summary>
    public async Task WorkAsync(int number, CancellationToken stop)
    {
        var random = new Random((seed * 1_000) + number);
        while (!stop.IsCancellationRequested)
        {
            await OneAsync(random);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2, 40)), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Brings everything that waits for an event or a person to its end.</summary>
    public async Task FinishAsync()
    {
        await GoAsync(int.MaxValue);
        await DecideAsync(new Random(seed), int.MaxValue);
    }

    public void Dispose() => _http.Dispose();

    private Task OneAsync(Random random) => random.Next(100) switch
    {
        < 30 => StartAsync(random),
        < 45 => GoAsync(3),
        < 60 => DecideAsync(random, 3),
        < 75 => UseAsync(),
        < 84 => TextAsync(),
        < 90 => PublishAsync(random),
        _ => BookAsync(),
    };

    private string Next() => Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);

    private async Task StartAsync(Random random)
    {
        var n = Next();
        await AskAsync("start", $"start-{n}", n, HttpMethod.Post, "/elsa/api/workflow-definitions/campaign/dispatch", new { correlationId = n, input = new { n } });
        if (random.Next(10) == 0)
            await AskAsync("start", $"start-{n}", n, HttpMethod.Post, "/elsa/api/workflow-definitions/campaign/dispatch", new { correlationId = n, input = new { n } });
    }

    // Two callers say the same at once; the wait ends once.
    private async Task GoAsync(int most)
    {
        foreach (var n in (await LookAsync("SELECT correlation_id FROM bookmark WHERE stimulus = 'Elsa.Event|Go' ORDER BY id")).Where(n => _told.TryAdd(n, true)).Take(most))
        {
            await Task.WhenAll(((string[])["a", "b"]).Select(who =>
                AskAsync("event", $"event-{n}-{who}", n, HttpMethod.Post, "/elsa/api/events/Go/trigger", new { correlationId = n })));
        }
    }

    // Two people decide the same task at once, and differently; one of them is told that it is done already.
    private async Task DecideAsync(Random random, int most)
    {
        var tasks = await LookRowsAsync("SELECT t.id, i.correlation_id FROM user_task t JOIN workflow_instance i ON i.practice_id = t.practice_id AND i.id = t.instance_id WHERE i.definition_id = 'campaign' AND t.state = 'ready' ORDER BY t.id");
        foreach (var task in tasks.Where(row => _decided.TryAdd(row[0], true)).Take(most))
        {
            string[] outcomes = random.Next(2) == 0 ? ["Yes", "No"] : ["No", "Yes"];
            await Task.WhenAll(outcomes.Select(outcome =>
                AskAsync("decide", $"decide-{task[0]}-{outcome}", $"{task[1]} {outcome}", HttpMethod.Post, $"/api/tasks/{task[0]}/complete", new { outcome }, mayConflict: true)));
        }
    }

    private Task<Answered> UseAsync()
    {
        var n = Next();
        return AskAsync("use", $"use-{n}", n, HttpMethod.Post, "/api/stock/gloves/issue", new { stockroomId = "main", quantity = 1, unit = "each", by = "max" });
    }

    private Task<Answered> TextAsync()
    {
        var n = Next();
        SortedDictionary<string, string> form = new(StringComparer.Ordinal) { ["Body"] = "Is there parking?", ["From"] = string.Create(CultureInfo.InvariantCulture, $"+1617555{9000 + (int.Parse(n, CultureInfo.InvariantCulture) % 1000)}"), ["MessageSid"] = $"SMin{n}", ["To"] = Number };
        return AskAsync("text", $"text-{n}", $"SMin{n}", () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/twilio/sms") { Content = new FormUrlEncodedContent(form) };
            request.Headers.Host = new Uri(PublicUrl).Host;
            request.Headers.Add("X-Twilio-Signature", Sign($"{PublicUrl}/webhooks/twilio/sms", form));
            return request;
        });
    }

    private async Task PublishAsync(Random random)
    {
        var n = Next();
        var json = CampaignWorkflows.Edited(n).ToJsonString();
        await PublishAsync(n, json);
        if (random.Next(5) == 0)
            await PublishAsync(n, json);
    }

    private Task<Answered> PublishAsync(string mark, string json) =>
        AskAsync("publish", $"publish-{mark}", mark, () => new HttpRequestMessage(HttpMethod.Post, "/api/definitions/publish?by=max") { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    // Two patients want the same time; one of them gets it.
    private async Task BookAsync()
    {
        var n = int.Parse(Next(), CultureInfo.InvariantCulture);
        var start = Slot(n);
        await Task.WhenAll(((string[])["a", "b"]).Select(async who =>
        {
            var name = $"{Word(n)}{who}";
            var phone = string.Create(CultureInfo.InvariantCulture, $"+1{(who == "a" ? 617 : 212)}{2_000_000 + n}");
            var registered = await AskAsync("register", $"register-{n}-{who}", name, HttpMethod.Post, "/api/patients", new { familyName = name, givenName = "Pat", bornOn = "1984-03-02", phone, textsAllowed = true });
            if (!registered.IsAcknowledged)
                return;
            using var patient = JsonDocument.Parse(registered.Answer);
            await AskAsync(
                "book",
                $"book-{n}-{who}",
                $"{start} {phone}",
                HttpMethod.Post,
                "/api/appointments",
                new { patientId = patient.RootElement.GetProperty("id").GetString(), practitionerId = _practitioner, locationId = "main", visitTypeId = "follow-up", start },
                mayConflict: true);
        }));
    }

    // Each number has a time of its own on a weekday, from the second Monday on: the practice is closed at weekends.
    internal static string Slot(int n)
    {
        var (weeks, day) = Math.DivRem(n / 20, 5);
        return Monday.AddDays((weeks * 7) + day).AddHours(9).AddMinutes(n % 20 * 20).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + CampaignZone.Offset;
    }

    private static DateTime SecondMonday(DateTime today) => today.AddDays(7 + ((8 - (int)today.DayOfWeek) % 7));

    // Names are words, and no two are alike.
    internal static string Word(int n) => new([.. n.ToString(CultureInfo.InvariantCulture).Select((digit, i) => (char)((i == 0 ? 'A' : 'a') + (digit - '0')))]);

    private static string Sign(string url, IEnumerable<KeyValuePair<string, string>> form)
    {
#pragma warning disable CA5350 // Twilio signs so.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Outside.Secret), Encoding.UTF8.GetBytes(url + string.Concat(form.Select(field => field.Key + field.Value)))));
#pragma warning restore CA5350
    }

    private Task<Answered> AskAsync(string kind, string key, string of, HttpMethod method, string path, object body, bool mayConflict = false) =>
        AskAsync(kind, key, of, () => new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) }, mayConflict);

    private async Task<Answered> AskAsync(string kind, string key, string of, Func<HttpRequestMessage> write, bool mayConflict = false)
    {
        while (true)
        {
            log.Asks(kind, key, of);
            try
            {
                using var request = write();
                request.Headers.Add("Idempotency-Key", key);
                if (request.RequestUri!.OriginalString.StartsWith("/elsa/", StringComparison.Ordinal))
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
                using var answer = await _http.SendAsync(request);
                var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
                if (status == 401)
                    _token = string.Empty; // It has run out, by the server's clock.
                else if (status < 500)
                {
                    var answered = new Answered(kind, key, of, status, text);
                    if (!answered.IsAcknowledged && !(mayConflict && status == 409))
                        Surprise($"{key} was refused: {status} {text}");
                    log.Hears(answered);
                    return answered;
                }

                log.HearsNothing(key, $"{status}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                if (e is OperationCanceledException)
                    Surprise($"{key} had no answer for a minute.");
                log.HearsNothing(key, e.GetType().Name);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    // A token outlives the process that gave it, because it is signed with a key on the disk.
    private async Task<string> TokenAsync()
    {
        if (_token.Length == 0)
        {
            using var answer = await _http.PostAsync(new Uri("/studio/token?session=campaign", UriKind.Relative), null);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            _token = json.RootElement.GetProperty("accessToken").GetString()!;
        }

        return _token;
    }

    private async Task<IReadOnlyList<string>> LookAsync(string sql) => [.. (await LookRowsAsync(sql)).Select(row => row[0])];

    // A database that is away has nothing to show; whoever looks comes back.
    private async Task<IReadOnlyList<IReadOnlyList<string>>> LookRowsAsync(string sql)
    {
        try
        {
            return await records.RowsAsync(sql);
        }
        catch (System.Data.Common.DbException)
        {
            return [];
        }
    }

    private void Surprise(string what)
    {
        lock (_surprises)
            _surprises.Add(what);
    }
}

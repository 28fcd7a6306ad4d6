using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>Referrals in the real program: a specialist's desk answers by link, and staff see what came of it.</summary>
public sealed class ReferralTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string People =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Muñoz","given":["José"]}],"gender":"male","birthDate":"1984-03-02","telecom":[{"system":"phone","value":"+16175550111","use":"mobile"}]}},
         {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Practitioner","id":"2","name":[{"family":"Weiss","given":["Hannah"]}]}}]}
        """;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-referral-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Database => new SqliteConnectionStringBuilder { DataSource = Path.Combine(_data.FullName, "practice.db"), Pooling = false }.ConnectionString;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_specialists_desk_answers_by_a_link_on_a_phone_in_the_dark_and_staff_see_it()
    {
        await ImportAsync();
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = await SignAsync(frontdesk.Client);
        var token = await TokenAsync();

        // Mail programs look at links: looking changes nothing, and nothing about the patient is shown.
        using (var looked = await frontdesk.Client.GetAsync(new Uri($"/p/{token}", UriKind.Relative), Stop))
        {
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
            Assert.True(looked.Headers.CacheControl?.NoStore);
            Assert.DoesNotContain("Muñoz", WebUtility.HtmlDecode(await looked.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        }

        await using (var look = await Looking.AtAsync(chromium, $"/p/{token}", width: 320, scheme: ColorScheme.Dark, root: frontdesk.Root))
        {
            Assert.Empty(await look.Page.ViolationsAsync());
            Assert.True(await look.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
            await look.Page.GetByLabel("We will see the patient").FocusAsync();
            await look.Page.Keyboard.PressAsync("Space");
            await look.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).EnterAsync();
            await look.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" }).WaitForAsync();
            Assert.Empty(await look.Page.ViolationsAsync());
            Assert.Empty(look.Complaints);
            Assert.Empty(look.ForeignRequests);
        }

        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(frontdesk.Client, token));
        var view = await frontdesk.Client.GetFromJsonAsync<JsonElement>($"/api/referrals/{id}", Stop);
        Assert.Contains(view.GetProperty("history").EnumerateArray(), line => line.GetProperty("what").GetString() == "Accepted");

        await using var page = await Looking.AtAsync(chromium, "/referrals", root: frontdesk.Root);
        Assert.Empty(await page.Page.ViolationsAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^R-") }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "What happened" }).WaitForAsync();
        Assert.Empty(await page.Page.ViolationsAsync());
    }

    [Fact]
    public async Task A_forged_link_gets_the_answer_of_an_unknown_one_and_a_form_from_elsewhere_changes_nothing_and_calls_are_counted()
    {
        await ImportAsync();
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = await SignAsync(frontdesk.Client);
        var token = await TokenAsync();

        var forged = await BodyAsync(frontdesk.Client, $"{token[..^3]}abc");
        Assert.Equal(forged, await BodyAsync(frontdesk.Client, "nobody~AAAA"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(frontdesk.Client, "nobody~AAAA"));

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["word"] = "Decline", ["text"] = "no" });
        using var posted = await frontdesk.Client.PostAsync(new Uri($"/p/{token}", UriKind.Relative), form, Stop);
        Assert.Equal("sent", (await frontdesk.Client.GetFromJsonAsync<JsonElement>($"/api/referrals/{id}", Stop)).GetProperty("referral").GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(frontdesk.Client, token));

        var answers = new List<HttpStatusCode>();
        using (HttpRequestMessage asked = new(HttpMethod.Get, new Uri("/p/nobody~AAAA", UriKind.Relative)))
        {
            asked.Headers.AcceptLanguage.ParseAdd("fr, en;q=0.5, es-MX;q=0.8");
            using var spanish = await frontdesk.Client.SendAsync(asked, Stop);
            var body = await spanish.Content.ReadAsStringAsync(Stop);
            Assert.Contains("<html lang=\"es\">", body, StringComparison.Ordinal);
            Assert.Contains("Este enlace no se abre", body, StringComparison.Ordinal);
        }

        for (var i = 0; i < 70; i++)
            answers.Add(await StatusAsync(frontdesk.Client, "nobody~AAAA"));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    private static async Task<string> BodyAsync(HttpClient client, string token)
    {
        using var answer = await client.GetAsync(new Uri($"/p/{token}", UriKind.Relative), Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string token)
    {
        using var answer = await client.GetAsync(new Uri($"/p/{token}", UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private static async Task<string> SignAsync(HttpClient client)
    {
        using var kept = await client.PostAsJsonAsync("/api/specialists/ruiz", new { name = "Dr. Ana Ruiz", specialty = "cardiology", email = "desk@cardio.example" }, Stop);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        var choices = await client.GetFromJsonAsync<JsonElement>("/api/practice", Stop);
        var patients = await client.GetFromJsonAsync<JsonElement>("/api/patients", Stop);
        using var signed = await client.PostAsJsonAsync(
            "/api/referrals",
            new
            {
                patientId = patients.GetProperty("items")[0].GetProperty("id").GetString(),
                practitionerId = choices.GetProperty("practitioners")[0].GetProperty("id").GetString(),
                specialistId = "ruiz",
                reason = "Palpitations",
                question = "Is an arrhythmia likely?",
                by = "director",
                note = "Two weeks of palpitations.",
                withoutResults = true,
                isSelfPay = true,
            },
            Stop);
        var text = await signed.Content.ReadAsStringAsync(Stop);
        Assert.True(signed.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("referral").GetProperty("id").GetString()!;
    }

    private async Task<string> TokenAsync()
    {
        await using var connection = new SqliteConnection(Database);
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "select payload from outbox where recipient = 'desk@cardio.example' order by sequence limit 1";
        for (var i = 0; i < 100; i++)
        {
            if (await command.ExecuteScalarAsync(Stop) is string payload && (string?)JsonNode.Parse(payload)!["text"] is { } text)
                return text[(text.IndexOf("/p/", StringComparison.Ordinal) + 3)..].Split('\n')[0].Trim();

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Stop);
        }

        throw new InvalidOperationException("No packet left.");
    }

    private async Task ImportAsync()
    {
        var folder = _data.CreateSubdirectory("bundles");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "people.json"), People, Stop);
        var (exitCode, output, error) = await RealFrontdesk.RunAsync(_data.FullName, ["import", folder.FullName]);
        Assert.True(exitCode == 0, output + error);
        await using var connection = new SqliteConnection(Database);
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into staff_member (practice_id, id, row_version, name_given, name_family, roles, is_active, times_away) select practice_id, 'director', 1, 'Ada', 'Stone', '[\"medical-director\",\"provider\"]', 1, '[]' from patient limit 1";
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }
}

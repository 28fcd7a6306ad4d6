using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Results;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using NodaTime;

namespace Frontdesk.Browser;

/// <summary>Results in the program as people start it: a power cut in between, the provider's page, and the patient's.</summary>
public sealed class RealResultTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-results-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_result_survives_a_power_cut_is_decided_on_its_page_and_read_after_the_date_of_birth()
    {
        await RealPractice.ImportAsync(_data);
        AddProvider();
        string id;
        await using (var before = await RealFrontdesk.ServeAsync(_data.FullName))
        {
            id = (await PostAsync(before.Client, "F-1")).GetProperty("row").GetProperty("id").GetString()!;
            _ = Enumerable.Range(2, 10).Select(i => PostAsync(before.Client, $"F-{i}")).ToList();
            await before.KillAsync();
        }

        // Even a log of everything names nobody; the check is made when the process ends.
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName, new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Debug", ["Logging__LogLevel__Microsoft"] = "Debug" });
        Assert.Equal(id, (await PostAsync(frontdesk.Client, "F-1")).GetProperty("row").GetProperty("id").GetString());
        Assert.Equal(0, (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/incidents", Stop)).GetProperty("total").GetInt32());

        await using var look = await Looking.AtAsync(chromium, $"/results/{id}", width: 320, scheme: ColorScheme.Dark, root: frontdesk.Root);
        await AssertGoodAsync(look.Page);
        await look.Page.GetByRole(AriaRole.Combobox, new() { Name = "Provider", Exact = true }).SelectOptionAsync("hw");
        await look.Page.GetByLabel("What the patient is told").SelectOptionAsync("ApproveTemplate");
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Direct version 1" }).EnterAsync();
        await look.Page.GetByText("The direction is recorded.").WaitForAsync();
        await AssertGoodAsync(look.Page);

        await using var list = await Looking.AtAsync(chromium, "/results", root: frontdesk.Root);
        await list.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Result of José Muñoz") }).First.WaitForAsync();
        await AssertGoodAsync(list.Page);

        await using var own = await Looking.AtAsync(chromium, $"/results/{id}", width: 390, root: frontdesk.Root);
        await own.Page.GetByText("Set or end limits").EnterAsync();
        await own.Page.GetByLabel("Provider, who sets them").SelectOptionAsync("hw");
        await own.Page.GetByLabel("Unit, as the laboratory writes it").FillAsync("mmol/L");
        await own.Page.GetByLabel("Abnormal above").FillAsync("6.2");
        await AssertGoodAsync(own.Page);
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Set the limits" }).EnterAsync();
        await own.Page.GetByText("Potassium: expected up to 6.2 mmol/L").WaitForAsync();

        await using var rules = await Looking.AtAsync(chromium, "/results/rules", width: 320, scheme: ColorScheme.Dark, root: frontdesk.Root);
        await rules.Page.GetByLabel("Provider, who signs").SelectOptionAsync("hw");
        await rules.Page.GetByLabel("Test it is for").SelectOptionAsync("2823-3");
        await rules.Page.GetByLabel("Last day, at most a year ahead").FillAsync(TimeProvider.System.GetUtcNow().AddDays(90).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await rules.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).EnterAsync();
        await rules.Page.GetByText("The standing order is signed.").WaitForAsync();
        await AssertGoodAsync(rules.Page);

        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 320, Height = 800 }, ColorScheme = ColorScheme.Dark });
        await page.GotoAsync(frontdesk.Root + LinkAddresses.Path + await TokenAsync(id));
        await AssertGoodAsync(page);
        await BirthdayAsync(page, "3", "3", "1984");
        await page.GetByText("4 tries are left.").WaitForAsync();
        await AssertGoodAsync(page);
        await BirthdayAsync(page, "3", "2", "1984");
        await page.GetByText("Your provider has reviewed your result.").WaitForAsync();
        await AssertGoodAsync(page);
        Assert.Equal("Closed", (await frontdesk.Client.GetFromJsonAsync<JsonElement>($"/api/results/{id}", Stop)).GetProperty("row").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Whose_a_critical_result_is_is_chosen_by_name_in_its_task_and_its_page_says_who_knows_of_it()
    {
        await RealPractice.ImportAsync(_data);
        AddProvider();
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = (await PostAsync(frontdesk.Client, "N-1", born: null, value: 7.1m)).GetProperty("row").GetProperty("id").GetString()!;

        using (var sam = await frontdesk.Client.PostAsJsonAsync("/api/staff/sam", new { givenName = "Sam", familyName = "Rivera", roles = new[] { "front-desk" } }, Stop))
            Assert.True(sam.IsSuccessStatusCode, await sam.Content.ReadAsStringAsync(Stop));

        await using var look = await Looking.AtAsync(chromium, "/tasks", width: 390, scheme: ColorScheme.Dark, root: frontdesk.Root);
        await look.Page.GetByRole(AriaRole.Link, new() { Name = "Say who you are" }).EnterAsync();
        await look.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Sam Rivera") }).CheckAsync();
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "That is me" }).EnterAsync();
        await look.Page.GetByText("You are Sam Rivera").WaitForAsync();
        await look.GoAsync("/tasks");
        var task = look.Page.GetByRole(AriaRole.Article, new() { Name = "Find whose a result is" });
        await task.GetByRole(AriaRole.Button, new() { Name = "Answer … Find whose a result is" }).EnterAsync();
        await task.GetByRole(AriaRole.Radio, new() { Name = "Nobody here" }).CheckAsync(new() { Force = true });
        Assert.Equal(0, await task.GetByRole(AriaRole.Searchbox).CountAsync());
        await task.GetByRole(AriaRole.Radio, new() { Name = "Found" }).CheckAsync(new() { Force = true });
        await task.GetByRole(AriaRole.Searchbox).FillAsync("muñoz");
        await task.GetByRole(AriaRole.Button, new() { NameRegex = new("^José Muñoz") }).EnterAsync();
        await task.GetByText("born 3/2/1984").WaitForAsync();
        await task.GetByLabel("The full name agrees").CheckAsync();
        await task.GetByLabel("The phone agrees").CheckAsync();
        await AssertGoodAsync(look.Page);
        await PictureAsync(look.Page, "task-patient");
        await task.GetByRole(AriaRole.Button, new() { Name = "Close with “Found”" }).EnterAsync();
        await look.Page.GetByRole(AriaRole.Article, new() { Name = "Decide about a result" }).WaitForAsync();

        var change = Assert.Single((await frontdesk.Client.GetFromJsonAsync<JsonElement>($"/api/results/{id}", Stop)).GetProperty("patientChanges").EnumerateArray());
        Assert.Equal(("sam", "fullName phone"), (change.GetProperty("by").GetString(), string.Join(' ', change.GetProperty("compared").EnumerateArray())));
        await using var page = await Looking.AtAsync(chromium, $"/results/{id}", root: frontdesk.Root);
        await page.Page.GetByText("no provider has said that they know").WaitForAsync();
        await page.Page.GetByText("given to José Muñoz; compared: full name, phone, by Sam Rivera").WaitForAsync();
        await AssertGoodAsync(page.Page);
        await page.Page.GetByLabel("Provider who knows of the critical value").SelectOptionAsync("hw");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "I know of it" }).EnterAsync();
        await page.Page.GetByText("The critical value is known to Hannah Weiss").WaitForAsync();
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "I know of it" }).CountAsync());
        await AssertGoodAsync(page.Page);
        await PictureAsync(page.Page, "result-critical");
        Assert.Empty(look.Complaints);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Whose_a_result_is_is_compared_on_its_page_and_it_is_taken_from_the_wrong_patient_there()
    {
        await RealPractice.ImportAsync(_data);
        AddProvider();
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = (await PostAsync(frontdesk.Client, "N-2", born: "1931-01-01")).GetProperty("row").GetProperty("id").GetString()!;

        await using var look = await Looking.AtAsync(chromium, $"/results/{id}", width: 390, scheme: ColorScheme.Dark, root: frontdesk.Root);
        var page = look.Page;
        await page.GetByText("José Muñoz; born 1/1/1931").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("muñoz");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^José Muñoz") }).EnterAsync();
        await page.GetByLabel("The full name").CheckAsync();
        await page.GetByLabel("The date of birth").CheckAsync();
        await page.GetByLabel("Who compared").SelectOptionAsync("hw");
        await AssertGoodAsync(page);
        await PictureAsync(page, "result-whose");
        await page.GetByRole(AriaRole.Button, new() { Name = "It is this patient's" }).EnterAsync();
        await page.GetByText("the date of birth in the report is not this patient's").WaitForAsync();
        await page.GetByLabel("The date of birth").UncheckAsync();
        await page.GetByLabel("The phone").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "It is this patient's" }).EnterAsync();
        await page.GetByText("given to José Muñoz; compared: full name, phone, by Hannah Weiss").WaitForAsync();

        await page.GetByText("It is another patient's").EnterAsync();
        await page.GetByLabel("Who says so").SelectOptionAsync("hw");
        await AssertGoodAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it from this patient" }).EnterAsync();
        await page.GetByText("taken from the patient, by Hannah Weiss").WaitForAsync();
        Assert.Empty(look.Complaints);
    }

    // Given FRONTDESK_PICTURES, what was seen is kept there to be looked at.
    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FRONTDESK_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    private static async Task AssertGoodAsync(IPage page)
    {
        Assert.Empty(await page.ViolationsAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
    }

    private static async Task BirthdayAsync(IPage page, string month, string day, string year)
    {
        await page.GetByLabel("Month").FillAsync(month);
        await page.GetByLabel("Day").FillAsync(day);
        await page.GetByLabel("Year").FillAsync(year);
        await page.GetByRole(AriaRole.Button, new() { Name = "Read the message" }).EnterAsync();
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string filler, string? born = "1984-03-02", decimal value = 4.2m)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/results",
            new
            {
                sender = "quest",
                fillerOrder = filler,
                code = "2823-3",
                status = "final",
                reportedAt = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
                values = new[] { new { code = "2823-3", status = "final", value, unit = "mmol/L" } },
                patientGiven = "José",
                patientFamily = "Muñoz",
                patientBirthDate = born,
            },
            Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Directory.EnumerateFiles(_data.FullName, "*.db").First()};Pooling=False");
        connection.Open();
        return connection;
    }

    private void AddProvider()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into staff_member (practice_id, id, row_version, name_given, name_family, roles, is_active, times_away, practitioner_id) select practice_id, 'hw', 1, 'Hannah', 'Weiss', '[\"medical-director\",\"provider\"]', 1, '[]', (select min(id) from practitioner) from practice";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    // The link is made when the provider approves; the message with it may wait for the morning.
    private async Task<string> TokenAsync(string result)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "select practice_id, id, patient_id, expires_at, attempts_left, created_at from secure_link where subject = $1";
        command.Parameters.AddWithValue("$1", $"result/{result}");
        await using var row = await command.ExecuteReaderAsync(Stop);
        Assert.True(await row.ReadAsync(Stop));
        var link = new SecureLink(
            new PracticeId(row.GetString(0)),
            new LinkId(row.GetString(1)),
            LinkPurpose.PatientMessage,
            ResultDesk.SubjectOf(new ResultId(result)),
            new PatientId(row.GetString(2)),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(3)),
            row.GetInt32(4),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(5)));
        return new LinkAddresses(await File.ReadAllBytesAsync(Path.Combine(_data.FullName, "link-signing.key"), Stop), new Uri("http://localhost")).TokenOf(link);
    }
}

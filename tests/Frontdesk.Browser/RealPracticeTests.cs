using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Frontdesk.Browser;

/// <summary>The program as people start it: a process, a database, a browser.</summary>
public sealed class RealPracticeTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-real-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_practice_that_is_killed_comes_back_with_everything_and_does_nothing_twice()
    {
        await RealPractice.ImportAsync(_data);
        var start = RealPractice.ComingMondayAtTen();
        string id;
        int instances;
        await using (var before = await RealFrontdesk.ServeAsync(_data.FullName))
        {
            id = await RealPractice.BookAsync(before.Client, start, "order-1");
            await using var look = await Looking.AtAsync(chromium, $"/appointments/{id}", root: before.Root);
            await look.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm for the patient" }).ClickAsync();
            await look.Page.GetByText("The visit is confirmed.").WaitForAsync();
            instances = (await before.Client.GetFromJsonAsync<JsonElement>("/api/instances", Stop)).GetProperty("total").GetInt32();

            // Commands are under way when the power goes.
            _ = Enumerable.Range(0, 20).Select(i => before.Client.PostAsJsonAsync($"/api/appointments/{id}/confirm", new { version = 1 }, Stop)).ToList();
            await before.KillAsync();
        }

        await using var after = await RealFrontdesk.ServeAsync(_data.FullName);
        var visit = (await after.Client.GetFromJsonAsync<JsonElement>($"/api/appointments/{id}", Stop)).GetProperty("appointment");

        Assert.Equal((true, "booked", 1), (visit.GetProperty("isConfirmed").GetBoolean(), visit.GetProperty("state").GetString(), visit.GetProperty("version").GetInt32()));
        Assert.Equal(id, await RealPractice.BookAsync(after.Client, start, "order-1"));
        Assert.Equal(1, (await after.Client.GetFromJsonAsync<JsonElement>("/api/appointments", Stop)).GetProperty("total").GetInt32());
        Assert.NotEqual(0, instances);
        Assert.Equal(instances, (await after.Client.GetFromJsonAsync<JsonElement>("/api/instances", Stop)).GetProperty("total").GetInt32());
        Assert.Equal(0, (await after.Client.GetFromJsonAsync<JsonElement>("/api/incidents", Stop)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_visit_is_moved_and_cancelled_with_the_keyboard()
    {
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = await RealPractice.BookAsync(frontdesk.Client, RealPractice.ComingMondayAtTen(), "order-1");
        await using var look = await Looking.AtAsync(chromium, $"/appointments/{id}", root: frontdesk.Root);

        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Move …" }).FocusAsync();
        await look.Page.Keyboard.PressAsync("Enter");
        await look.Page.GetByRole(AriaRole.Group, new() { Name = "Free times" }).WaitForAsync();
        Assert.Empty(await look.Page.ViolationsAsync());
        await look.Page.GetByRole(AriaRole.Radio, new() { Name = "2:15 PM", Exact = true }).FocusAsync();
        await look.Page.Keyboard.PressAsync("Space");
        await look.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Move to ") }).EnterAsync();
        await look.Page.GetByText("2:15 PM now.").WaitForAsync();

        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel …" }).EnterAsync();
        await look.Page.GetByLabel("Why").SelectOptionAsync("Mistake");
        Assert.Empty(await look.Page.ViolationsAsync());
        await look.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the visit" }).EnterAsync();
        await look.Page.GetByText("The visit is cancelled.").WaitForAsync();
        await look.Page.GetByText("It was booked by mistake").WaitForAsync();

        var visit = (await frontdesk.Client.GetFromJsonAsync<JsonElement>($"/api/appointments/{id}", Stop)).GetProperty("appointment");
        Assert.Equal(("cancelled", 2), (visit.GetProperty("state").GetString(), visit.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_visit_stands_in_its_week()
    {
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        var id = await RealPractice.BookAsync(frontdesk.Client, RealPractice.ComingMondayAtTen(), "order-1");
        await using var look = await Looking.AtAsync(chromium, "/appointments?view=week", root: frontdesk.Root);
        var visit = look.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("10:00 AM José Muñoz") });

        for (var weeks = 0; weeks < 3 && await visit.CountAsync() == 0; weeks++)
        {
            var before = await look.Page.GetByRole(AriaRole.Heading, new() { Level = 2 }).TextContentAsync();
            await look.Page.GetByRole(AriaRole.Button, new() { Name = "Later week" }).ClickAsync();
            await Assertions.Expect(look.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).Not.ToHaveTextAsync(before!);
        }

        Assert.Empty(await look.Page.ViolationsAsync());
        await visit.ClickAsync();
        await look.Page.WaitForURLAsync($"**/appointments/{id}");
    }

    [Fact]
    public async Task A_text_counts_once_and_only_with_its_signature()
    {
        var settings = new Dictionary<string, string>
        {
            ["Frontdesk__Channels__Twilio__AccountSid"] = "AC00000000000000000000000000000001",
            ["Frontdesk__Channels__Twilio__AuthToken"] = "secret",
            ["Frontdesk__Channels__Twilio__FromNumber"] = "+12125550100",
            ["Frontdesk__Channels__Twilio__PublicUrl"] = "https://practice.example",
            ["Frontdesk__Channels__Twilio__BaseUrl"] = "http://127.0.0.1:9",
        };
        await RealPractice.ImportAsync(_data);
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName, settings);
        SortedDictionary<string, string> form = new(StringComparer.Ordinal) { ["Body"] = "Is there parking?", ["From"] = "+16175550111", ["MessageSid"] = "SM1", ["To"] = "+12125550100" };
        var signature = Convert.ToBase64String(Sign(form));

        async Task<HttpStatusCode> SendAsync(string signed, string path = "/webhooks/twilio/sms", string host = "practice.example")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Host = host;
            request.Headers.Add("X-Twilio-Signature", signed);
            using var answer = await frontdesk.Client.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync("d3Jvbmc="));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(signature));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(signature));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(signature, "/api/patients/search"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(signature, host: "elsewhere.example"));
        var replies = await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/instances?definitionId=patient-replies", Stop);
        Assert.Equal(1, replies.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_workflow_answers_a_web_request_and_the_pages_stay()
    {
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        using var published = await frontdesk.Client.PostAsync(new Uri("/api/definitions/publish", UriKind.Relative), new StringContent(
            """
            {"definitionId":"orders","name":"Orders","version":1,"root":{"type":"Elsa.Sequence","id":"s","activities":[
             {"type":"Elsa.HttpEndpoint","id":"in","name":"in","customProperties":{"canStartWorkflow":true},"path":{"typeName":"String","expression":{"type":"Literal","value":"orders/{number}"}},"supportedMethods":{"typeName":"Object","expression":{"type":"Object","value":"[\"POST\"]"}}},
             {"type":"Elsa.WriteHttpResponse","id":"out","name":"out","statusCode":{"typeName":"String","expression":{"type":"Literal","value":"Created"}},"content":{"typeName":"Object","expression":{"type":"Literal","value":"taken"}}}]}}
            """,
            Encoding.UTF8,
            "application/json"), Stop);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);

        using var answer = await frontdesk.Client.PostAsJsonAsync("/workflows/orders/77", new { what = "gloves" }, Stop);
        using var page = await frontdesk.Client.GetAsync(new Uri("/workflows/orders", UriKind.Relative), Stop);
        using var other = await frontdesk.Client.PostAsJsonAsync("/workflows/returns/77", new { }, Stop);

        Assert.Equal((HttpStatusCode.Created, "taken"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_script_without_an_end_stops_at_its_limit_and_harms_nobody_else()
    {
        await using var frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        foreach (var (name, script) in new[] { ("loop", "while (true) { }"), ("heap", "const all = []; while (true) { all.push(new Array(100000).fill(1)); }") })
        {
            using var published = await frontdesk.Client.PostAsync(new Uri("/api/definitions/publish", UriKind.Relative), new StringContent(
                $$$$$"""
                {"definitionId":"{{{{{name}}}}}","name":"{{{{{name}}}}}","version":1,"root":{"type":"Elsa.Sequence","id":"s","activities":[
                 {"type":"Elsa.HttpEndpoint","id":"in","name":"in","customProperties":{"canStartWorkflow":true},"path":{"typeName":"String","expression":{"type":"Literal","value":"{{{{{name}}}}}"}},"supportedMethods":{"typeName":"Object","expression":{"type":"Object","value":"[\"POST\"]"}}},
                 {"type":"Elsa.RunJavaScript","id":"run","name":"run","script":{"typeName":"String","expression":{"type":"Literal","value":"{{{{{script}}}}}"}}}]}}
                """,
                Encoding.UTF8,
                "application/json"), Stop);
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        using var loop = await frontdesk.Client.PostAsJsonAsync("/workflows/loop", new { }, Stop);
        using var heap = await frontdesk.Client.PostAsJsonAsync("/workflows/heap", new { }, Stop);
        using var other = await frontdesk.Client.GetAsync(new Uri("/api/practice", UriKind.Relative), Stop);
        var incidents = (await frontdesk.Client.GetFromJsonAsync<JsonElement>("/api/incidents", Stop)).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("message").GetString()!).ToList();

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.OK), (loop.StatusCode, heap.StatusCode, other.StatusCode));
        Assert.Equal(2, incidents.Count);
        Assert.All(incidents, message => Assert.StartsWith("The JavaScript was stopped: it ", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_data.FullName, "practice.db"), Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "create table schema_version (component text not null, version integer not null, applied_at bigint not null, primary key (component, version)); insert into schema_version values ('domain', 999, 0)";
            await command.ExecuteNonQueryAsync(Stop);
        }

        await FailsAsync(await RealFrontdesk.RunAsync(_data.FullName, ["serve", "--urls", "http://127.0.0.1:0"]), "999");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_a_file_that_is_no_database_and_a_port_in_use_are_one_sentence()
    {
        var file = Path.Combine(_data.FullName, "file");
        await File.WriteAllTextAsync(file, "not a folder", Stop);
        await FailsAsync(await RealFrontdesk.RunAsync(Path.Combine(file, "data"), ["serve"]), "cannot write there");

        var noDatabase = _data.CreateSubdirectory("no-database").FullName;
        await File.WriteAllTextAsync(Path.Combine(noDatabase, "practice.db"), string.Concat(Enumerable.Repeat("not a database ", 300)), Stop);
        await FailsAsync(await RealFrontdesk.RunAsync(noDatabase, ["serve", "--urls", "http://127.0.0.1:0"]), "cannot be used");

        var served = _data.CreateSubdirectory("served").FullName;
        await using var frontdesk = await RealFrontdesk.ServeAsync(served);
        await FailsAsync(await RealFrontdesk.RunAsync(_data.CreateSubdirectory("other").FullName, ["serve", "--urls", frontdesk.Root]), "Another program already listens");
        await FailsAsync(await RealFrontdesk.RunAsync(served, ["serve", "--urls", "http://127.0.0.1:0"]), "Another Frontdesk works on");
        await FailsAsync(await RealFrontdesk.RunAsync(served, ["import", served]), "Another Frontdesk works on");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_one_sentence()
    {
        // Hard links make a second copy of the program without its weight; only its settings are other.
        var copy = Path.Combine(AppContext.BaseDirectory, $"broken-{Guid.NewGuid():N}");
        try
        {
            using (var link = System.Diagnostics.Process.Start("cp", ["-rl", RealFrontdesk.Program, copy]))
                await link.WaitForExitAsync(Stop);
            File.Delete(Path.Combine(copy, "appsettings.json"));
            await File.WriteAllTextAsync(Path.Combine(copy, "appsettings.json"), "{ \"Frontdesk\": ", Stop);
            await FailsAsync(await RealFrontdesk.RunAsync(_data.FullName, ["serve"], program: copy), "appsettings.json cannot be read");
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }

        foreach (var (name, value) in new[] { ("Frontdesk__Practice__TimeZone", "Mars/Olympus"), ("Frontdesk__Database__Provider", "paper"), ("Frontdesk__Practice__Phone", "none"), ("Frontdesk__Engine__MaxBatch", "many") })
            await FailsAsync(await RealFrontdesk.RunAsync(_data.FullName, ["serve"], new Dictionary<string, string> { [name] = value }), $"'{value}'");
    }

    private static Task FailsAsync((int ExitCode, string Output, string Error) ran, string words)
    {
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", ran.Output, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static byte[] Sign(SortedDictionary<string, string> form)
    {
        var signed = $"https://practice.example/webhooks/twilio/sms{string.Concat(form.Select(field => field.Key + field.Value))}";
#pragma warning disable CA5350 // Twilio signs so.
        return HMACSHA1.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.UTF8.GetBytes(signed));
#pragma warning restore CA5350
    }
}
